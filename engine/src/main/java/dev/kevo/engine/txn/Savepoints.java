package dev.kevo.engine.txn;

import dev.kevo.engine.Transaction.Savepoint;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The savepoints of a transaction: how much it had done at each, and which of them a rollback made
 * void. For one thread at a time.
 */
final class Savepoints {
  private long nextId;

  /**
   * Ranges of ids (first, end) that a rollback made void, ascending. Most transactions have none.
   */
  private final Deque<long[]> voids = new ArrayDeque<>(1);

  /** So many writes, locks and expectations a transaction had. */
  record Mark(Savepoints owner, long id, int writes, int locks, int expectations)
      implements Savepoint {}

  Savepoint add(int writes, int locks, int expectations) {
    return new Mark(this, nextId++, writes, locks, expectations);
  }

  /**
   * Makes the savepoints void that came after one.
   *
   * @throws IllegalArgumentException if that is void itself, or another transaction's
   */
  Mark rollBackTo(Savepoint savepoint) {
    if (!(savepoint instanceof Mark mark) || mark.owner() != this) {
      throw new IllegalArgumentException("the savepoint belongs to another transaction");
    }
    for (long[] range : voids) {
      if (mark.id() >= range[0] && mark.id() < range[1]) {
        throw new IllegalArgumentException("the savepoint is void");
      }
    }
    while (!voids.isEmpty() && voids.getLast()[0] > mark.id()) {
      voids.removeLast();
    }
    voids.addLast(new long[] {mark.id() + 1, nextId});
    return mark;
  }
}

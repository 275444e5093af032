package dev.kevo.engine.txn;

import dev.kevo.engine.LockMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lock that is shared or waited for. First come, first served, but for a holder that asks for
 * more, which goes first. Guarded by its {@link LockStripe}.
 */
final class LockState {
  private @Nullable LockOwner exclusive;
  private final List<LockOwner> sharers = new ArrayList<>(2);
  private final Deque<LockWaiter> queue = new ArrayDeque<>(2);

  /** A lock that one owner holds exclusively. */
  static LockState exclusive(LockOwner owner) {
    LockState lock = new LockState();
    lock.exclusive = owner;
    return lock;
  }

  /** A lock that one owner holds shared. */
  static LockState shared(LockOwner owner) {
    LockState lock = new LockState();
    lock.sharers.add(owner);
    return lock;
  }

  /** What came of a request. */
  enum Outcome {
    /** The lock was taken. */
    TAKEN,
    /** It was held already, or was changed from shared to exclusive. */
    HELD,
    /** Another owner is in the way. */
    BLOCKED
  }

  Outcome tryAcquire(LockOwner owner, LockMode mode) {
    if (exclusive != null) {
      return exclusive == owner ? Outcome.HELD : Outcome.BLOCKED;
    }
    if (sharers.contains(owner)) {
      if (mode == LockMode.EXCLUSIVE) {
        if (sharers.size() > 1) {
          return Outcome.BLOCKED;
        }
        give(owner, mode);
      }
      return Outcome.HELD;
    }
    if (!queue.isEmpty() || (mode == LockMode.EXCLUSIVE && !sharers.isEmpty())) {
      return Outcome.BLOCKED;
    }
    give(owner, mode);
    return Outcome.TAKEN;
  }

  private void give(LockOwner owner, LockMode mode) {
    if (mode == LockMode.EXCLUSIVE) {
      sharers.clear();
      exclusive = owner;
    } else {
      sharers.add(owner);
    }
  }

  /** Lets a blocked request wait; returns whether its owner holds the lock shared already. */
  boolean enqueue(LockWaiter waiter) {
    boolean holds = sharers.contains(waiter.owner());
    if (holds) {
      queue.addFirst(waiter);
    } else {
      queue.addLast(waiter);
    }
    return holds;
  }

  /** Takes the lock from an owner, who may not have it. */
  void release(LockOwner owner) {
    if (exclusive == owner) {
      exclusive = null;
    } else {
      sharers.remove(owner);
    }
    grant();
  }

  /** Takes a waiter out of the queue. */
  void cancel(LockWaiter waiter) {
    queue.remove(waiter);
    grant();
  }

  private void grant() {
    for (LockWaiter first = queue.peekFirst();
        first != null && canHave(first);
        first = queue.peekFirst()) {
      queue.removeFirst();
      give(first.owner(), first.mode());
      first.grant();
    }
  }

  private boolean canHave(LockWaiter waiter) {
    if (exclusive != null) {
      return false;
    }
    return waiter.mode() == LockMode.SHARED
        || sharers.isEmpty()
        || (sharers.size() == 1 && sharers.get(0) == waiter.owner());
  }

  /** What stands for it in a slot: itself, or something smaller, or nothing if it is free. */
  @Nullable Object smallest() {
    if (!queue.isEmpty() || sharers.size() > 1) {
      return this;
    }
    if (exclusive != null) {
      return exclusive;
    }
    return sharers.isEmpty() ? null : sharers.get(0).share();
  }

  /**
   * Whom a waiter waits for: holders, and those before it in the queue, that it cannot share with.
   */
  List<LockOwner> blockers(LockWaiter waiter) {
    List<LockOwner> blockers = new ArrayList<>();
    if (!queue.contains(waiter)) {
      return blockers;
    }
    if (exclusive != null) {
      blockers.add(exclusive);
    }
    if (waiter.mode() == LockMode.EXCLUSIVE) {
      blockers.addAll(sharers);
    }
    for (LockWaiter before : queue) {
      if (before == waiter) {
        break;
      }
      if (waiter.mode() == LockMode.EXCLUSIVE || before.mode() == LockMode.EXCLUSIVE) {
        blockers.add(before.owner());
      }
    }
    blockers.removeIf(blocker -> blocker == waiter.owner());
    return blockers;
  }
}

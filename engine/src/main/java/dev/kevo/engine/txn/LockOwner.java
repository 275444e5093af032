package dev.kevo.engine.txn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One who holds locks in a {@link LockTable}: a transaction. Remembers the hashes of its locks in
 * the order in which they were taken, eight bytes each.
 */
final class LockOwner {
  private static final int FIRST_CAPACITY = 8;

  private final long id;
  private final Share share = new Share(this);

  /** Guarded by this. */
  private long[] hashes = new long[0];

  /** Guarded by this for writing; volatile since statistics read it. */
  private volatile int count;

  /** Whether the table counts it. Guarded by this. */
  private boolean counted;

  /** Guarded by this. */
  private boolean closed;

  /** Set under the monitor of the stripe; volatile since statistics and cycle searches read it. */
  private volatile @Nullable LockWaiter waiting;

  /** Stands for a lock that its owner alone holds shared. */
  record Share(LockOwner owner) {}

  LockOwner(long id) {
    this.id = id;
  }

  long id() {
    return id;
  }

  Share share() {
    return share;
  }

  /** The number of its locks. */
  int count() {
    return count;
  }

  /** What it waits for, if it waits. */
  @Nullable LockWaiter waiting() {
    return waiting;
  }

  void setWaiting(@Nullable LockWaiter waiter) {
    waiting = waiter;
  }

  /** Whether the table must count it, which it says once. */
  synchronized boolean beginsCounting() {
    boolean begins = !counted && !closed;
    counted |= begins;
    return begins;
  }

  /** Whether the table has counted it and must not any more, which it says once. */
  synchronized boolean endsCounting() {
    boolean ends = counted;
    counted = false;
    return ends;
  }

  /** Notes a lock; false if the owner is closed and must not keep it. */
  synchronized boolean add(long hash) {
    if (closed) {
      return false;
    }
    int size = count;
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, Math.max(FIRST_CAPACITY, size + (size >> 1)));
    }
    hashes[size] = hash;
    count = size + 1;
    return true;
  }

  /** Forgets all locks but the first {@code size} and returns them. */
  synchronized long[] removeFrom(int size) {
    if (count <= size) {
      return new long[0];
    }
    long[] removed = Arrays.copyOfRange(hashes, size, count);
    count = size;
    return removed;
  }

  /** Forgets all locks and returns them; takes no more. */
  synchronized long[] close() {
    closed = true;
    long[] removed = Arrays.copyOf(hashes, count);
    hashes = new long[0];
    count = 0;
    return removed;
  }
}

package dev.kevo.engine.txn;

import dev.kevo.engine.LockMode;
import java.util.concurrent.locks.LockSupport;

/** A request for a lock that waits in the queue of its {@link LockState}, with its thread. */
final class LockWaiter {
  private final LockOwner owner;
  private final long hash;
  private final LockMode mode;
  private final long sinceNanos = System.nanoTime();
  private final Thread thread = Thread.currentThread();

  /** Volatile: set by whoever releases the lock, read by the waiting thread. */
  private volatile boolean granted;

  LockWaiter(LockOwner owner, long hash, LockMode mode) {
    this.owner = owner;
    this.hash = hash;
    this.mode = mode;
  }

  LockOwner owner() {
    return owner;
  }

  long hash() {
    return hash;
  }

  LockMode mode() {
    return mode;
  }

  long sinceNanos() {
    return sinceNanos;
  }

  boolean isGranted() {
    return granted;
  }

  /** Lets the thread go on: the lock is its owner's. */
  void grant() {
    granted = true;
    LockSupport.unpark(thread);
  }
}

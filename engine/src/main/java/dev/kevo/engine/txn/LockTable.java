package dev.kevo.engine.txn;

import dev.kevo.engine.DeadlockException;
import dev.kevo.engine.LimitExceededException;
import dev.kevo.engine.LockMode;
import dev.kevo.engine.key.KeyHash;
import dev.kevo.engine.txn.LockState.Outcome;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The locks of keys. A lock is known by a 64-bit hash of keyspace and key, so a lock that nobody
 * waits for takes some twenty bytes here and eight at its owner, and two keys with one hash (one
 * pair among four billion keys that are locked at a time) exclude each other, which is harmless.
 *
 * <p>Locks only order writers; that no change is lost is checked at commit. Thread-safe.
 */
public final class LockTable {
  /** Locks that one transaction can hold. */
  public static final int LOCKS_MAX = 10_000_000;

  /** Between two runs of a waiting thread's check. */
  private static final long POLL_NANOS = 50_000_000;

  private static final int STRIPES = 64;
  private static final int STRIPE_SHIFT = Long.SIZE - 6;

  private final LockStripe[] stripes = new LockStripe[STRIPES];

  /** Owners that have a lock, or are about to. */
  private final AtomicInteger owners = new AtomicInteger();

  /** Held while a wait begins, so that of several that close a cycle the last one notices. */
  private final Object graph = new Object();

  public LockTable() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new LockStripe();
    }
  }

  /** What the lock of a key is known by. */
  static long hash(int keyspaceId, byte[] key) {
    return KeyHash.of(key) ^ (keyspaceId * 0x9E3779B97F4A7C15L);
  }

  private LockStripe stripe(long hash) {
    return stripes[(int) (hash >>> STRIPE_SHIFT)];
  }

  /** Whether nobody holds any lock: one read. */
  public boolean isEmpty() {
    return owners.get() == 0;
  }

  /** Whether somebody holds the lock of a key. */
  boolean isLocked(long hash) {
    LockStripe stripe = stripe(hash);
    synchronized (stripe) {
      return stripe.isLocked(hash);
    }
  }

  /**
   * Takes a lock.
   *
   * @param waitNanos how long to wait at most
   * @param check run now and then while it waits; may throw
   * @return {@code BLOCKED} if another owner has it and the time was over, or this owner was closed
   * @throws DeadlockException if waiting would never end
   */
  Outcome acquire(LockOwner owner, long hash, LockMode mode, long waitNanos, Runnable check) {
    int held = owner.count();
    if (held == 0 && owner.beginsCounting()) {
      owners.incrementAndGet();
    } else if (held >= LOCKS_MAX) {
      throw new LimitExceededException("a transaction with more than " + LOCKS_MAX + " locks");
    }
    LockStripe stripe = stripe(hash);
    Outcome outcome;
    synchronized (stripe) {
      outcome = stripe.tryAcquire(owner, hash, mode);
    }
    return switch (outcome) {
      case HELD -> Outcome.HELD;
      case TAKEN -> note(owner, hash);
      case BLOCKED -> waitNanos > 0 ? await(owner, hash, mode, waitNanos, check) : Outcome.BLOCKED;
    };
  }

  /** Lets an owner know of its lock; takes it away again if the owner has been closed. */
  private Outcome note(LockOwner owner, long hash) {
    if (owner.add(hash)) {
      return Outcome.TAKEN;
    }
    release(owner, hash);
    return Outcome.BLOCKED;
  }

  private Outcome await(LockOwner owner, long hash, LockMode mode, long waitNanos, Runnable check) {
    LockWaiter waiter = new LockWaiter(owner, hash, mode);
    LockStripe stripe = stripe(hash);
    boolean upgrades;
    synchronized (graph) {
      synchronized (stripe) {
        Outcome outcome = stripe.tryAcquire(owner, hash, mode);
        if (outcome != Outcome.BLOCKED) {
          return outcome == Outcome.HELD ? outcome : note(owner, hash);
        }
        upgrades = stripe.enqueue(waiter);
        owner.setWaiting(waiter);
      }
      if (closesCycle(owner) && cancel(waiter)) {
        throw new DeadlockException(
            "transaction " + owner.id() + " and another one wait for each other's locks");
      }
    }
    Outcome outcome = Outcome.BLOCKED;
    try {
      park(waiter, waitNanos, check);
    } finally {
      if (!cancel(waiter)) {
        // Granted, perhaps in the very moment in which the wait ended otherwise.
        outcome = upgrades ? Outcome.HELD : note(owner, hash);
      }
    }
    return outcome;
  }

  /** Waits until the lock is granted or the time is over. */
  private static void park(LockWaiter waiter, long waitNanos, Runnable check) {
    boolean interrupted = false;
    try {
      while (!waiter.isGranted()) {
        check.run();
        long left = waitNanos - (System.nanoTime() - waiter.sinceNanos());
        if (left <= 0) {
          return;
        }
        LockSupport.parkNanos(waiter, Math.min(left, POLL_NANOS));
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends a wait; false if the lock has been granted. */
  private boolean cancel(LockWaiter waiter) {
    LockStripe stripe = stripe(waiter.hash());
    synchronized (stripe) {
      waiter.owner().setWaiting(null);
      return stripe.cancel(waiter);
    }
  }

  /** Whether somebody whom an owner waits for, directly or through others, waits for it. */
  private boolean closesCycle(LockOwner start) {
    Set<LockOwner> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<LockOwner> open = new ArrayDeque<>();
    open.add(start);
    while (!open.isEmpty()) {
      for (LockOwner blocker : blockers(open.remove())) {
        if (blocker == start) {
          return true;
        }
        if (seen.add(blocker)) {
          open.add(blocker);
        }
      }
    }
    return false;
  }

  private List<LockOwner> blockers(LockOwner owner) {
    LockWaiter waiter = owner.waiting();
    if (waiter == null) {
      return List.of();
    }
    LockStripe stripe = stripe(waiter.hash());
    synchronized (stripe) {
      return stripe.blockers(waiter);
    }
  }

  /** The id of one whom an owner waits for; 0 if it does not wait. */
  long blockerOf(LockOwner owner) {
    List<LockOwner> blockers = blockers(owner);
    return blockers.isEmpty() ? 0 : blockers.get(0).id();
  }

  /** Releases the locks that an owner took after the first {@code kept} ones. */
  void releaseFrom(LockOwner owner, int kept) {
    for (long hash : owner.removeFrom(kept)) {
      release(owner, hash);
    }
  }

  /** Releases an owner's locks for good; it can take no more. Doing so twice is allowed. */
  void close(LockOwner owner) {
    for (long hash : owner.close()) {
      release(owner, hash);
    }
    if (owner.endsCounting()) {
      owners.decrementAndGet();
    }
  }

  private void release(LockOwner owner, long hash) {
    LockStripe stripe = stripe(hash);
    synchronized (stripe) {
      stripe.release(owner, hash);
    }
  }

  /**
   * Waits until nobody holds the lock of a key.
   *
   * @return false if the time was over
   */
  public boolean awaitFree(int keyspaceId, byte[] key, long waitMillis, Runnable check) {
    long hash = hash(keyspaceId, key);
    if (!isLocked(hash)) {
      return true;
    }
    LockOwner passer = new LockOwner(0);
    try {
      long waitNanos = TimeUnit.MILLISECONDS.toNanos(waitMillis);
      return acquire(passer, hash, LockMode.EXCLUSIVE, waitNanos, check) == Outcome.TAKEN;
    } finally {
      close(passer);
    }
  }
}

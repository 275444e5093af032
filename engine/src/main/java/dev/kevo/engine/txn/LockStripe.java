package dev.kevo.engine.txn;

import dev.kevo.engine.LockMode;
import dev.kevo.engine.txn.LockState.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a {@link LockTable}: an open-addressing map from hashes to what is known of their
 * locks. A lock that one owner holds exclusively and nobody waits for is the {@link LockOwner}
 * itself, so that most locks cost a slot and no object; any other is a {@link LockState}. Every
 * method is to be called under this object's monitor.
 */
final class LockStripe {
  private static final int CAPACITY_MIN = 16;

  /** A stripe larger than this is made small again when it becomes empty. */
  private static final int CAPACITY_KEPT = 1024;

  /** Keys of the slots; a slot without a state is empty. */
  private long[] hashes = new long[CAPACITY_MIN];

  private @Nullable Object[] states = new Object[CAPACITY_MIN];
  private int size;

  private int home(long hash) {
    return (int) hash & (hashes.length - 1);
  }

  /** The slot of a hash, or the empty one where it belongs. */
  private int slot(long hash) {
    int mask = hashes.length - 1;
    int slot = home(hash);
    while (states[slot] != null && hashes[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  boolean isLocked(long hash) {
    return states[slot(hash)] != null;
  }

  Outcome tryAcquire(LockOwner owner, long hash, LockMode mode) {
    int slot = slot(hash);
    Object state = states[slot];
    if (state == null) {
      insert(slot, hash, mode == LockMode.EXCLUSIVE ? owner : owner.share());
      return Outcome.TAKEN;
    }
    if (state instanceof LockState lock) {
      return lock.tryAcquire(owner, mode);
    }
    if (state == owner) {
      return Outcome.HELD;
    }
    if (state == owner.share()) {
      states[slot] = mode == LockMode.EXCLUSIVE ? owner : state;
      return Outcome.HELD;
    }
    return mode == LockMode.SHARED && state instanceof LockOwner.Share
        ? inflate(slot).tryAcquire(owner, mode)
        : Outcome.BLOCKED;
  }

  /** Makes room for more owners and waiters. */
  private LockState inflate(int slot) {
    Object state = states[slot];
    if (state instanceof LockState lock) {
      return lock;
    }
    assert state != null : "a free lock";
    LockState lock =
        state instanceof LockOwner.Share share
            ? LockState.shared(share.owner())
            : LockState.exclusive((LockOwner) state);
    states[slot] = lock;
    return lock;
  }

  private void insert(int slot, long hash, Object state) {
    hashes[slot] = hash;
    states[slot] = state;
    size++;
    if (size * 3L > hashes.length * 2L) {
      grow();
    }
  }

  private void grow() {
    long[] oldHashes = hashes;
    @Nullable Object[] oldStates = states;
    hashes = new long[oldHashes.length * 2];
    states = new Object[hashes.length];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldStates[i] != null) {
        int slot = slot(oldHashes[i]);
        hashes[slot] = oldHashes[i];
        states[slot] = oldStates[i];
      }
    }
  }

  /** Lets a blocked request wait; returns whether its owner holds the lock shared already. */
  boolean enqueue(LockWaiter waiter) {
    return inflate(slot(waiter.hash())).enqueue(waiter);
  }

  /** Takes a lock from an owner. */
  void release(LockOwner owner, long hash) {
    int slot = slot(hash);
    Object state = states[slot];
    if (state instanceof LockState lock) {
      lock.release(owner);
      deflate(slot, lock);
    } else {
      assert state == owner || state == owner.share() : "released by another owner";
      remove(slot);
    }
  }

  /** Takes a waiter out of its queue; false if it has been given the lock. */
  boolean cancel(LockWaiter waiter) {
    if (waiter.isGranted()) {
      return false;
    }
    int slot = slot(waiter.hash());
    if (states[slot] instanceof LockState lock) {
      lock.cancel(waiter);
      deflate(slot, lock);
    }
    return true;
  }

  List<LockOwner> blockers(LockWaiter waiter) {
    return states[slot(waiter.hash())] instanceof LockState lock
        ? lock.blockers(waiter)
        : List.of();
  }

  private void deflate(int slot, LockState lock) {
    Object smallest = lock.smallest();
    if (smallest == null) {
      remove(slot);
    } else {
      states[slot] = smallest;
    }
  }

  /** Empties a slot and moves those behind it that would not be found any more. */
  private void remove(int removed) {
    size--;
    if (size == 0 && hashes.length > CAPACITY_KEPT) {
      hashes = new long[CAPACITY_MIN];
      states = new Object[CAPACITY_MIN];
      return;
    }
    int mask = hashes.length - 1;
    int gap = removed;
    states[gap] = null;
    for (int slot = (gap + 1) & mask; states[slot] != null; slot = (slot + 1) & mask) {
      int fromHome = (slot - home(hashes[slot])) & mask;
      if (fromHome >= ((slot - gap) & mask)) {
        hashes[gap] = hashes[slot];
        states[gap] = states[slot];
        states[slot] = null;
        gap = slot;
      }
    }
  }
}

package dev.kevo.engine.txn;

import org.jspecify.annotations.Nullable;

/**
 * What a transaction sees: a pinned sequence, which may move on. Once the transaction relies on
 * what it saw, the sequence of that moment stays pinned, too, so that no entry newer than it is
 * dropped before the check at commit.
 *
 * <p>The transaction's thread reads and moves it; any thread may release it.
 */
final class PinnedView {
  private final SnapshotRegistry snapshots;

  /** Changed under this, since another thread may release it. */
  private SnapshotRegistry.Pin current;

  /** The view of the oldest write or expectation. Guarded by this. */
  private SnapshotRegistry.@Nullable Pin reliedOn;

  /** Guarded by this. */
  private boolean released;

  /** Pins what is published now. */
  PinnedView(SnapshotRegistry snapshots) {
    this.snapshots = snapshots;
    this.current = snapshots.pin();
  }

  /** The newest committed sequence in view. */
  long sequence() {
    return current.sequence();
  }

  /** Whether nothing was committed since. */
  boolean isNewest() {
    return current.sequence() == snapshots.published();
  }

  /** Notes that the transaction relies on what it sees now, if it does not on an older view. */
  synchronized void keep() {
    if (reliedOn == null) {
      reliedOn = current;
    }
  }

  /**
   * Moves on to what is published now.
   *
   * @param relied whether the transaction still relies on what it saw
   * @return false, and not moved, if the view was released
   */
  synchronized boolean move(boolean relied) {
    if (released) {
      return false;
    }
    if (!relied) {
      releaseReliedOn();
    }
    SnapshotRegistry.Pin old = current;
    current = snapshots.pin();
    if (old != reliedOn) {
      snapshots.release(old);
    }
    return true;
  }

  /** Pins nothing any more, for good. */
  synchronized void release() {
    released = true;
    releaseReliedOn();
    snapshots.release(current);
  }

  private void releaseReliedOn() {
    SnapshotRegistry.Pin pin = reliedOn;
    reliedOn = null;
    if (pin != null && pin != current) {
      snapshots.release(pin);
    }
  }
}

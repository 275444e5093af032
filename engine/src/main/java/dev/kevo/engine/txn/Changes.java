package dev.kevo.engine.txn;

import dev.kevo.engine.KeyRange;

/** What has been committed since some sequence, commits that wait for publication included. */
public interface Changes {
  /** Whether a key has an entry newer than {@code sequence}. */
  boolean keyChangedSince(int keyspaceId, byte[] key, long sequence);

  /** Whether a key in a range has an entry newer than {@code sequence}. */
  boolean rangeChangedSince(int keyspaceId, KeyRange range, long sequence);
}

package dev.kevo.engine.db;

import dev.kevo.engine.KeyRange;
import dev.kevo.engine.txn.Changes;

/**
 * Answers from a pinned state, unpublished entries included. The leader's.
 *
 * @param newest the last sequence that was given out: nothing has changed since that one
 */
record StateChanges(ReadState state, long newest) implements Changes {
  @Override
  public boolean keyChangedSince(int keyspaceId, byte[] key, long sequence) {
    return newest > sequence && state.keyspace(keyspaceId).keyChangedSince(key, sequence);
  }

  @Override
  public boolean rangeChangedSince(int keyspaceId, KeyRange range, long sequence) {
    return newest > sequence && state.keyspace(keyspaceId).rangeChangedSince(range, sequence);
  }
}

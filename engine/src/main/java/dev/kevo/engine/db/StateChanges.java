package dev.kevo.engine.db;

import dev.kevo.engine.KeyRange;
import dev.kevo.engine.txn.Changes;

/** Answers from a pinned state, unpublished entries included. The leader's. */
record StateChanges(ReadState state) implements Changes {
  @Override
  public boolean keyChangedSince(int keyspaceId, byte[] key, long sequence) {
    return state.keyspace(keyspaceId).keyChangedSince(key, sequence);
  }

  @Override
  public boolean rangeChangedSince(int keyspaceId, KeyRange range, long sequence) {
    return state.keyspace(keyspaceId).rangeChangedSince(range, sequence);
  }
}

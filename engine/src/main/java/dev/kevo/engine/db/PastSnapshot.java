package dev.kevo.engine.db;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.SnapshotTooOldException;
import dev.kevo.engine.txn.KevoSnapshot;
import dev.kevo.engine.txn.Store;
import dev.kevo.engine.version.HistoryStart;
import dev.kevo.engine.version.VersionSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a moment that lies in the past; reads keyspaces that still held it when it began.
 */
final class PastSnapshot implements Snapshot {
  private final Store store;
  private final KevoSnapshot snapshot;
  private final long sequence;
  private final long micros;

  /** What each keyspace held when the sequence had been pinned. */
  private final VersionSet versions;

  PastSnapshot(
      Store store, KevoSnapshot snapshot, long sequence, long micros, VersionSet versions) {
    this.store = store;
    this.snapshot = snapshot;
    this.sequence = sequence;
    this.micros = micros;
    this.versions = versions;
  }

  @Override
  public long sequence() {
    return snapshot.sequence();
  }

  @Override
  public boolean get(Keyspace keyspace, byte[] key, Slice value) {
    requireHeld(keyspace);
    return snapshot.get(keyspace, key, value);
  }

  @Override
  public List<byte @Nullable []> multiGet(Keyspace keyspace, List<byte[]> keys) {
    requireHeld(keyspace);
    return snapshot.multiGet(keyspace, keys);
  }

  @Override
  public Cursor scan(Keyspace keyspace, Scan scan) {
    requireHeld(keyspace);
    return snapshot.scan(keyspace, scan);
  }

  private void requireHeld(Keyspace keyspace) {
    int id = store.id(keyspace);
    HistoryStart start =
        id < versions.keyspaces().size()
            ? versions.keyspaces().get(id).version().history()
            : HistoryStart.NONE;
    if (!start.holds(sequence, micros)) {
      throw new SnapshotTooOldException(
          "what was in keyspace "
              + keyspace
              + " at "
              + HistoryStart.timeOf(micros)
              + " is not kept: "
              + (start.isKept() ? "the earliest time is " + start.time() : "it keeps no history"),
          start.isKept() ? start.time() : null);
    }
  }

  @Override
  public void close() {
    snapshot.close();
  }
}

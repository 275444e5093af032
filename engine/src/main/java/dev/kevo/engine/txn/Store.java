package dev.kevo.engine.txn;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.iter.Visibility;
import dev.kevo.engine.memtable.MemTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What transactions and snapshots need of the database under them. Thread-safe. */
public interface Store {
  /**
   * The id of one of this database's keyspaces.
   *
   * @throws IllegalArgumentException if it is another database's
   */
  int id(Keyspace keyspace);

  /** The sequences in use. */
  SnapshotRegistry snapshots();

  /** The locks of keys. */
  LockTable locks();

  /** The transactions that are open. */
  OpenTransactions openTransactions();

  /** Whether a key has an entry newer than a sequence that is pinned. */
  boolean keyChangedSince(int keyspaceId, byte[] key, long sequence);

  /** Looks up what is committed at a sequence that is pinned. */
  boolean get(int keyspaceId, byte[] key, long sequence, Slice value);

  /** Looks several keys up at once, in their order; null where there is none. */
  List<byte @Nullable []> multiGet(int keyspaceId, List<byte[]> keys, long sequence);

  /** Scans what a visibility shows, at a sequence that is pinned. */
  Cursor scan(int keyspaceId, Scan scan, Visibility visibility, @Nullable MemTable privateWrites);

  /** Makes a commit visible and durable, unless its checks fail. */
  void commit(Commit commit);

  /** Throws {@link dev.kevo.engine.ClosedException} once the database is closed. */
  void requireOpen();

  /** Throws {@link dev.kevo.engine.ReadOnlyException} if the database takes no writes. */
  void requireWritable();
}

package dev.kevo.engine;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An open database: named keyspaces over one write-ahead log and one order of commits.
 *
 * <p>As a {@link ReadView} it reads the latest committed state anew at each call. Thread-safe. A
 * directory is open in one process and once in it; {@link #close} makes everything that was
 * acknowledged durable and releases it.
 */
public interface Database extends ReadView, AutoCloseable {
  /** Keys longer than this many bytes are refused with {@link IllegalArgumentException}. */
  int KEY_BYTES_MAX = 65_535;

  /** Values longer than this many bytes are refused with {@link IllegalArgumentException}. */
  int VALUE_BYTES_MAX = 256 * 1024 * 1024;

  /** The keyspace {@link Keyspace#DEFAULT_NAME}, which always exists. */
  Keyspace defaultKeyspace();

  /** The keyspace of that name, if it exists. */
  Optional<Keyspace> keyspace(String name);

  /**
   * Creates a keyspace, durably, or returns the existing one, whose options stay as they are.
   *
   * @throws IllegalArgumentException if the name is empty or longer than 255 bytes of UTF-8
   */
  Keyspace createKeyspace(String name, KeyspaceOptions options);

  /** Creates a keyspace with the {@link Options#keyspaceDefaults}, or returns the existing one. */
  Keyspace createKeyspace(String name);

  /**
   * Changes a keyspace's options, durably. What is written from then on follows them; tables that
   * are there stay as they are until a compaction rewrites them.
   */
  void alterKeyspace(Keyspace keyspace, KeyspaceOptions options);

  /**
   * Drops a keyspace with all that is in it, durably and at the cost of one small write; its files
   * are deleted once nobody reads them. From then on its handles are refused with {@link
   * IllegalStateException}, by open transactions and snapshots too; open cursors go on. A new
   * keyspace may take the name at once.
   *
   * @return whether there was one of that name
   * @throws IllegalArgumentException if it is the default keyspace
   */
  boolean dropKeyspace(String name);

  /** All keyspaces in the order of their creation. */
  List<Keyspace> keyspaces();

  /** Fixes the latest committed state. */
  Snapshot snapshot();

  /**
   * Fixes the state of a time: what had been committed by then. Of the keyspaces, those can be read
   * that kept their history then and still do ({@link KeyspaceOptions#historyMillis}); others are
   * refused with {@link SnapshotTooOldException} when they are read. Times are to the microsecond,
   * by this machine's clock; where that was set back, those of commits go on from before.
   *
   * @throws IllegalArgumentException if the time lies in the future, when more may be committed
   * @throws SnapshotTooOldException if no keyspace holds that state
   */
  Snapshot snapshotAt(Instant time);

  /** Begins a transaction. */
  Transaction begin(TransactionOptions options);

  /** Begins a transaction under {@link TransactionOptions#DEFAULT}. */
  default Transaction begin() {
    return begin(TransactionOptions.DEFAULT);
  }

  /** The transactions that are open at this moment, in the order in which they began. */
  List<TransactionInfo> transactions();

  /**
   * Applies a batch atomically. Waits while transactions hold locks of its keys, as long as {@link
   * TransactionOptions#DEFAULT} allows, but takes no locks of its own; otherwise fails as {@link
   * Transaction#commit} does, but for conflicts.
   *
   * @throws LockTimeoutException if a transaction held the lock of a key for too long
   */
  void write(WriteBatch batch);

  /** Sets one key. */
  default void put(Keyspace keyspace, byte[] key, byte[] value) {
    write(new WriteBatch().put(keyspace, key, value));
  }

  /** Removes one key; removing an absent one is no error. */
  default void delete(Keyspace keyspace, byte[] key) {
    write(new WriteBatch().delete(keyspace, key));
  }

  /**
   * Removes every key of a range, at the cost of one small write. Tables that hold nothing else are
   * deleted without being read.
   */
  default void deleteRange(Keyspace keyspace, KeyRange range) {
    write(new WriteBatch().deleteRange(keyspace, range));
  }

  /**
   * The place after the newest commit, made durable if it is not yet. A stream from here shows what
   * is committed from now on.
   */
  CommitPosition position();

  /** The place from which on the log is kept. A stream from here shows all that can be shown. */
  CommitPosition oldestPosition();

  /**
   * Streams what is committed after a place.
   *
   * @throws PositionLostException if the log there is no longer kept
   * @throws IllegalArgumentException if the place is none of this database
   */
  ChangeStream changes(CommitPosition from);

  /** Estimates what lies in a range, without reading it. */
  RangeEstimate estimate(Keyspace keyspace, KeyRange range);

  /**
   * Keys that split a range into parts of about the same size, from indexes and samples, without
   * reading the range.
   *
   * @param partsMax at least 1
   * @return at most {@code partsMax - 1} keys within the range, ascending; fewer where little is
   *     known, none of a small range
   */
  List<byte[]> splitPoints(Keyspace keyspace, KeyRange range, int partsMax);

  /** Writes all MemTables to SSTables and waits until they are installed. */
  void flush();

  /** Begins a load of sorted entries, which costs a fraction of writing them one by one. */
  SortedLoad load(Keyspace keyspace);

  /**
   * Flushes, then merges all tables that hold keys of a range down to the last level that does, and
   * waits for that: deletes, old versions that nobody sees and what range deletes hide are gone
   * then. A keyspace of style {@link CompactionStyle#FIFO} stays as it is.
   */
  void compactRange(Keyspace keyspace, KeyRange range);

  /** Waits until no compaction is due. */
  void awaitCompactions();

  /**
   * Makes a copy of the database in a new directory, which can be opened, while others read and
   * write. It holds every commit that was acknowledged before the call, and a few later ones, each
   * whole and none without those before it. It is durable when this returns; a crash before leaves
   * all of it or a directory that is no database. Tables become hard links where the target lies in
   * the same file system, so that costs no space until they are compacted away; the log is copied.
   * Restores the state of a read-only database or one in memory just as well.
   *
   * @param target absent or empty
   * @throws IllegalArgumentException if it is neither; it has not been touched then
   */
  void checkpoint(Path target);

  /**
   * Flushes, then reads and checks every byte of every file, past the cache, and what must hold
   * between them: that the manifest says what was written; that tables are what it says of them;
   * that the versions of each key get older from level to level; that no sequence is newer than the
   * last commit, and that the log has no gap and reaches it.
   *
   * @return what was read
   * @throws CorruptionException at the first fault; names the file
   */
  Verification verify();

  /**
   * Creates a file for records that do not fit memory.
   *
   * @throws LimitExceededException if there is no place for one: the database lives in memory or is
   *     open for reading
   */
  TemporaryFile temporaryFile();

  /** Counters and sizes of this moment. */
  DatabaseStats stats();

  /** The SSTables, value files and the log of this moment; looks each file up. */
  DatabaseFiles files();

  /** Waits for running commits, makes them durable, ends background work, releases the lock. */
  @Override
  void close();
}

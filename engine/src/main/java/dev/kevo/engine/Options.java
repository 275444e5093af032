package dev.kevo.engine;

import java.util.function.Consumer;

/**
 * How a database is opened: what this process wants of it. Nothing of it is stored; what belongs to
 * the data is in each keyspace's {@link KeyspaceOptions}. Immutable; start from {@link #DEFAULT}
 * and change what matters. {@code engine/docs/tuning.md} tells what each option is good for.
 */
public final class Options implements Cloneable {
  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;

  /** MemTables of full size there may be at once: the one that grows, and those that wait. */
  public static final int MEM_TABLES = 3;

  /** Created if missing, synced at every commit, 32 MiB MemTables, 64 MiB block cache. */
  public static final Options DEFAULT = new Options();

  // Written only by with(), before anyone else sees the object.
  private boolean createIfMissing = true;
  private boolean readOnly;
  private Durability durability = Durability.IMMEDIATE;
  private long syncBatchBytes = MIB;
  private long syncBatchMillis = 100;
  private int logRetainedSegments;
  private long logRetainedMillis;
  private long memTableBytesMax = 32 * MIB;
  private long blockCacheBytes = 64 * MIB;
  private long memTableMillisMax;
  private long compactionBytesPerSecond;
  private long memoryBytesMax = Long.MAX_VALUE;
  private int openTablesMax = 512;
  private KeyspaceOptions keyspaceDefaults = KeyspaceOptions.DEFAULT;

  private Options() {}

  /** Whether a database is created where there is none. */
  public boolean createIfMissing() {
    return createIfMissing;
  }

  /** The same options with another {@link #createIfMissing}. */
  public Options withCreateIfMissing(boolean create) {
    return with(options -> options.createIfMissing = create);
  }

  /**
   * Whether the database is only read: nothing in its directory is written, a log that was not
   * flushed is replayed into memory, and writes end with {@link ReadOnlyException}. Several
   * processes may read at once, but none while another one has it open for writing.
   */
  public boolean readOnly() {
    return readOnly;
  }

  /** The same options with another {@link #readOnly}. */
  public Options withReadOnly(boolean only) {
    return with(options -> options.readOnly = only);
  }

  /** When the log is synced. */
  public Durability durability() {
    return durability;
  }

  /** The same options with another {@link #durability}. */
  public Options withDurability(Durability mode) {
    return with(options -> options.durability = mode);
  }

  /** Bytes of log between two syncs under {@link Durability#BATCH}. */
  public long syncBatchBytes() {
    return syncBatchBytes;
  }

  /** The same options with another {@link #syncBatchBytes}. */
  public Options withSyncBatchBytes(long bytes) {
    Ranges.require("syncBatchBytes", bytes, 1, Long.MAX_VALUE);
    return with(options -> options.syncBatchBytes = bytes);
  }

  /** Milliseconds after which a commit is synced under {@link Durability#BATCH} at the latest. */
  public long syncBatchMillis() {
    return syncBatchMillis;
  }

  /** The same options with another {@link #syncBatchMillis}. */
  public Options withSyncBatchMillis(long millis) {
    Ranges.require("syncBatchMillis", millis, 1, 3_600_000);
    return with(options -> options.syncBatchMillis = millis);
  }

  /**
   * Segments of the log that are kept after their flush, for {@link Database#changes}. A segment
   * stays as long as this, {@link #logRetainedMillis} or an open stream asks for it.
   */
  public int logRetainedSegments() {
    return logRetainedSegments;
  }

  /** The same options with another {@link #logRetainedSegments}. */
  public Options withLogRetainedSegments(int segments) {
    Ranges.require("logRetainedSegments", segments, 0, 1_000_000);
    return with(options -> options.logRetainedSegments = segments);
  }

  /**
   * Milliseconds for which a segment of the log is kept after its last commit; it is deleted at the
   * next flush or opening after that.
   */
  public long logRetainedMillis() {
    return logRetainedMillis;
  }

  /** The same options with another {@link #logRetainedMillis}. */
  public Options withLogRetainedMillis(long millis) {
    Ranges.require("logRetainedMillis", millis, 0, Long.MAX_VALUE);
    return with(options -> options.logRetainedMillis = millis);
  }

  /** Bytes of a MemTable at which it is flushed to an SSTable. */
  public long memTableBytesMax() {
    return memTableBytesMax;
  }

  /** The same options with another {@link #memTableBytesMax}. */
  public Options withMemTableBytesMax(long bytes) {
    Ranges.require("memTableBytesMax", bytes, 64 * KIB, Long.MAX_VALUE);
    return with(options -> options.memTableBytesMax = bytes);
  }

  /** How old a MemTable may get before it is flushed, to the second; 0 for no limit. */
  public long memTableMillisMax() {
    return memTableMillisMax;
  }

  /** The same options with another {@link #memTableMillisMax}. */
  public Options withMemTableMillisMax(long millis) {
    Ranges.require("memTableMillisMax", millis, 0, Long.MAX_VALUE);
    return with(options -> options.memTableMillisMax = millis);
  }

  /** What compactions may write per second; 0 for no limit. */
  public long compactionBytesPerSecond() {
    return compactionBytesPerSecond;
  }

  /** The same options with another {@link #compactionBytesPerSecond}. */
  public Options withCompactionBytesPerSecond(long bytes) {
    Ranges.require("compactionBytesPerSecond", bytes, 0, Long.MAX_VALUE);
    return with(options -> options.compactionBytesPerSecond = bytes);
  }

  /** Bytes of SSTable blocks kept in memory. */
  public long blockCacheBytes() {
    return blockCacheBytes;
  }

  /** The same options with another {@link #blockCacheBytes}. */
  public Options withBlockCacheBytes(long bytes) {
    Ranges.require("blockCacheBytes", bytes, 0, Long.MAX_VALUE);
    return with(options -> options.blockCacheBytes = bytes);
  }

  /**
   * Bytes that MemTables, cached blocks, the indexes and filters of open tables, and open cursors
   * take together, {@link Long#MAX_VALUE} for no such limit. MemTables are counted with {@link
   * #MEM_TABLES} times {@link #memTableBytesMax}; of the rest, tables and cursors get up to half
   * each, and cached blocks what these leave, up to {@link #blockCacheBytes}. A cursor that does
   * not fit is refused with {@link LimitExceededException}.
   */
  public long memoryBytesMax() {
    return memoryBytesMax;
  }

  /** The same options with another {@link #memoryBytesMax}. */
  public Options withMemoryBytesMax(long bytes) {
    Ranges.require("memoryBytesMax", bytes, MIB, Long.MAX_VALUE);
    return with(options -> options.memoryBytesMax = bytes);
  }

  /**
   * What {@link #memoryBytesMax} leaves to reads.
   *
   * @throws IllegalArgumentException if that is less than a MiB
   */
  public long readBytesMax() {
    if (memoryBytesMax == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    long rest = memoryBytesMax / MEM_TABLES - memTableBytesMax;
    if (rest < MIB / MEM_TABLES) {
      throw new IllegalArgumentException(
          "memoryBytesMax is out of range: expected "
              + MEM_TABLES
              + " times memTableBytesMax ("
              + memTableBytesMax
              + ") and 1 MiB, found "
              + memoryBytesMax);
    }
    return rest * MEM_TABLES;
  }

  /**
   * SSTables that have a file open at once, with index and filter in memory; and value files that
   * are open beside them.
   */
  public int openTablesMax() {
    return openTablesMax;
  }

  /** The same options with another {@link #openTablesMax}. */
  public Options withOpenTablesMax(int tables) {
    Ranges.require("openTablesMax", tables, 1, Integer.MAX_VALUE);
    return with(options -> options.openTablesMax = tables);
  }

  /**
   * The options of keyspaces that are created without any; {@link Keyspace#DEFAULT_NAME} of a new
   * database is one of them. A keyspace keeps what it was created with.
   */
  public KeyspaceOptions keyspaceDefaults() {
    return keyspaceDefaults;
  }

  /** The same options with other {@link #keyspaceDefaults}. */
  public Options withKeyspaceDefaults(KeyspaceOptions defaults) {
    return with(options -> options.keyspaceDefaults = defaults);
  }

  private Options with(Consumer<Options> change) {
    Options changed;
    try {
      changed = (Options) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
    change.accept(changed);
    return changed;
  }
}

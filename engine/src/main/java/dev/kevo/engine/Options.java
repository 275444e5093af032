package dev.kevo.engine;

/**
 * How a database is opened. Immutable; start from {@link #DEFAULT} and change what matters.
 *
 * @param createIfMissing whether a database is created where there is none
 * @param durability when the log is synced
 * @param syncBatchBytes bytes of log between two syncs under {@link Durability#BATCH}
 * @param memTableBytesMax bytes of a MemTable at which it is flushed to an SSTable
 * @param blockCacheBytes bytes of SSTable blocks kept in memory
 * @param blockBytes bytes of entries in a new SSTable's block, before compression
 * @param filterBitsPerKey bits of a new SSTable's bloom filter per key; 0 for no filter
 */
public record Options(
    boolean createIfMissing,
    Durability durability,
    long syncBatchBytes,
    long memTableBytesMax,
    long blockCacheBytes,
    int blockBytes,
    int filterBitsPerKey) {
  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;

  /** Created if missing, synced at every commit, 32 MiB MemTables, 64 MiB block cache. */
  public static final Options DEFAULT =
      new Options(true, Durability.IMMEDIATE, MIB, 32 * MIB, 64 * MIB, 4096, 10);

  public Options {
    require(syncBatchBytes > 0, "syncBatchBytes", syncBatchBytes);
    require(memTableBytesMax >= 64 * KIB, "memTableBytesMax", memTableBytesMax);
    require(blockCacheBytes >= 0, "blockCacheBytes", blockCacheBytes);
    require(blockBytes >= 512 && blockBytes <= MIB, "blockBytes", blockBytes);
    require(filterBitsPerKey >= 0 && filterBitsPerKey <= 32, "filterBitsPerKey", filterBitsPerKey);
  }

  private static void require(boolean holds, String name, long value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is out of range: " + value);
    }
  }

  /** The same options with another {@link #createIfMissing}. */
  public Options withCreateIfMissing(boolean create) {
    return new Options(
        create,
        durability,
        syncBatchBytes,
        memTableBytesMax,
        blockCacheBytes,
        blockBytes,
        filterBitsPerKey);
  }

  /** The same options with another {@link #durability}. */
  public Options withDurability(Durability mode) {
    return new Options(
        createIfMissing,
        mode,
        syncBatchBytes,
        memTableBytesMax,
        blockCacheBytes,
        blockBytes,
        filterBitsPerKey);
  }

  /** The same options with another {@link #syncBatchBytes}. */
  public Options withSyncBatchBytes(long bytes) {
    return new Options(
        createIfMissing,
        durability,
        bytes,
        memTableBytesMax,
        blockCacheBytes,
        blockBytes,
        filterBitsPerKey);
  }

  /** The same options with another {@link #memTableBytesMax}. */
  public Options withMemTableBytesMax(long bytes) {
    return new Options(
        createIfMissing,
        durability,
        syncBatchBytes,
        bytes,
        blockCacheBytes,
        blockBytes,
        filterBitsPerKey);
  }

  /** The same options with another {@link #blockCacheBytes}. */
  public Options withBlockCacheBytes(long bytes) {
    return new Options(
        createIfMissing,
        durability,
        syncBatchBytes,
        memTableBytesMax,
        bytes,
        blockBytes,
        filterBitsPerKey);
  }

  /** The same options with another {@link #blockBytes}. */
  public Options withBlockBytes(int bytes) {
    return new Options(
        createIfMissing,
        durability,
        syncBatchBytes,
        memTableBytesMax,
        blockCacheBytes,
        bytes,
        filterBitsPerKey);
  }

  /** The same options with another {@link #filterBitsPerKey}. */
  public Options withFilterBitsPerKey(int bits) {
    return new Options(
        createIfMissing,
        durability,
        syncBatchBytes,
        memTableBytesMax,
        blockCacheBytes,
        blockBytes,
        bits);
  }
}

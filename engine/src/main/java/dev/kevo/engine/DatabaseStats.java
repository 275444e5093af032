package dev.kevo.engine;

import java.util.List;

/**
 * Counters since open, and sizes of this moment.
 *
 * @param keyspaces one element per keyspace
 * @param walBytes bytes of all log files that a recovery would read
 * @param walSyncs syncs of the log
 * @param commits committed batches and transactions
 * @param flushes MemTables written to SSTables
 * @param compactions compactions installed
 * @param compactionBytesRead bytes of SSTables read by compactions
 * @param compactionBytesWritten bytes of SSTables written by compactions
 * @param blockCacheBytes bytes in the block cache
 * @param blockCacheHits blocks found there
 * @param blockCacheMisses blocks that had to be read
 * @param openSnapshots snapshots and transactions that pin old versions
 */
public record DatabaseStats(
    List<KeyspaceStats> keyspaces,
    long walBytes,
    long walSyncs,
    long commits,
    long flushes,
    long compactions,
    long compactionBytesRead,
    long compactionBytesWritten,
    long blockCacheBytes,
    long blockCacheHits,
    long blockCacheMisses,
    int openSnapshots) {

  /**
   * One keyspace.
   *
   * @param memTableBytes bytes in its MemTables, being flushed ones included
   * @param tablesPerLevel SSTables per level, level 0 first
   * @param bytesPerLevel their bytes
   */
  public record KeyspaceStats(
      String name, long memTableBytes, List<Integer> tablesPerLevel, List<Long> bytesPerLevel) {}
}

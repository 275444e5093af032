package dev.kevo.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Counters since open, and sizes of this moment. Each number is right by itself; two of them may be
 * a moment apart.
 *
 * @param keyspaces one element per keyspace, in the order of their creation
 * @param log the write-ahead log
 * @param commits what the commit queue did
 * @param flushes MemTables written to SSTables
 * @param compactions tables merged, moved and dropped
 * @param stalls what writers had to wait for
 * @param blockCache blocks of SSTables in memory
 * @param filters what bloom filters are good for
 * @param memory what is in memory
 * @param openTables SSTables whose file, index and filter are at hand
 * @param openSnapshots snapshots and transactions that pin old versions
 */
public record DatabaseStats(
    List<KeyspaceStats> keyspaces,
    LogStats log,
    CommitStats commits,
    FlushStats flushes,
    CompactionStats compactions,
    StallStats stalls,
    CacheStats blockCache,
    FilterStats filters,
    MemoryStats memory,
    int openTables,
    int openSnapshots) {

  /**
   * One keyspace.
   *
   * @param memTables its MemTables, those included that wait for their flush
   * @param levels one element per level, level 0 first
   * @param values its value files
   * @param rangeDeletes range deletes that some of its tables do not yet reflect
   * @param historyStart the earliest time that {@link Database#snapshotAt} reads it at; empty if it
   *     keeps no history
   */
  public record KeyspaceStats(
      String name,
      MemTableStats memTables,
      List<LevelStats> levels,
      ValueStats values,
      int rangeDeletes,
      Optional<Instant> historyStart) {}

  /**
   * A keyspace's value files ({@link KeyspaceOptions#largeValueBytes}).
   *
   * @param files how many there are
   * @param bytes their sizes
   * @param liveValues the values in them that tables refer to
   * @param liveBytes the bytes of these; the rest is garbage
   */
  public record ValueStats(int files, long bytes, long liveValues, long liveBytes) {}

  /**
   * A keyspace's entries in memory.
   *
   * @param bytes the memory they take, roughly
   * @param entries versions of keys, deletes included
   * @param waiting how many MemTables wait for their flush
   */
  public record MemTableStats(long bytes, long entries, int waiting) {}

  /**
   * A level of a keyspace.
   *
   * @param entries versions of keys, deletes included
   * @param deletes those that are deletes
   */
  public record LevelStats(int level, int tables, long bytes, long entries, long deletes) {}

  /**
   * The write-ahead log.
   *
   * @param bytes bytes of all segments that a recovery would read
   * @param syncs how often it was synced
   */
  public record LogStats(long bytes, long syncs) {}

  /**
   * The commit queue.
   *
   * @param count committed batches and transactions
   * @param refused those that were refused, mostly for a conflict
   * @param groups how many groups they were written in
   */
  public record CommitStats(long count, long refused, long groups) {}

  /**
   * Flushes.
   *
   * @param count how often MemTables were written
   * @param bytesWritten bytes of the tables and value files
   */
  public record FlushStats(long count, long bytesWritten) {}

  /**
   * Compactions.
   *
   * @param count merges installed
   * @param bytesRead bytes of the tables that were merged
   * @param bytesWritten bytes of the tables and value files that came of it
   * @param moves tables that changed their level without being rewritten
   * @param bytesMoved their bytes
   * @param tablesDropped tables that were deleted unread, for nobody saw their entries any more
   * @param running those that run at this moment
   */
  public record CompactionStats(
      long count,
      long bytesRead,
      long bytesWritten,
      long moves,
      long bytesMoved,
      long tablesDropped,
      List<RunningCompaction> running) {}

  /**
   * A compaction that runs.
   *
   * @param keyspace the keyspace's name
   * @param level where its upper tables lie
   * @param outputLevel where its result goes
   * @param tables the tables that it merges
   * @param bytes their size
   * @param runMillis since it began
   */
  public record RunningCompaction(
      String keyspace, int level, int outputLevel, int tables, long bytes, long runMillis) {}

  /**
   * What writers had to wait for.
   *
   * @param slowdowns how often a group was delayed because level 0 fills up
   * @param stops how often a group waited for a compaction or a flush
   * @param nanos the time that these took
   */
  public record StallStats(long slowdowns, long stops, long nanos) {}

  /**
   * A cache.
   *
   * @param bytes the memory it takes
   * @param hits how often something was found there, about
   * @param misses how often it had to be read, about
   */
  public record CacheStats(long bytes, long hits, long misses) {}

  /**
   * What {@link Options#memoryBytesMax} limits.
   *
   * @param memTableBytes all MemTables
   * @param blockBytes cached blocks
   * @param tableBytes indexes and filters of open tables
   * @param cursorBytes what open cursors hold, as they are charged for it
   */
  public record MemoryStats(
      long memTableBytes, long blockBytes, long tableBytes, long cursorBytes) {
    /** All of it. */
    public long bytes() {
      return memTableBytes + blockBytes + tableBytes + cursorBytes;
    }
  }

  /**
   * The bloom filters of all tables.
   *
   * @param skips lookups that a filter kept away from a table, about
   * @param falsePositives lookups that a filter let through to a table without the key, about
   */
  public record FilterStats(long skips, long falsePositives) {}
}

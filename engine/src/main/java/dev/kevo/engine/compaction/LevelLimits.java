package dev.kevo.engine.compaction;

/**
 * When a level is too large.
 *
 * @param levelZeroTables so many tables in level 0 call for a compaction
 * @param levelOneBytes bytes that level 1 may hold
 * @param growth how many times more each further level may hold
 * @param tableBytes size at which a compaction begins its next output table
 */
public record LevelLimits(int levelZeroTables, long levelOneBytes, int growth, long tableBytes) {
  /** How many flushed MemTables fit level 1. */
  private static final int MEM_TABLES_IN_LEVEL_ONE = 4;

  private static final long TABLE_BYTES_MIN = 1 << 20;

  public LevelLimits {
    if (levelZeroTables < 1 || levelOneBytes < 1 || growth < 2 || tableBytes < 1) {
      throw new IllegalArgumentException("level limits out of range");
    }
  }

  /** The limits that suit MemTables of a size. */
  public static LevelLimits of(long memTableBytesMax) {
    long tableBytes =
        Math.min(
            Math.max(TABLE_BYTES_MIN, memTableBytesMax), Long.MAX_VALUE / MEM_TABLES_IN_LEVEL_ONE);
    return new LevelLimits(4, MEM_TABLES_IN_LEVEL_ONE * tableBytes, 10, tableBytes);
  }

  /** Bytes that a level from 1 on may hold. */
  long bytesMax(int level) {
    double bytes = levelOneBytes;
    for (int i = 1; i < level; i++) {
      bytes *= growth;
    }
    return (long) bytes;
  }
}

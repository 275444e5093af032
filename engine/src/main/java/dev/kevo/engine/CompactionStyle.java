package dev.kevo.engine;

/** How a keyspace's tables are merged as they pile up. */
public enum CompactionStyle {
  /**
   * Levels, each ten times as large as the one above and free of overlaps. Reads ask few tables and
   * little space is lost to old versions; an entry is rewritten about ten times per level.
   */
  LEVELED,
  /**
   * Sorted runs of similar size are merged with each other, and all of them now and then. An entry
   * is rewritten a few times; reads ask more tables, and space up to twice the data is needed.
   */
  TIERED,
  /**
   * Nothing is merged. The oldest tables are deleted when all of them take more than {@link
   * KeyspaceOptions#fifoBytesMax}, with all that is in them: for data that may be lost by age, such
   * as logs. Deletes and new versions free no space before.
   */
  FIFO
}

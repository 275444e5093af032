package dev.kevo.sql.exec;

import dev.kevo.engine.Database;
import dev.kevo.engine.DatabaseStats;

/**
 * What the store has done so far, about: for all statements, those of others included.
 *
 * @param blocksRead blocks that were read from files
 * @param blocksCached blocks that were found in memory
 * @param filterHits tables that need not be read since their filters knew that a key is not there
 */
public record StoreCounts(long blocksRead, long blocksCached, long filterHits) {
  /** Nothing. */
  public static final StoreCounts NONE = new StoreCounts(0, 0, 0);

  /** The counts now of the store that a statement reads. */
  public static StoreCounts now(StatementContext context) {
    Database database = context.memory().database();
    if (database == null) {
      return NONE;
    }
    DatabaseStats stats = database.stats();
    return new StoreCounts(
        stats.blockCache().misses(), stats.blockCache().hits(), stats.filters().skips());
  }

  /** What was done since other counts. */
  public StoreCounts since(StoreCounts before) {
    return new StoreCounts(
        blocksRead - before.blocksRead,
        blocksCached - before.blocksCached,
        filterHits - before.filterHits);
  }

  /** Both together. */
  public StoreCounts plus(StoreCounts other) {
    return new StoreCounts(
        blocksRead + other.blocksRead,
        blocksCached + other.blocksCached,
        filterHits + other.filterHits);
  }

  @Override
  public String toString() {
    return "blocks read=" + blocksRead + ", cached=" + blocksCached + ", filter hits=" + filterHits;
  }
}

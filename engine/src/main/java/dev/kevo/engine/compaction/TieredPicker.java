package dev.kevo.engine.compaction;

import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.version.Version;
import java.util.List;
import java.util.Optional;

/**
 * Chooses what to merge in a tiered keyspace: a pure function of a version. Its sorted runs are the
 * tables of level 0 and, oldest of all, the whole of the last level.
 *
 * <p>Once there are enough tables in level 0: if together they are as large as the last level, all
 * goes there, and not more than half of the space is lost to old versions. Otherwise the newest
 * ones are merged as long as the next one is no larger than those before it together; and if that
 * is none, as many as bring the number down.
 *
 * <p>A load may be newer than entries that are still in memory and that it shares no key with. What
 * it is merged with would, by its sequence, count as newer than these, too: so it stays as it is
 * until they are flushed, or goes to the last level with everything.
 */
final class TieredPicker {
  private static final int LAST_LEVEL = Version.LEVELS - 1;

  private final int runsMax;

  TieredPicker(int runsMax) {
    this.runsMax = runsMax;
  }

  /**
   * @param oldestInMemory the oldest sequence that is still to be flushed
   */
  Optional<Compaction> pick(Version version, long oldestInMemory) {
    for (int level = 1; level < LAST_LEVEL; level++) {
      // Left from another style.
      if (!version.level(level).isEmpty()) {
        return CompactionPicker.wholeLevel(version, level);
      }
    }
    List<TableMeta> runs = version.level(0);
    int count = runs.size();
    if (count < runsMax) {
      return Optional.empty();
    }
    long bytes = version.levelBytes(0);
    long oldest = version.levelBytes(LAST_LEVEL);
    if (oldest == 0 ? bytes >= 2 * runs.get(count - 1).bytes() : bytes >= oldest) {
      return Optional.of(everything(version));
    }
    if (runs.get(0).maxSequence() > oldestInMemory) {
      return count < 2 * runsMax ? Optional.empty() : Optional.of(everything(version));
    }
    long merged = runs.get(0).bytes();
    int similar = 1;
    while (similar < count && runs.get(similar).bytes() <= merged) {
      merged += runs.get(similar).bytes();
      similar++;
    }
    int taken = Math.max(similar, Math.min(count, count - runsMax + 2));
    return Optional.of(new Compaction(0, runs.subList(0, taken), List.of(), 0));
  }

  /** All of level 0 into the last level; the levels between are empty. */
  static Compaction everything(Version version) {
    List<TableMeta> runs = version.level(0);
    return CompactionPicker.with(version, 0, runs, LAST_LEVEL);
  }
}

package dev.kevo.engine.compaction;

import dev.kevo.engine.key.RangeDelete;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.version.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Chooses what to compact: a pure function of a version.
 *
 * <p>The level that exceeds its limit most is the one. Level 0 goes down as a whole. Of another
 * level, the table goes that has the least to be merged with per byte of its own, so a table that
 * overlaps nothing is merely moved. When no level is full but many range deletes have piled up,
 * tables are rewritten where they are, without what those hide.
 */
public final class CompactionPicker {
  /** More range deletes than this are carried out even if no level is full. */
  static final int RANGE_DELETES_MAX = 32;

  private final LevelLimits limits;

  public CompactionPicker(LevelLimits limits) {
    this.limits = limits;
  }

  /**
   * The most urgent compaction, if any is due.
   *
   * @param oldestSnapshot what a reader at this sequence or later cannot see may be left out
   */
  public Optional<Compaction> pick(Version version, long oldestSnapshot) {
    Optional<Compaction> full = fullLevel(version);
    return full.isPresent() ? full : rewrite(version, oldestSnapshot);
  }

  /** Whether {@link #pick} finds something. */
  public boolean isDue(Version version, long oldestSnapshot) {
    return pick(version, oldestSnapshot).isPresent();
  }

  private Optional<Compaction> fullLevel(Version version) {
    int worst = -1;
    double worstScore = 1;
    for (int level = 0; level < Version.LEVELS - 1; level++) {
      double score = score(version, level);
      if (score >= worstScore && (worst < 0 || score > worstScore)) {
        worst = level;
        worstScore = score;
      }
    }
    return worst < 0 ? Optional.empty() : Optional.of(compactionOf(version, worst));
  }

  /**
   * When there are too many range deletes, the table that most of them wait for, to be rewritten
   * without what they hide.
   */
  private static Optional<Compaction> rewrite(Version version, long oldestSnapshot) {
    List<RangeDelete> deletes = version.rangeDeletes().deletes();
    if (deletes.size() <= RANGE_DELETES_MAX) {
      return Optional.empty();
    }
    Compaction found = null;
    int most = 0;
    for (int level = 0; level < Version.LEVELS; level++) {
      for (TableMeta table : version.level(level)) {
        int waiting = 0;
        for (RangeDelete delete : deletes) {
          if (delete.sequence() <= oldestSnapshot && RangeCleanUp.awaits(table, delete)) {
            waiting++;
          }
        }
        if (waiting > most) {
          most = waiting;
          found = new Compaction(level, List.of(table), List.of(), level);
        }
      }
    }
    return Optional.ofNullable(found);
  }

  /** A compaction of the whole of a level into the next one, if it holds any table. */
  public static Optional<Compaction> wholeLevel(Version version, int level) {
    List<TableMeta> upper = version.level(level);
    return upper.isEmpty() ? Optional.empty() : Optional.of(with(version, level, upper));
  }

  /** How full a level is; 1 is full. */
  public double score(Version version, int level) {
    return level == 0
        ? (double) version.level(0).size() / limits.levelZeroTables()
        : (double) version.levelBytes(level) / limits.bytesMax(level);
  }

  private static Compaction compactionOf(Version version, int level) {
    return with(version, level, level == 0 ? version.level(0) : List.of(cheapest(version, level)));
  }

  private static Compaction with(Version version, int level, List<TableMeta> upper) {
    byte[] smallest = upper.get(0).smallest();
    byte[] largest = upper.get(0).largest();
    for (TableMeta table : upper) {
      if (Arrays.compareUnsigned(table.smallest(), smallest) < 0) {
        smallest = table.smallest();
      }
      if (Arrays.compareUnsigned(table.largest(), largest) > 0) {
        largest = table.largest();
      }
    }
    return new Compaction(
        level, upper, version.overlapping(level + 1, smallest, largest), level + 1);
  }

  /** The table with the least bytes below it per byte of its own; the first one of several. */
  private static TableMeta cheapest(Version version, int level) {
    List<TableMeta> lower = version.level(level + 1);
    TableMeta cheapest = version.level(level).get(0);
    double leastCost = Double.POSITIVE_INFINITY;
    int firstOverlapping = 0;
    for (TableMeta table : version.level(level)) {
      while (firstOverlapping < lower.size()
          && Arrays.compareUnsigned(lower.get(firstOverlapping).largest(), table.smallest()) < 0) {
        firstOverlapping++;
      }
      long bytes = 0;
      for (int i = firstOverlapping;
          i < lower.size() && Arrays.compareUnsigned(lower.get(i).smallest(), table.largest()) <= 0;
          i++) {
        bytes += lower.get(i).bytes();
      }
      double cost = (double) bytes / table.bytes();
      if (cost < leastCost) {
        cheapest = table;
        leastCost = cost;
      }
    }
    return cheapest;
  }
}

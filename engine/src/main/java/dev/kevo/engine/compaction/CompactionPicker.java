package dev.kevo.engine.compaction;

import dev.kevo.engine.CompactionStyle;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.key.RangeDelete;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.version.Version;
import dev.kevo.engine.version.VersionSet.KeyspaceVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses what to compact: a pure function of a keyspace's version and style.
 *
 * <p>{@link CompactionStyle#LEVELED}: the level that exceeds its limit most is the one. Level 0
 * goes down as a whole. Of another level, the table goes that has the least to be merged with per
 * byte of its own, so a table that overlaps nothing is merely moved. When no level is full, tables
 * that are mostly deletes go. {@link CompactionStyle#TIERED}: see {@link TieredPicker}. In both,
 * when nothing else is due but many range deletes have piled up, tables are rewritten where they
 * are, without what those hide.
 */
public final class CompactionPicker {
  /** More range deletes than this are carried out even if no level is full. */
  static final int RANGE_DELETES_MAX = 32;

  private final LevelLimits limits;
  private final TieredPicker tiered;

  public CompactionPicker(LevelLimits limits) {
    this.limits = limits;
    this.tiered = new TieredPicker(limits.levelZeroTables());
  }

  /**
   * The most urgent compaction, if any is due.
   *
   * @param oldestSnapshot what a reader at this sequence or later cannot see may be left out
   * @param oldestInMemory the oldest sequence of the keyspace that is still to be flushed
   */
  public Optional<Compaction> pick(
      KeyspaceVersion keyspace, long oldestSnapshot, long oldestInMemory) {
    Version version = keyspace.version();
    return switch (keyspace.options().compactionStyle()) {
      case FIFO -> Optional.empty();
      case TIERED ->
          tiered.pick(version, oldestInMemory).or(() -> rewrite(version, oldestSnapshot));
      case LEVELED ->
          fullLevel(version)
              .or(() -> tombstones(version, oldestSnapshot))
              .or(() -> rewrite(version, oldestSnapshot));
    };
  }

  /** How urgent a keyspace's most urgent compaction is; from 1 on some level is too full. */
  public double score(KeyspaceVersion keyspace) {
    double worst = 0;
    if (keyspace.options().compactionStyle() != CompactionStyle.FIFO) {
      for (int level = 0; level < Version.LEVELS - 1; level++) {
        worst = Math.max(worst, score(keyspace.version(), level));
      }
    }
    return worst;
  }

  /**
   * A table of which at least half are deletes that everybody sees: merged with the next level or,
   * if that holds nothing of its keys, rewritten, so that the deletes go as far as they can.
   */
  private static Optional<Compaction> tombstones(Version version, long oldestSnapshot) {
    for (int level = 1; level < Version.LEVELS; level++) {
      for (TableMeta table : version.level(level)) {
        if (2 * table.deletes() >= table.entries() && table.maxSequence() <= oldestSnapshot) {
          return Optional.of(withoutDeletes(version, level, table));
        }
      }
    }
    return Optional.empty();
  }

  private static Compaction withoutDeletes(Version version, int level, TableMeta table) {
    for (int below = level + 1; below < Version.LEVELS; below++) {
      if (!version.overlapping(below, table.smallest(), table.largest()).isEmpty()) {
        return with(version, level, List.of(table), level + 1);
      }
    }
    return new Compaction(level, List.of(table), List.of(), level);
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
    List<RangeDelete> deletes = version.pendingDeletes();
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

  /**
   * The next step of bringing all keys of a range together, without deletes and old versions that
   * nobody sees; nothing if that is as far as it goes.
   *
   * @param fromLevel levels above were brought down already
   * @param done the files that earlier steps made: they need no rewriting
   */
  public static Optional<Compaction> pickRange(
      KeyspaceVersion keyspace, KeyRange range, int fromLevel, Set<Long> done) {
    Version version = keyspace.version();
    CompactionStyle style = keyspace.options().compactionStyle();
    int deepest = -1;
    for (int level = 0; level < Version.LEVELS; level++) {
      deepest = meeting(version, level, range).isEmpty() ? deepest : level;
    }
    if (deepest < 0 || style == CompactionStyle.FIFO) {
      return Optional.empty();
    }
    int target = style == CompactionStyle.TIERED ? Version.LEVELS - 1 : Math.max(1, deepest);
    for (int level = fromLevel; level < target; level++) {
      List<TableMeta> upper = meeting(version, level, range);
      if (!upper.isEmpty()) {
        // Level 0 as a whole: what is older must not stay above what is newer.
        List<TableMeta> taken = level == 0 ? version.level(0) : upper;
        boolean jumps = style == CompactionStyle.TIERED && level == 0 && isEmptyBetween(version);
        return Optional.of(with(version, level, taken, jumps ? target : level + 1));
      }
    }
    return meeting(version, target, range).stream()
        .filter(table -> !done.contains(table.fileNumber()))
        .findFirst()
        .map(table -> new Compaction(target, List.of(table), List.of(), target));
  }

  private static boolean isEmptyBetween(Version version) {
    for (int level = 1; level < Version.LEVELS - 1; level++) {
      if (!version.level(level).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static List<TableMeta> meeting(Version version, int level, KeyRange range) {
    byte[] start = range.start();
    byte[] end = range.end();
    return version.level(level).stream()
        .filter(t -> start == null || Arrays.compareUnsigned(t.largest(), start) >= 0)
        .filter(t -> end == null || Arrays.compareUnsigned(t.smallest(), end) < 0)
        .toList();
  }

  /** A compaction of the whole of a level into the next one, if it holds any table. */
  public static Optional<Compaction> wholeLevel(Version version, int level) {
    List<TableMeta> upper = version.level(level);
    return upper.isEmpty() ? Optional.empty() : Optional.of(with(version, level, upper, level + 1));
  }

  /** How full a level is; 1 is full. */
  private double score(Version version, int level) {
    return level == 0
        ? (double) version.level(0).size() / limits.levelZeroTables()
        : (double) version.levelBytes(level) / limits.bytesMax(level);
  }

  private static Compaction compactionOf(Version version, int level) {
    List<TableMeta> upper = level == 0 ? version.level(0) : List.of(cheapest(version, level));
    return with(version, level, upper, level + 1);
  }

  /** A compaction of some tables into a level, with those there that they overlap. */
  static Compaction with(Version version, int level, List<TableMeta> upper, int outputLevel) {
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
        level, upper, version.overlapping(outputLevel, smallest, largest), outputLevel);
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

package dev.kevo.engine.compaction;

import dev.kevo.engine.Slice;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.version.Version;
import java.util.Arrays;
import java.util.List;

/**
 * Which entries a merge leaves out, asked once for each entry in their order.
 *
 * <p>A version is kept if it is its key's newest in the merge, or if some snapshot lies at or above
 * it and below the next newer version. A delete is left out if it is seen by everybody (no snapshot
 * is older) and no level below the output holds its key: then nothing is left that it could hide.
 * Readers that begin later see the newest version of every key that is merged, so only the
 * snapshots that exist now count.
 */
final class DropRule {
  private final long[] snapshots;
  private final Version version;
  private final int outputLevel;

  private final Slice lastKey = new Slice();
  private long newerSequence;
  private boolean first = true;

  /**
   * @param snapshots the sequences of all live snapshots, in any order
   * @param version the version that the output will be part of
   * @param outputLevel where the output goes; -1 if every table of the version lies below it
   */
  DropRule(long[] snapshots, Version version, int outputLevel) {
    this.snapshots = snapshots.clone();
    Arrays.sort(this.snapshots);
    this.version = version;
    this.outputLevel = outputLevel;
  }

  /** Whether the next entry stays. The key's bytes must not change while the rule is used. */
  boolean keeps(Slice key, long sequence, boolean delete) {
    boolean newest = first || !lastKey.equals(key);
    boolean seen = newest || snapshotIn(sequence, newerSequence);
    first = false;
    lastKey.set(key);
    newerSequence = sequence;
    return seen && !(delete && isSeenByAll(sequence) && liesNowhereBelow(key));
  }

  /** Whether a snapshot lies at or above {@code from} and below {@code to}. */
  private boolean snapshotIn(long from, long to) {
    int index = Arrays.binarySearch(snapshots, from);
    int place = index >= 0 ? index : -index - 1;
    return place < snapshots.length && snapshots[place] < to;
  }

  private boolean isSeenByAll(long sequence) {
    return snapshots.length == 0 || sequence <= snapshots[0];
  }

  private boolean liesNowhereBelow(Slice key) {
    for (int level = outputLevel + 1; level < Version.LEVELS; level++) {
      List<TableMeta> tables = version.level(level);
      if (level == 0 ? anyCovers(tables, key) : oneCovers(tables, key)) {
        return false;
      }
    }
    return true;
  }

  private static boolean anyCovers(List<TableMeta> tables, Slice key) {
    for (TableMeta table : tables) {
      if (key.compareTo(table.smallest()) >= 0 && key.compareTo(table.largest()) <= 0) {
        return true;
      }
    }
    return false;
  }

  /** As above, for tables in the order of their keys. */
  private static boolean oneCovers(List<TableMeta> tables, Slice key) {
    int low = 0;
    int high = tables.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (key.compareTo(tables.get(middle).largest()) > 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < tables.size() && key.compareTo(tables.get(low).smallest()) >= 0;
  }
}

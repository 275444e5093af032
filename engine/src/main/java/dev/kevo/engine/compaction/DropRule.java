package dev.kevo.engine.compaction;

import dev.kevo.engine.Slice;
import dev.kevo.engine.key.RangeDeletes;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.version.Version;
import java.util.List;

/**
 * Which entries a merge leaves out, asked once for each entry in their order.
 *
 * <p>A version is kept if it is its key's newest in the merge, or if some of the {@link Readers} is
 * at or above it and below the next newer version. A delete is left out if it is seen by everybody
 * (no reader is older) and no level below the output holds its key: then nothing is left that it
 * could hide. An entry that a newer range delete covers ends where that delete begins, as if by a
 * newer version. Readers that begin later see the newest version of every key that is merged, so
 * only those that there are now count.
 */
final class DropRule {
  private final Readers readers;
  private final RangeDeletes rangeDeletes;
  private final List<TableMeta> older;
  private final Version version;
  private final int outputLevel;

  private final Slice lastKey = new Slice();
  private long newerSequence;
  private boolean first = true;

  /**
   * @param readers what they see stays
   * @param rangeDeletes those that the output shall reflect
   * @param version the version that the output will be part of
   * @param outputLevel where the output goes; the levels below it are older
   * @param older the tables of level 0 that are older, too
   */
  DropRule(
      Readers readers,
      RangeDeletes rangeDeletes,
      Version version,
      int outputLevel,
      List<TableMeta> older) {
    this.older = older;
    this.readers = readers;
    this.rangeDeletes = rangeDeletes;
    this.version = version;
    this.outputLevel = outputLevel;
  }

  /** Whether the next entry stays. The key's bytes must not change while the rule is used. */
  boolean keeps(Slice key, long sequence, boolean delete) {
    boolean newest = first || !lastKey.equals(key);
    long hiddenFrom = newest ? Long.MAX_VALUE : newerSequence;
    if (!rangeDeletes.isEmpty()) {
      hiddenFrom = Math.min(hiddenFrom, rangeDeletes.oldestAbove(key, sequence));
    }
    boolean seen = hiddenFrom == Long.MAX_VALUE || readers.anyIn(sequence, hiddenFrom);
    first = false;
    lastKey.set(key);
    newerSequence = sequence;
    return seen && !(delete && sequence <= readers.oldest() && liesNowhereBelow(key));
  }

  /**
   * The sequence up to which the output reflects all range deletes.
   *
   * @param newestDelete the newest of the committed ones that this rule was made with
   */
  long cleanSequence(long newestDelete) {
    return Math.min(newestDelete, readers.oldest());
  }

  private boolean liesNowhereBelow(Slice key) {
    if (anyCovers(older, key)) {
      return false;
    }
    for (int level = outputLevel + 1; level < Version.LEVELS; level++) {
      if (oneCovers(version.level(level), key)) {
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

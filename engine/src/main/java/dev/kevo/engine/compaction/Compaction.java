package dev.kevo.engine.compaction;

import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.version.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tables to be merged: some of a level with those of the output level whose keys they share.
 *
 * @param level where the upper tables lie
 * @param upper tables of the level; all of level 0, newest first, or some of another, by key
 * @param lower the tables of the output level that overlap them, by key
 * @param outputLevel the level that the result belongs to; the same one to rewrite tables in place
 */
public record Compaction(int level, List<TableMeta> upper, List<TableMeta> lower, int outputLevel) {
  public Compaction {
    upper = List.copyOf(upper);
    lower = List.copyOf(lower);
  }

  /** Upper and lower tables. */
  public List<TableMeta> inputs() {
    List<TableMeta> inputs = new ArrayList<>(upper);
    inputs.addAll(lower);
    return inputs;
  }

  /** Whether the upper tables can change their level as they are, without being rewritten. */
  public boolean isMove() {
    if (!lower.isEmpty() || outputLevel == level) {
      return false;
    }
    for (int i = 0; i < upper.size(); i++) {
      for (int j = i + 1; j < upper.size(); j++) {
        if (upper.get(i).overlaps(upper.get(j).smallest(), upper.get(j).largest())) {
          return false;
        }
      }
    }
    return true;
  }

  /** The tables of level 0 that stay there and are older than what comes out in that level. */
  List<TableMeta> olderInLevelZero(Version version) {
    if (outputLevel > 0) {
      return List.of();
    }
    List<TableMeta> tables = version.level(0);
    return tables.subList(tables.indexOf(upper.get(upper.size() - 1)) + 1, tables.size());
  }

  /** The smallest key of all inputs. */
  public byte[] first() {
    byte[] first = upper.get(0).smallest();
    for (TableMeta table : inputs()) {
      first = Arrays.compareUnsigned(table.smallest(), first) < 0 ? table.smallest() : first;
    }
    return first;
  }

  /** The largest key of all inputs. */
  public byte[] last() {
    byte[] last = upper.get(0).largest();
    for (TableMeta table : inputs()) {
      last = Arrays.compareUnsigned(table.largest(), last) > 0 ? table.largest() : last;
    }
    return last;
  }

  /** The bytes of all inputs. */
  public long inputBytes() {
    long bytes = 0;
    for (TableMeta table : inputs()) {
      bytes += table.bytes();
    }
    return bytes;
  }
}

package dev.kevo.engine.compaction;

import dev.kevo.engine.sstable.TableMeta;
import java.util.ArrayList;
import java.util.List;

/**
 * Tables of a level to be merged with those of the next level whose keys they share.
 *
 * @param level where the upper tables lie
 * @param upper tables of the level; all of level 0, newest first, or some of another, by key
 * @param lower the tables of the next level that overlap them, by key
 */
public record Compaction(int level, List<TableMeta> upper, List<TableMeta> lower) {
  public Compaction {
    upper = List.copyOf(upper);
    lower = List.copyOf(lower);
  }

  /** The level that the result belongs to. */
  public int outputLevel() {
    return level + 1;
  }

  /** Upper and lower tables. */
  public List<TableMeta> inputs() {
    List<TableMeta> inputs = new ArrayList<>(upper);
    inputs.addAll(lower);
    return inputs;
  }

  /** Whether the upper tables can change their level as they are, without being rewritten. */
  public boolean isMove() {
    if (!lower.isEmpty()) {
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

  /** The bytes of all inputs. */
  public long inputBytes() {
    long bytes = 0;
    for (TableMeta table : inputs()) {
      bytes += table.bytes();
    }
    return bytes;
  }
}

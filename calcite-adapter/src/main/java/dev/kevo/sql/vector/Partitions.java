package dev.kevo.sql.vector;

import dev.kevo.sql.exec.WorkMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows in several files, those with equal keys in the same one, so that each file can be worked on
 * by itself. Files of files take other bits of the keys' hashes.
 */
final class Partitions {
  /** How often rows can be parted before it is clear that their keys are all the same. */
  static final int DEPTH_MAX = 6;

  private static final int BITS = 4;

  private final List<SpilledRows> parts = new ArrayList<>();
  private final int shift;

  Partitions(List<VectorType> types, WorkMemory memory, int depth) {
    if (depth > DEPTH_MAX) {
      throw memory.exceeded();
    }
    this.shift = Integer.SIZE - BITS * (depth + 1);
    for (int i = 0; i < 1 << BITS; i++) {
      parts.add(new SpilledRows(types, memory.file()));
    }
  }

  /** Writes a row to the file of its key. */
  void add(Vector[] row, Vector[] key, int position) {
    int hash = KeyTable.hash(key, position);
    parts.get((hash >>> shift) & ((1 << BITS) - 1)).add(row, position);
  }

  int count() {
    return parts.size();
  }

  SpilledRows part(int index) {
    return parts.get(index);
  }
}

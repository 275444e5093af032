package dev.kevo.sql.vector;

import java.util.List;

/** How many rows the next batch gets: few at first, so that a short result costs little memory. */
final class BatchSizes {
  private static final int FIRST = 32;

  private int size = FIRST / 4;

  int next() {
    size = Math.min(Batch.ROWS_MAX, size * 4);
    return size;
  }

  /** Vectors with room for so many rows, the same as before if they have it. */
  Vector[] vectors(Vector[] before, List<VectorType> types, int capacity) {
    if (before.length != types.size() || (capacity > 0 && isTooSmall(before, capacity))) {
      return types.stream().map(type -> Vector.create(type, capacity)).toArray(Vector[]::new);
    }
    for (Vector vector : before) {
      vector.clearNulls();
    }
    return before;
  }

  private static boolean isTooSmall(Vector[] vectors, int capacity) {
    return vectors.length > 0 && vectors[0].capacity() < capacity;
  }
}

package dev.kevo.sql.vector;

import java.util.Arrays;

/** Counts rows, or values that are not NULL. */
final class CountAccumulator implements Accumulator {
  private final VectorType type;
  private final boolean ofValues;
  private long[] counts = new long[1];

  CountAccumulator(VectorType type, boolean ofValues) {
    this.type = type;
    this.ofValues = ofValues;
  }

  @Override
  public void grow(int groups) {
    if (groups > counts.length) {
      counts = Arrays.copyOf(counts, Math.max(groups, 2 * counts.length));
    }
  }

  @Override
  public void add(Vector[] arguments, int[] positions, int count, int[] groupOf) {
    count(arguments, positions, count, groupOf, 1);
  }

  @Override
  public boolean removes() {
    return true;
  }

  @Override
  public void remove(Vector[] arguments, int[] positions, int count, int[] groupOf) {
    count(arguments, positions, count, groupOf, -1);
  }

  private void count(Vector[] arguments, int[] positions, int count, int[] groupOf, int step) {
    boolean[] nulls = ofValues ? arguments[0].nulls() : null;
    for (int k = 0; k < count; k++) {
      if (nulls == null || !nulls[positions[k]]) {
        counts[groupOf[k]] += step;
      }
    }
  }

  @Override
  public Vector finish(int groups) {
    LongVector result = (LongVector) Vector.create(type, groups);
    System.arraycopy(counts, 0, result.values(), 0, groups);
    return result;
  }
}

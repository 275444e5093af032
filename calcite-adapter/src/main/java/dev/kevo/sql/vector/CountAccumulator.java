package dev.kevo.sql.vector;

import java.util.Arrays;

/** Counts rows, of which no argument is NULL. */
final class CountAccumulator implements Accumulator {
  private final VectorType type;
  private long[] counts = new long[1];

  CountAccumulator(VectorType type) {
    this.type = type;
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
    boolean never = true;
    for (Vector argument : arguments) {
      never &= argument.nulls() == null;
    }
    if (never && counts.length == 1) {
      counts[0] += (long) step * count;
      return;
    }
    for (int k = 0; k < count; k++) {
      if (never || !hasNull(arguments, positions[k])) {
        counts[groupOf[k]] += step;
      }
    }
  }

  private static boolean hasNull(Vector[] arguments, int position) {
    for (Vector argument : arguments) {
      if (argument.isNull(position)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Vector finish(int groups) {
    LongVector result = (LongVector) Vector.create(type, groups);
    System.arraycopy(counts, 0, result.values(), 0, groups);
    return result;
  }
}

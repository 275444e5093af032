package dev.kevo.sql.vector;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Adds approximate numbers. */
final class DoubleSumAccumulator implements Accumulator {
  private final VectorType type;
  private final boolean zeroOfNothing;
  private double[] sums = new double[1];
  private boolean[] any = new boolean[1];

  DoubleSumAccumulator(VectorType type, boolean zeroOfNothing) {
    this.type = type;
    this.zeroOfNothing = zeroOfNothing;
  }

  @Override
  public void grow(int groups) {
    if (groups > sums.length) {
      int length = Math.max(groups, 2 * sums.length);
      sums = Arrays.copyOf(sums, length);
      any = Arrays.copyOf(any, length);
    }
  }

  @Override
  public void add(Vector[] arguments, int[] positions, int count, int[] groupOf) {
    if (!(arguments[0] instanceof DoubleVector numbers)) {
      throw new AssertionError("a sum of " + arguments[0]);
    }
    double[] values = numbers.values();
    boolean[] nulls = numbers.nulls();
    if (sums.length == 1) {
      addToOne(values, nulls, positions, count);
      return;
    }
    for (int k = 0; k < count; k++) {
      int i = positions[k];
      if (nulls == null || !nulls[i]) {
        sums[groupOf[k]] += values[i];
        any[groupOf[k]] = true;
      }
    }
  }

  private void addToOne(double[] values, boolean @Nullable [] nulls, int[] positions, int count) {
    double sum = sums[0];
    boolean some = any[0];
    for (int k = 0; k < count; k++) {
      int i = positions[k];
      if (nulls == null || !nulls[i]) {
        sum += values[i];
        some = true;
      }
    }
    sums[0] = sum;
    any[0] = some;
  }

  @Override
  public Vector finish(int groups) {
    DoubleVector result = (DoubleVector) Vector.create(type, groups);
    for (int g = 0; g < groups; g++) {
      if (any[g] || zeroOfNothing) {
        result.values()[g] = sums[g];
      } else {
        result.setNull(g);
      }
    }
    return result;
  }
}

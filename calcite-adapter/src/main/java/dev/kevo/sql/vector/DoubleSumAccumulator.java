package dev.kevo.sql.vector;

import java.util.Arrays;

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
    for (int k = 0; k < count; k++) {
      int i = positions[k];
      if (!numbers.isNull(i)) {
        sums[groupOf[k]] += numbers.values()[i];
        any[groupOf[k]] = true;
      }
    }
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

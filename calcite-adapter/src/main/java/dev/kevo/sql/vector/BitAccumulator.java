package dev.kevo.sql.vector;

import java.util.Arrays;

/** Combines the bits of integers. */
final class BitAccumulator implements Accumulator {
  private final Aggregate.Function function;
  private final VectorType type;
  private long[] bits = new long[1];
  private boolean[] any = new boolean[1];

  BitAccumulator(Aggregate.Function function, VectorType type) {
    this.function = function;
    this.type = type;
  }

  @Override
  public void grow(int groups) {
    if (groups > bits.length) {
      int length = Math.max(groups, 2 * bits.length);
      bits = Arrays.copyOf(bits, length);
      any = Arrays.copyOf(any, length);
    }
  }

  @Override
  public void add(Vector[] arguments, int[] positions, int count, int[] groupOf) {
    LongVector numbers = (LongVector) arguments[0];
    for (int k = 0; k < count; k++) {
      int i = positions[k];
      int group = groupOf[k];
      if (numbers.isNull(i)) {
        continue;
      }
      long value = numbers.values()[i];
      bits[group] = any[group] ? combined(bits[group], value) : value;
      any[group] = true;
    }
  }

  private long combined(long a, long b) {
    return switch (function) {
      case BIT_AND -> a & b;
      case BIT_OR -> a | b;
      default -> a ^ b;
    };
  }

  @Override
  public Vector finish(int groups) {
    LongVector result = (LongVector) Vector.create(type, groups);
    for (int g = 0; g < groups; g++) {
      if (any[g]) {
        result.values()[g] = bits[g];
      } else {
        result.setNull(g);
      }
    }
    return result;
  }
}

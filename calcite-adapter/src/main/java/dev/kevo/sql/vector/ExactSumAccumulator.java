package dev.kevo.sql.vector;

import dev.kevo.sql.exec.Comparing;
import dev.kevo.sql.exec.Decimals;
import dev.kevo.sql.types.SqlState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Adds integers and decimals: in longs for as long as they suffice. */
final class ExactSumAccumulator implements Accumulator {
  private final VectorType type;
  private final boolean zeroOfNothing;

  /** By group: the sum of unscaled numbers of the argument's scale. */
  private long[] sums = new long[1];

  /** By group: what did not fit the sum, or came as an object; null for nothing. */
  private @Nullable BigDecimal[] more = new BigDecimal[1];

  private boolean[] any = new boolean[1];
  private int scale;

  ExactSumAccumulator(VectorType type, boolean zeroOfNothing) {
    this.type = type;
    this.zeroOfNothing = zeroOfNothing;
  }

  @Override
  public void grow(int groups) {
    if (groups > sums.length) {
      int length = Math.max(groups, 2 * sums.length);
      sums = Arrays.copyOf(sums, length);
      more = Arrays.copyOf(more, length);
      any = Arrays.copyOf(any, length);
    }
  }

  @Override
  public void add(@Nullable Vector values, int[] positions, int count, int[] groupOf) {
    if (values instanceof LongVector numbers) {
      scale = numbers.type().scale();
      addLongs(numbers, positions, count, groupOf);
      return;
    }
    if (!(values instanceof ObjectVector objects)) {
      throw new AssertionError("a sum of " + values);
    }
    for (int k = 0; k < count; k++) {
      int i = positions[k];
      if (!objects.isNull(i)) {
        addMore(groupOf[k], Comparing.decimal((Number) objects.box(i)));
        any[groupOf[k]] = true;
      }
    }
  }

  private void addLongs(LongVector numbers, int[] positions, int count, int[] groupOf) {
    long[] values = numbers.values();
    for (int k = 0; k < count; k++) {
      int i = positions[k];
      if (numbers.isNull(i)) {
        continue;
      }
      int group = groupOf[k];
      long sum = sums[group] + values[i];
      if (((sums[group] ^ sum) & (values[i] ^ sum)) < 0) {
        addMore(group, BigDecimal.valueOf(sums[group], scale));
        sum = values[i];
      }
      sums[group] = sum;
      any[group] = true;
    }
  }

  private void addMore(int group, BigDecimal number) {
    BigDecimal known = more[group];
    more[group] = known == null ? number : known.add(number);
  }

  @Override
  public Vector finish(int groups) {
    Vector result = Vector.create(type, groups);
    for (int g = 0; g < groups; g++) {
      if (any[g] || zeroOfNothing) {
        put(result, g);
      } else {
        result.setNull(g);
      }
    }
    return result;
  }

  private void put(Vector result, int group) {
    BigDecimal known = more[group];
    if (known == null && result instanceof LongVector longs && type.scale() == scale) {
      longs.values()[group] = sums[group];
      return;
    }
    BigDecimal sum = BigDecimal.valueOf(sums[group], scale);
    sum = (known == null ? sum : known.add(sum)).setScale(type.scale(), RoundingMode.HALF_UP);
    if (!type.isInteger()) {
      Decimals.inRange(sum, type.scale());
    }
    try {
      result.set(group, type.lane() == Lane.LONG && type.isInteger() ? sum.longValueExact() : sum);
    } catch (ArithmeticException e) {
      throw SqlState.OUT_OF_RANGE.failure("the sum " + sum + " is out of range", e);
    }
  }
}

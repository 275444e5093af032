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

  /** By group: how many values were added that are not NULL. */
  private long[] counts = new long[1];

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
      counts = Arrays.copyOf(counts, length);
    }
  }

  @Override
  public void add(Vector[] arguments, int[] positions, int count, int[] groupOf) {
    Vector values = arguments[0];
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
        counts[groupOf[k]]++;
      }
    }
  }

  private void addLongs(LongVector numbers, int[] positions, int count, int[] groupOf) {
    long[] values = numbers.values();
    boolean[] nulls = numbers.nulls();
    for (int k = 0; k < count; k++) {
      int i = positions[k];
      if (nulls != null && nulls[i]) {
        continue;
      }
      int group = groupOf[k];
      addLong(group, values[i]);
      counts[group]++;
    }
  }

  @Override
  public boolean removes() {
    return true;
  }

  @Override
  public void remove(Vector[] arguments, int[] positions, int count, int[] groupOf) {
    Vector values = arguments[0];
    for (int k = 0; k < count; k++) {
      int i = positions[k];
      if (values.isNull(i)) {
        continue;
      }
      int group = groupOf[k];
      counts[group]--;
      if (values instanceof LongVector numbers && numbers.values()[i] != Long.MIN_VALUE) {
        addLong(group, -numbers.values()[i]);
      } else {
        addMore(group, Comparing.decimal((Number) values.box(i)).negate());
      }
    }
  }

  private void addLong(int group, long value) {
    long sum = sums[group] + value;
    if (((sums[group] ^ sum) & (value ^ sum)) < 0) {
      addMore(group, BigDecimal.valueOf(sums[group], scale));
      sum = value;
    }
    sums[group] = sum;
  }

  private void addMore(int group, BigDecimal number) {
    BigDecimal known = more[group];
    more[group] = known == null ? number : known.add(number);
  }

  @Override
  public Vector finish(int groups) {
    Vector result = Vector.create(type, groups);
    for (int g = 0; g < groups; g++) {
      if (counts[g] > 0 || zeroOfNothing) {
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

package dev.kevo.sql.exec;

import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.util.AbstractList;
import java.util.RandomAccess;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The values from one to another in equal steps, as GENERATE_SERIES gives them: a list that holds
 * none of them but computes each when it is asked for. Immutable and thread-safe.
 */
public final class Series extends AbstractList<Object> implements RandomAccess {
  private final Number start;
  private final ColumnType type;
  private final long step;
  private final boolean months;
  private final int size;

  private Series(Number start, ColumnType type, long step, boolean months, int size) {
    this.start = start;
    this.type = type;
    this.step = step;
    this.months = months;
    this.size = size;
  }

  /**
   * A series.
   *
   * @param type of the values: an integer, a date or a timestamp
   * @param step in numbers, days of a DATE, or what an interval holds
   * @param months whether the step is months
   */
  public static Series of(Number start, Number end, ColumnType type, long step, boolean months) {
    if (step == 0) {
      throw SqlState.INVALID_PARAMETER.failure("the step of a series cannot be zero");
    }
    Series endless = new Series(start, type, step, months, Integer.MAX_VALUE);
    if (!endless.reaches(0, end)) {
      return new Series(start, type, step, months, 0);
    }
    if (endless.reaches(Integer.MAX_VALUE, end)) {
      throw SqlState.LIMIT_EXCEEDED.failure(
          "a series has at most " + Integer.MAX_VALUE + " values");
    }
    int last = 0;
    int beyond = Integer.MAX_VALUE;
    while (beyond - last > 1) {
      int middle = last + (beyond - last) / 2;
      if (endless.reaches(middle, end)) {
        last = middle;
      } else {
        beyond = middle;
      }
    }
    return new Series(start, type, step, months, last + 1);
  }

  /** Whether the value of a number is not beyond the end. */
  private boolean reaches(int index, Number end) {
    long value;
    try {
      value = ((Number) value(index)).longValue();
    } catch (ArithmeticException | SqlStateException e) {
      return false;
    }
    return step > 0 ? value <= end.longValue() : value >= end.longValue();
  }

  private Object value(int index) {
    long distance = Math.multiplyExact(step, (long) index);
    if (SqlTypeName.INT_TYPES.contains(type.typeName())) {
      long value = Math.addExact(start.longValue(), distance);
      return type.typeName() == SqlTypeName.BIGINT
          ? (Object) value
          : (Object) Math.toIntExact(value);
    }
    return DateTimeMath.plus(start, type, distance, months, type);
  }

  @Override
  public Object get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    return value(index);
  }

  @Override
  public int size() {
    return size;
  }
}

package dev.kevo.sql.exec;

import dev.kevo.sql.types.ColumnType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Where a value lies among the values that a key column can hold, so that {@code int_column < 3.5}
 * becomes the right bound.
 *
 * @param place how it fits
 * @param value the value itself, or the greatest one below it if it lies between two
 */
record KeyFit(Place place, @Nullable Object value) {
  /** How a value fits. */
  enum Place {
    /** The column can hold it. */
    EXACT,
    /** It lies between two values of the column. */
    BETWEEN,
    /** Every value of the column is greater. */
    BELOW,
    /** Every value of the column is less. */
    ABOVE,
    /** It is NULL or NaN: it equals nothing. */
    NULL
  }

  private static final KeyFit NULL_FIT = new KeyFit(Place.NULL, null);
  private static final KeyFit BELOW_FIT = new KeyFit(Place.BELOW, null);
  private static final KeyFit ABOVE_FIT = new KeyFit(Place.ABOVE, null);

  static KeyFit of(@Nullable Object value, ColumnType type) {
    if (value == null || Comparing.isNaN(value)) {
      return NULL_FIT;
    }
    return switch (type.typeName()) {
      case TINYINT -> integer(value, Byte.MIN_VALUE, Byte.MAX_VALUE, type);
      case SMALLINT -> integer(value, Short.MIN_VALUE, Short.MAX_VALUE, type);
      case INTEGER -> integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE, type);
      case BIGINT -> integer(value, Long.MIN_VALUE, Long.MAX_VALUE, type);
      case DECIMAL -> decimal((Number) value, type);
      case REAL -> real(((Number) value).doubleValue());
      case FLOAT, DOUBLE -> new KeyFit(Place.EXACT, ((Number) value).doubleValue());
      default -> new KeyFit(Place.EXACT, value);
    };
  }

  private static KeyFit integer(Object value, long min, long max, ColumnType type) {
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      long number = ((Number) value).longValue();
      if (number < min) {
        return BELOW_FIT;
      }
      if (number > max) {
        return ABOVE_FIT;
      }
      boolean asItIs = value instanceof Long && type.typeName() == SqlTypeName.BIGINT;
      return new KeyFit(Place.EXACT, asItIs ? value : boxed(number, type));
    }
    if (value instanceof Double number && !Double.isFinite(number)) {
      return number < 0 ? BELOW_FIT : ABOVE_FIT;
    }
    BigDecimal number = bigDecimal((Number) value);
    BigDecimal floor = number.setScale(0, RoundingMode.FLOOR);
    if (floor.compareTo(BigDecimal.valueOf(min)) < 0) {
      return BELOW_FIT;
    }
    if (floor.compareTo(BigDecimal.valueOf(max)) > 0) {
      return ABOVE_FIT;
    }
    Place place = floor.compareTo(number) == 0 ? Place.EXACT : Place.BETWEEN;
    return new KeyFit(place, boxed(floor.longValue(), type));
  }

  private static Object boxed(long number, ColumnType type) {
    return switch (type.typeName()) {
      case TINYINT -> (byte) number;
      case SMALLINT -> (short) number;
      case INTEGER -> (int) number;
      default -> number;
    };
  }

  private static KeyFit decimal(Number value, ColumnType type) {
    if (value instanceof Double number && !Double.isFinite(number)) {
      return number < 0 ? BELOW_FIT : ABOVE_FIT;
    }
    BigDecimal number = bigDecimal(value);
    BigDecimal floor = number.setScale(type.scale(), RoundingMode.FLOOR);
    if (floor.precision() > type.precision()) {
      return floor.signum() < 0 ? BELOW_FIT : ABOVE_FIT;
    }
    return new KeyFit(floor.compareTo(number) == 0 ? Place.EXACT : Place.BETWEEN, floor);
  }

  private static KeyFit real(double value) {
    float nearest = (float) value;
    if (Double.compare(nearest, value) == 0) {
      return new KeyFit(Place.EXACT, nearest);
    }
    return new KeyFit(Place.BETWEEN, nearest > value ? Math.nextDown(nearest) : nearest);
  }

  private static BigDecimal bigDecimal(Number value) {
    if (value instanceof BigDecimal number) {
      return number;
    }
    return value instanceof Double || value instanceof Float
        ? new BigDecimal(value.doubleValue())
        : BigDecimal.valueOf(value.longValue());
  }
}

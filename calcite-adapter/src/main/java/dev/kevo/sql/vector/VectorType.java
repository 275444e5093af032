package dev.kevo.sql.vector;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The type of a vector's values, as far as execution needs it.
 *
 * @param name the SQL type
 * @param scale the digits after the point of a DECIMAL, else 0
 * @param lane how vectors keep values of this type
 */
public record VectorType(SqlTypeName name, int scale, Lane lane) {
  /** Digits of a DECIMAL whose unscaled values always fit a long. */
  private static final int LONG_DIGITS_MAX = 18;

  /** What conditions are. */
  public static final VectorType BOOLEAN = new VectorType(SqlTypeName.BOOLEAN, 0, Lane.LONG);

  /** The vector type of an expression's type. */
  public static VectorType of(RelDataType type) {
    SqlTypeName name = type.getSqlTypeName();
    return switch (name) {
      case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT -> new VectorType(name, 0, Lane.LONG);
      case DATE, TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          new VectorType(name, 0, Lane.LONG);
      case DECIMAL ->
          new VectorType(
              name,
              type.getScale(),
              type.getPrecision() <= LONG_DIGITS_MAX ? Lane.LONG : Lane.OBJECT);
      case REAL, FLOAT, DOUBLE -> new VectorType(name, 0, Lane.DOUBLE);
      case CHAR, VARCHAR, BINARY, VARBINARY, UUID -> new VectorType(name, 0, Lane.BYTES);
      default -> new VectorType(name, 0, Lane.OBJECT);
    };
  }

  /** The type of the same decimals as longs, which hold those of few digits. */
  VectorType compact() {
    return new VectorType(name, scale, Lane.LONG);
  }

  /** Whether values are integers, exact numbers without fraction. */
  public boolean isInteger() {
    return SqlTypeName.INT_TYPES.contains(name);
  }

  /** Whether values are integers or decimals. */
  public boolean isExact() {
    return SqlTypeName.EXACT_TYPES.contains(name);
  }

  /** Whether values are character strings. */
  public boolean isText() {
    return name == SqlTypeName.CHAR || name == SqlTypeName.VARCHAR;
  }

  /** The executor's object for a value of a LONG vector. */
  public Object box(long value) {
    return switch (name) {
      case BOOLEAN -> value != 0;
      case TINYINT -> (byte) value;
      case SMALLINT -> (short) value;
      case INTEGER, DATE -> (int) value;
      case DECIMAL -> BigDecimal.valueOf(value, scale);
      default -> value;
    };
  }

  /** The executor's object for a value of a DOUBLE vector. */
  Object box(double value) {
    if (name == SqlTypeName.REAL) {
      return (float) value;
    }
    return value;
  }

  /** The executor's object for a value of a BYTES vector. */
  Object box(byte[] array, int offset, int length) {
    if (isText()) {
      return new String(array, offset, length, StandardCharsets.UTF_8);
    }
    byte[] copy = new byte[length];
    System.arraycopy(array, offset, copy, 0, length);
    return new ByteString(copy);
  }

  /** The number in a LONG vector for an object of the executor. */
  long unboxLong(Object value) {
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    if (value instanceof BigDecimal number) {
      return number.setScale(scale, RoundingMode.HALF_UP).unscaledValue().longValueExact();
    }
    long number = ((Number) value).longValue();
    return name == SqlTypeName.DECIMAL
        ? BigDecimal.valueOf(number).setScale(scale).unscaledValue().longValueExact()
        : number;
  }

  /** The bytes in a BYTES vector for an object of the executor. */
  static byte[] unboxBytes(Object value) {
    if (value instanceof String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    return value instanceof ByteString bytes ? bytes.getBytes() : (byte[]) value;
  }
}

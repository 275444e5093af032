package dev.kevo.sql.types;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Makes Java values the values of columns: the right class, in range, not too long.
 *
 * <p>Nothing is lost silently: fractional digits beyond a DECIMAL's scale are rounded half up and
 * those of a number for an integer column too, as SQL's assignment does; everything else that does
 * not fit is refused. Only trailing spaces are cut from a text that is too long, and fractions of a
 * second that the column has no digits for.
 */
public final class ColumnValues {
  private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  private ColumnValues() {}

  /**
   * Converts a value to a column's type, in the representation that Calcite's executor uses: that
   * of SqlResult, but ByteString for binary types.
   *
   * @param value null; or in this type's representation; or a Number, String, Boolean, Character,
   *     UUID, java.time, java.sql or java.util date, Duration, Period, byte[], java.sql Blob or
   *     Clob, List of such values
   * @param column the column's or parameter's name, for messages
   * @throws SqlStateException 22001 too long, 22003 out of range, 22007 no datetime, 22018 no such
   *     value, 23502 NULL where it is not allowed
   */
  public static @Nullable Object convert(@Nullable Object value, ColumnType type, String column) {
    if (value == null) {
      if (!type.nullable()) {
        throw SqlState.NULL_NOT_ALLOWED.failure("column " + column + " does not allow NULL");
      }
      return null;
    }
    return switch (type.typeName()) {
      case BOOLEAN -> toBoolean(value, column);
      case TINYINT -> (byte) toLong(value, type, column, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SMALLINT -> (short) toLong(value, type, column, Short.MIN_VALUE, Short.MAX_VALUE);
      case INTEGER ->
          value instanceof Integer
              ? value
              : (Object) (int) toLong(value, type, column, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case BIGINT ->
          value instanceof Long
              ? value
              : (Object) toLong(value, type, column, Long.MIN_VALUE, Long.MAX_VALUE);
      case DECIMAL -> toDecimal(value, type, column);
      case REAL -> toFloat(value, type, column);
      case FLOAT, DOUBLE -> toDouble(value, type, column);
      case CHAR, VARCHAR -> toText(value, type, column);
      case BINARY, VARBINARY -> toBytes(value, type, column);
      case DATE -> DateTimes.toDate(value, column);
      case TIME -> DateTimes.toTime(value, type.precision(), column);
      case TIMESTAMP -> DateTimes.toTimestamp(value, type.precision(), column);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> DateTimes.toInstant(value, type.precision(), column);
      case UUID -> Uuids.convert(value, column);
      case ARRAY -> toArray(value, type, column);
      default -> Intervals.convert(value, type, column);
    };
  }

  private static List<@Nullable Object> toArray(Object value, ColumnType type, String column) {
    ColumnType element = type.element();
    if (!(value instanceof List<?> list) || element == null) {
      throw invalid(value, type.sqlName(), column);
    }
    List<@Nullable Object> elements = new ArrayList<>(list.size());
    for (Object each : list) {
      elements.add(convert(each, element, column));
    }
    return elements;
  }

  private static Boolean toBoolean(Object value, String column) {
    if (value instanceof Boolean bool) {
      return bool;
    }
    if (value instanceof Number number) {
      return number.doubleValue() != 0;
    }
    if (value instanceof String text) {
      return switch (text.strip().toUpperCase(Locale.ROOT)) {
        case "TRUE", "T", "YES", "Y", "ON", "1" -> true;
        case "FALSE", "F", "NO", "N", "OFF", "0" -> false;
        default -> throw invalid(value, "BOOLEAN", column);
      };
    }
    throw invalid(value, "BOOLEAN", column);
  }

  private static long toLong(Object value, ColumnType type, String column, long min, long max) {
    long number;
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      number = ((Number) value).longValue();
    } else if (value instanceof Boolean bool) {
      number = bool ? 1 : 0;
    } else {
      BigDecimal decimal = exact(value, type, column).setScale(0, RoundingMode.HALF_UP);
      if (decimal.compareTo(LONG_MIN) < 0 || decimal.compareTo(LONG_MAX) > 0) {
        throw outOfRange(value, type, column);
      }
      number = decimal.longValue();
    }
    if (number < min || number > max) {
      throw outOfRange(value, type, column);
    }
    return number;
  }

  private static BigDecimal toDecimal(Object value, ColumnType type, String column) {
    BigDecimal decimal = exact(value, type, column);
    if (decimal.signum() == 0) {
      return decimal.setScale(type.scale());
    }
    if ((long) decimal.precision() - decimal.scale() > type.precision() - type.scale()) {
      throw outOfRange(value, type, column);
    }
    decimal = decimal.setScale(type.scale(), RoundingMode.HALF_UP);
    if (decimal.precision() > type.precision()) {
      throw outOfRange(value, type, column);
    }
    return decimal;
  }

  /** The value as a decimal of a sane size: no scale that would make arithmetic explode. */
  private static BigDecimal exact(Object value, ColumnType type, String column) {
    BigDecimal decimal;
    if (value instanceof BigDecimal exact) {
      decimal = exact;
    } else if (value instanceof BigInteger integer) {
      decimal = new BigDecimal(integer);
    } else if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      if (Double.isNaN(number) || Double.isInfinite(number)) {
        throw outOfRange(value, type, column);
      }
      decimal =
          value instanceof Float ? new BigDecimal(value.toString()) : BigDecimal.valueOf(number);
    } else if (value instanceof Number number) {
      decimal = BigDecimal.valueOf(number.longValue());
    } else if (value instanceof Boolean bool) {
      decimal = bool ? BigDecimal.ONE : BigDecimal.ZERO;
    } else {
      decimal = parse(value, type, column);
    }
    if (decimal.signum() == 0) {
      return BigDecimal.ZERO;
    }
    long magnitude = (long) decimal.precision() - decimal.scale();
    if (magnitude > 400) {
      throw outOfRange(value, type, column);
    }
    return magnitude < -400 ? BigDecimal.ZERO : decimal;
  }

  private static BigDecimal parse(Object value, ColumnType type, String column) {
    if (value instanceof String || value instanceof Character || value instanceof Clob) {
      String text = asText(value, column).strip();
      if (text.length() <= 1_000) {
        try {
          return new BigDecimal(text);
        } catch (NumberFormatException e) {
          // Reported below, with the column.
        }
      }
    }
    throw invalid(value, type.sqlName(), column);
  }

  private static Float toFloat(Object value, ColumnType type, String column) {
    if (value instanceof Float real) {
      return real;
    }
    double number = toDouble(value, type, column);
    float real = (float) number;
    if (Float.isInfinite(real) && !Double.isInfinite(number)) {
      throw outOfRange(value, type, column);
    }
    return real;
  }

  private static Double toDouble(Object value, ColumnType type, String column) {
    if (value instanceof Double number) {
      return number;
    }
    if (value instanceof Number number) {
      double converted = number.doubleValue();
      if (Double.isInfinite(converted) && !(number instanceof Float)) {
        throw outOfRange(value, type, column);
      }
      return converted;
    }
    if (value instanceof Boolean bool) {
      return bool ? 1.0 : 0.0;
    }
    if (value instanceof String text) {
      Double special =
          switch (text.strip()) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> null;
          };
      if (special != null) {
        return special;
      }
    }
    double number = parse(value, type, column).doubleValue();
    if (Double.isInfinite(number)) {
      throw outOfRange(value, type, column);
    }
    return number;
  }

  private static String toText(Object value, ColumnType type, String column) {
    String text = asText(value, column);
    int limit = type.precision() == ColumnType.UNSPECIFIED ? Integer.MAX_VALUE : type.precision();
    if (text.length() > limit) {
      for (int i = limit; i < text.length(); i++) {
        if (text.charAt(i) != ' ') {
          throw tooLong(column, text.length(), type, "characters");
        }
      }
      text = text.substring(0, limit);
    }
    checkCharacters(text, column);
    if (type.json() && !JsonTexts.isJson(text)) {
      throw SqlState.INVALID_JSON.failure("the text for " + column + " is no JSON");
    }
    if (type.typeName() == SqlTypeName.CHAR && text.length() < limit) {
      text = text + " ".repeat(limit - text.length());
    }
    return text;
  }

  /** Refuses halves of characters, which have no UTF-8. */
  private static void checkCharacters(String text, String column) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw SqlState.BAD_CHARACTER.failure(
              "the text for " + column + " has half a surrogate pair at character " + i);
        }
        i++;
      }
    }
  }

  private static String asText(Object value, String column) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof Boolean bool) {
      return bool ? "TRUE" : "FALSE";
    }
    if (value instanceof Clob clob) {
      try {
        return clob.getSubString(1, Math.toIntExact(clob.length()));
      } catch (SQLException | ArithmeticException e) {
        throw SqlState.DATA_EXCEPTION.failure("the CLOB for " + column + " is unreadable", e);
      }
    }
    if (value instanceof Number
        || value instanceof Character
        || value instanceof UUID
        || value instanceof Duration
        || value instanceof Period) {
      return value.toString();
    }
    String dateTime = DateTimes.text(value);
    if (dateTime != null) {
      return dateTime;
    }
    throw invalid(value, "text", column);
  }

  private static ByteString toBytes(Object value, ColumnType type, String column) {
    ByteString bytes;
    if (value instanceof ByteString string) {
      bytes = string;
    } else if (value instanceof byte[] array) {
      bytes = new ByteString(array);
    } else if (value instanceof UUID uuid) {
      bytes = Uuids.bytes(uuid);
    } else if (value instanceof Blob blob) {
      try {
        bytes = new ByteString(blob.getBytes(1, Math.toIntExact(blob.length())));
      } catch (SQLException | ArithmeticException e) {
        throw SqlState.DATA_EXCEPTION.failure("the BLOB for " + column + " is unreadable", e);
      }
    } else {
      throw invalid(value, type.sqlName(), column);
    }
    if (type.precision() == ColumnType.UNSPECIFIED) {
      return bytes;
    }
    if (bytes.length() > type.precision()) {
      throw tooLong(column, bytes.length(), type, "bytes");
    }
    if (type.typeName() == SqlTypeName.BINARY && bytes.length() < type.precision()) {
      return new ByteString(Arrays.copyOf(bytes.getBytes(), type.precision()));
    }
    return bytes;
  }

  private static SqlStateException tooLong(
      String column, int length, ColumnType type, String unit) {
    return SqlState.STRING_TOO_LONG.failure(
        "the value for "
            + column
            + " has "
            + length
            + " "
            + unit
            + ", its type is "
            + type.declaration());
  }

  private static SqlStateException outOfRange(Object value, ColumnType type, String column) {
    return SqlState.OUT_OF_RANGE.failure(
        "the value "
            + shown(value)
            + " for "
            + column
            + " is out of the range of "
            + type.declaration());
  }

  static SqlStateException invalidDateTime(Object value, ColumnType type, String column) {
    return SqlState.BAD_DATETIME.failure(
        "the value " + shown(value) + " for " + column + " is no " + type.sqlName());
  }

  static SqlStateException invalid(Object value, String type, String column) {
    return SqlState.INVALID_CAST.failure(
        "the value " + shown(value) + " for " + column + " is no " + type);
  }

  static String shown(Object value) {
    if (value instanceof BigDecimal decimal && Math.abs((long) decimal.scale()) > 100) {
      return "of that size";
    }
    if (value instanceof byte[] || value instanceof ByteString || value instanceof Blob) {
      return "of bytes";
    }
    String text = value.toString();
    text = text.length() > 60 ? text.substring(0, 60) + "..." : text;
    return value instanceof String ? "'" + text + "'" : text;
  }
}

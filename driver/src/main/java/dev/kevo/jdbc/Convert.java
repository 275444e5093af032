package dev.kevo.jdbc;

import dev.kevo.sql.session.ResultColumn;
import dev.kevo.sql.types.Casts;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.DateTimes;
import dev.kevo.sql.types.Intervals;
import dev.kevo.sql.types.KevoTypeSystem;
import dev.kevo.sql.types.SqlState;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Values of result columns, from the representation of {@link dev.kevo.sql.session.SqlResult} to
 * what the application asks for. No value here is null.
 *
 * <p>A number that the asked type cannot hold is 22003; digits after the point are cut. Text that
 * is no such value, and types that have nothing to do with each other, are 22018.
 */
final class Convert {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm")
          .optionalStart()
          .appendPattern(":ss")
          .optionalStart()
          .appendFraction(java.time.temporal.ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter(Locale.ROOT);

  private Convert() {}

  // Numbers.

  /** A whole number between two bounds. */
  static long toLong(Object value, ResultColumn column, long min, long max, String target)
      throws SQLException {
    if (value instanceof Number number && !isTemporal(column)) {
      long whole;
      if (number instanceof BigDecimal || number instanceof Double || number instanceof Float) {
        whole = whole(toBigDecimal(value, column), column, target);
      } else {
        whole = number.longValue();
      }
      return inRange(whole, min, max, column, target);
    }
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    if (value instanceof String) {
      return inRange(whole(toBigDecimal(value, column), column, target), min, max, column, target);
    }
    throw mismatch(column, target);
  }

  /** A whole number, if it lies between two bounds. */
  static long inRange(long value, long min, long max, ResultColumn column, String target)
      throws SQLException {
    if (value < min || value > max) {
      throw outOfRange(column, target);
    }
    return value;
  }

  private static long whole(BigDecimal value, ResultColumn column, String target)
      throws SQLException {
    // Compared before it is scaled: 1E1000000 as digits would fill the memory.
    if (value.precision() - (long) value.scale() > 19) {
      throw outOfRange(column, target);
    }
    try {
      return value.setScale(0, RoundingMode.DOWN).longValueExact();
    } catch (ArithmeticException e) {
      throw outOfRange(column, target);
    }
  }

  static double toDouble(Object value, ResultColumn column) throws SQLException {
    if (value instanceof Number number && !isTemporal(column)) {
      double real = number.doubleValue();
      if (Double.isInfinite(real) && !(number instanceof Double) && !(number instanceof Float)) {
        throw outOfRange(column, "double");
      }
      return real;
    }
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    if (value instanceof String text) {
      try {
        return Double.parseDouble(text.trim());
      } catch (NumberFormatException e) {
        throw noSuchValue(column, "a number");
      }
    }
    throw mismatch(column, "double");
  }

  static float toFloat(Object value, ResultColumn column) throws SQLException {
    double real = toDouble(value, column);
    float narrow = (float) real;
    if (Float.isInfinite(narrow) && !Double.isInfinite(real)) {
      throw outOfRange(column, "float");
    }
    return narrow;
  }

  static BigDecimal toBigDecimal(Object value, ResultColumn column) throws SQLException {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (value instanceof Number number && !isTemporal(column)) {
      if (number instanceof Float || number instanceof Double) {
        try {
          return new BigDecimal(number.toString());
        } catch (NumberFormatException e) {
          throw outOfRange(column, "decimal"); // not a number, or infinite
        }
      }
      return number instanceof BigInteger integer
          ? new BigDecimal(integer)
          : BigDecimal.valueOf(number.longValue());
    }
    if (value instanceof Boolean truth) {
      return truth ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    if (value instanceof String text) {
      try {
        return new BigDecimal(text.trim());
      } catch (NumberFormatException e) {
        throw noSuchValue(column, "a number");
      }
    }
    throw mismatch(column, "decimal");
  }

  static boolean toBoolean(Object value, ResultColumn column) throws SQLException {
    if (value instanceof Boolean truth) {
      return truth;
    }
    if (value instanceof Number number && !isTemporal(column)) {
      return number instanceof BigDecimal decimal
          ? decimal.signum() != 0
          : number.doubleValue() != 0;
    }
    if (value instanceof String text) {
      return switch (text.trim().toLowerCase(Locale.ROOT)) {
        case "true", "t", "yes", "y", "on", "1" -> true;
        case "false", "f", "no", "n", "off", "0" -> false;
        default -> throw noSuchValue(column, "a boolean");
      };
    }
    throw mismatch(column, "boolean");
  }

  // Text and bytes.

  static String toText(Object value, ResultColumn column) throws SQLException {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof List<?> || value instanceof Object[]) {
      return arrayText(
          value instanceof List<?> list ? list : Arrays.asList((Object[]) value), column);
    }
    if (value instanceof Number number && isTemporal(column)) {
      return Casts.text(number, temporalType(column));
    }
    return value.toString();
  }

  private static String arrayText(List<?> elements, ResultColumn column) throws SQLException {
    ResultColumn element = JavaObjects.element(column);
    StringJoiner text = new StringJoiner(", ", "[", "]");
    for (Object each : elements) {
      text.add(each == null ? "null" : toText(each, element));
    }
    return text.toString();
  }

  /** The column's type of dates, times or intervals, with all the digits that one can have. */
  private static ColumnType temporalType(ResultColumn column) {
    SqlTypeName name =
        switch (column.jdbcType()) {
          case Types.DATE -> SqlTypeName.DATE;
          case Types.TIME -> SqlTypeName.TIME;
          case Types.TIMESTAMP -> SqlTypeName.TIMESTAMP;
          default -> SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
        };
    ColumnType interval = ColumnType.interval(column.typeName());
    return interval != null ? interval : ColumnType.of(name, KevoTypeSystem.FRACTIONAL_DIGITS_MAX);
  }

  static byte[] toBytes(Object value, ResultColumn column) throws SQLException {
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    if (value instanceof String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    throw mismatch(column, "bytes");
  }

  // Dates and times.

  static LocalDate toLocalDate(Object value, ResultColumn column) throws SQLException {
    if (value instanceof String text) {
      return parse(text, column).toLocalDate();
    }
    return switch (column.jdbcType()) {
      case Types.DATE -> LocalDate.ofEpochDay(((Number) value).longValue());
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
          toLocalDateTime(value, column).toLocalDate();
      default -> throw mismatch(column, "date");
    };
  }

  static LocalTime toLocalTime(Object value, ResultColumn column) throws SQLException {
    if (value instanceof String text) {
      try {
        return text.indexOf('-') < 0
            ? LocalTime.parse(text.trim(), TIME)
            : parse(text, column).toLocalTime();
      } catch (DateTimeException e) {
        throw noSuchValue(column, "a time");
      }
    }
    return switch (column.jdbcType()) {
      case Types.TIME -> DateTimes.time(((Number) value).longValue());
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
          toLocalDateTime(value, column).toLocalTime();
      default -> throw mismatch(column, "time");
    };
  }

  static LocalDateTime toLocalDateTime(Object value, ResultColumn column) throws SQLException {
    if (value instanceof String text) {
      return parse(text, column);
    }
    return switch (column.jdbcType()) {
      case Types.TIMESTAMP -> DateTimes.timestamp(((Number) value).longValue());
      case Types.TIMESTAMP_WITH_TIMEZONE ->
          LocalDateTime.ofInstant(toInstant(value, column), ZoneId.systemDefault());
      case Types.DATE -> toLocalDate(value, column).atStartOfDay();
      case Types.TIME -> toLocalTime(value, column).atDate(LocalDate.EPOCH);
      default -> throw mismatch(column, "timestamp");
    };
  }

  /** The moment; what has no zone is in the JVM's. */
  static Instant toInstant(Object value, ResultColumn column) throws SQLException {
    if (value instanceof Number micros && column.jdbcType() == Types.TIMESTAMP_WITH_TIMEZONE) {
      return DateTimes.moment(micros.longValue());
    }
    if (value instanceof String text) {
      try {
        return OffsetDateTime.parse(text.trim().replaceFirst(" ", "T")).toInstant();
      } catch (DateTimeException e) {
        // It has no offset.
      }
    }
    return toLocalDateTime(value, column).atZone(ZoneId.systemDefault()).toInstant();
  }

  private static LocalDateTime parse(String text, ResultColumn column) throws SQLException {
    String trimmed = text.trim();
    try {
      int end = trimmed.indexOf(' ');
      end = end < 0 ? trimmed.indexOf('T') : end;
      if (end < 0) {
        return LocalDate.parse(trimmed).atStartOfDay();
      }
      return LocalDate.parse(trimmed.substring(0, end))
          .atTime(LocalTime.parse(trimmed.substring(end + 1).trim(), TIME));
    } catch (DateTimeException e) {
      throw noSuchValue(column, "a timestamp");
    }
  }

  static Period toPeriod(Object value, ResultColumn column) throws SQLException {
    if (isInterval(column) && value instanceof Integer months) {
      return Period.ofMonths(months).normalized();
    }
    throw mismatch(column, "Period");
  }

  static Duration toDuration(Object value, ResultColumn column) throws SQLException {
    if (isInterval(column) && value instanceof Long micros) {
      return Intervals.duration(micros);
    }
    throw mismatch(column, "Duration");
  }

  // Kinds and errors.

  /** Whether a number of the column stands for a date, a time or an interval. */
  static boolean isTemporal(ResultColumn column) {
    int type = column.jdbcType();
    // Numbers, texts and truth values, which are asked for most, come before.
    return type >= Types.DATE
        && switch (type) {
          case Types.DATE, Types.TIME, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> true;
          default -> isInterval(column);
        };
  }

  static boolean isInterval(ResultColumn column) {
    return column.jdbcType() == Types.OTHER && ColumnType.interval(column.typeName()) != null;
  }

  static SQLException mismatch(ResultColumn column, String target) {
    return SqlState.INVALID_CAST.exception(
        "column " + column.label() + " is " + column.typeName() + ", which is no " + target);
  }

  private static SQLException outOfRange(ResultColumn column, String target) {
    return SqlState.OUT_OF_RANGE.exception(
        "the value of column " + column.label() + " is out of the range of " + target);
  }

  private static SQLException noSuchValue(ResultColumn column, String wanted) {
    return SqlState.INVALID_CAST.exception(
        "the value of column " + column.label() + " is not " + wanted);
  }
}

package dev.kevo.jdbc;

import dev.kevo.sql.session.ResultColumn;
import dev.kevo.sql.types.SqlState;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the application sets, made what a session takes: java.sql's and java.util's dates become
 * java.time's; streams and large objects are read. What has a zone and what has none are made each
 * other in the JVM's zone, once it is known which of them the parameter wants.
 */
final class ParameterValues {
  private ParameterValues() {}

  static Object of(Object x) throws SQLException {
    if (x instanceof String
        || x instanceof Boolean
        || x instanceof Byte
        || x instanceof Short
        || x instanceof Integer
        || x instanceof Long
        || x instanceof Float
        || x instanceof Double
        || x instanceof BigDecimal
        || x instanceof LocalDate
        || x instanceof LocalTime
        || x instanceof LocalDateTime
        || x instanceof Instant
        || x instanceof UUID
        || x instanceof Duration
        || x instanceof Period) {
      return x;
    }
    if (x instanceof byte[] bytes) {
      return bytes.clone();
    }
    if (x instanceof java.util.Date || x instanceof Calendar) {
      return ofDate(x);
    }
    if (x instanceof OffsetDateTime at) {
      return at.toInstant();
    }
    if (x instanceof ZonedDateTime at) {
      return at.toInstant();
    }
    if (x instanceof OffsetTime time) {
      return time.toLocalTime();
    }
    if (x instanceof BigInteger integer) {
      return new BigDecimal(integer);
    }
    if (x instanceof Character) {
      return x.toString();
    }
    if (x instanceof Number number) {
      return decimal(number);
    }
    if (x instanceof Blob blob) {
      return blob.getBytes(1, (int) Math.min(Integer.MAX_VALUE, blob.length()));
    }
    if (x instanceof Clob clob) {
      return clob.getSubString(1, (int) Math.min(Integer.MAX_VALUE, clob.length()));
    }
    if (x instanceof InputStream stream) {
      return bytes(stream, -1);
    }
    if (x instanceof Reader reader) {
      return text(reader, -1);
    }
    if (x instanceof KevoArray array) {
      return elements(array.elements());
    }
    if (x instanceof Array array) {
      return elements(Arrays.asList((Object[]) array.getArray()));
    }
    if (x instanceof Object[] array) {
      return elements(Arrays.asList(array));
    }
    if (x instanceof Collection<?> collection) {
      return elements(collection);
    }
    throw SqlState.TYPE_MISMATCH.exception(
        "a " + x.getClass().getName() + " cannot be a parameter");
  }

  private static List<@Nullable Object> elements(Collection<?> elements) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>(elements.size());
    for (Object element : elements) {
      values.add(element == null ? null : of(element));
    }
    return values;
  }

  /**
   * The value as the parameter's type wants it: a moment if it has a time zone, a local date and
   * time if it has none.
   */
  static Object inZone(Object value, int parameterType) {
    ZoneId zone = ZoneId.systemDefault();
    return switch (parameterType) {
      case Types.TIMESTAMP_WITH_TIMEZONE ->
          value instanceof LocalDateTime at ? at.atZone(zone).toInstant() : value;
      case Types.DATE, Types.TIME, Types.TIMESTAMP ->
          value instanceof Instant at ? LocalDateTime.ofInstant(at, zone) : value;
      default -> value;
    };
  }

  @SuppressWarnings("JavaUtilDate") // JDBC lets them be set
  private static Object ofDate(Object x) {
    if (x instanceof Date date) {
      return JavaDates.local(date, null);
    }
    if (x instanceof Time time) {
      return JavaDates.local(time, null);
    }
    if (x instanceof Timestamp timestamp) {
      return JavaDates.local(timestamp, null);
    }
    Instant instant =
        x instanceof Calendar calendar
            ? calendar.toInstant()
            : Instant.ofEpochMilli(((java.util.Date) x).getTime());
    return LocalDateTime.ofInstant(instant, ZoneId.systemDefault());
  }

  private static BigDecimal decimal(Number number) throws SQLException {
    try {
      return new BigDecimal(number.toString());
    } catch (NumberFormatException e) {
      throw SqlState.TYPE_MISMATCH.exception(
          "a " + number.getClass().getName() + " cannot be a parameter");
    }
  }

  /**
   * A value converted to a type that the application names.
   *
   * @param scaleOrLength digits after the point, or bytes or characters of a stream; -1 for all
   */
  static Object of(Object x, int targetType, int scaleOrLength) throws SQLException {
    if (x instanceof InputStream stream) {
      return TypeNames.isText(targetType)
          ? ascii(stream, scaleOrLength)
          : bytes(stream, scaleOrLength);
    }
    if (x instanceof Reader reader) {
      return text(reader, scaleOrLength);
    }
    Object value = of(x);
    ResultColumn source = source(value);
    return switch (targetType) {
      case Types.BIT, Types.BOOLEAN -> Convert.toBoolean(value, source);
      case Types.TINYINT ->
          (byte) Convert.toLong(value, source, Byte.MIN_VALUE, Byte.MAX_VALUE, "TINYINT");
      case Types.SMALLINT ->
          (short) Convert.toLong(value, source, Short.MIN_VALUE, Short.MAX_VALUE, "SMALLINT");
      case Types.INTEGER ->
          (int) Convert.toLong(value, source, Integer.MIN_VALUE, Integer.MAX_VALUE, "INTEGER");
      case Types.BIGINT -> Convert.toLong(value, source, Long.MIN_VALUE, Long.MAX_VALUE, "BIGINT");
      case Types.REAL -> Convert.toFloat(value, source);
      case Types.FLOAT, Types.DOUBLE -> Convert.toDouble(value, source);
      case Types.DECIMAL, Types.NUMERIC -> {
        BigDecimal decimal = Convert.toBigDecimal(value, source);
        yield scaleOrLength < 0 ? decimal : decimal.setScale(scaleOrLength, RoundingMode.HALF_UP);
      }
      case Types.CHAR,
          Types.VARCHAR,
          Types.LONGVARCHAR,
          Types.NCHAR,
          Types.NVARCHAR,
          Types.LONGNVARCHAR,
          Types.CLOB,
          Types.NCLOB ->
          value instanceof byte[] || isDateTime(value) ? value : Convert.toText(value, source);
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
          Convert.toBytes(value, source);
      case Types.DATE ->
          inZone(value, targetType) instanceof LocalDateTime at ? at.toLocalDate() : value;
      case Types.TIME, Types.TIME_WITH_TIMEZONE ->
          inZone(value, Types.TIME) instanceof LocalDateTime at ? at.toLocalTime() : value;
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
          inZone(value instanceof LocalDate date ? date.atStartOfDay() : value, targetType);
      default -> value; // the parameter's own type decides
    };
  }

  private static boolean isDateTime(Object value) {
    return value instanceof LocalDate
        || value instanceof LocalTime
        || value instanceof LocalDateTime
        || value instanceof Instant;
  }

  /** The parameter as a column, for messages. */
  private static ResultColumn source(Object value) {
    String name = value.getClass().getSimpleName();
    return new ResultColumn(
        "of the parameter", "", "", "", Types.OTHER, name, 0, 0, 0, true, false);
  }

  static byte[] bytes(InputStream stream, long length) throws SQLException {
    try {
      return length < 0 ? stream.readAllBytes() : stream.readNBytes(checked(length));
    } catch (IOException e) {
      throw SqlState.IO_ERROR.exception("the parameter's stream cannot be read", e);
    }
  }

  static String ascii(InputStream stream, long length) throws SQLException {
    return new String(bytes(stream, length), StandardCharsets.US_ASCII);
  }

  static String text(Reader reader, long length) throws SQLException {
    int most = length < 0 ? Integer.MAX_VALUE : checked(length);
    StringBuilder text = new StringBuilder();
    char[] part = new char[Math.min(8192, Math.max(1, most))];
    try {
      while (text.length() < most) {
        int read = reader.read(part, 0, Math.min(part.length, most - text.length()));
        if (read < 0) {
          break;
        }
        text.append(part, 0, read);
      }
    } catch (IOException e) {
      throw SqlState.IO_ERROR.exception("the parameter's reader cannot be read", e);
    }
    return text.toString();
  }

  private static int checked(long length) throws SQLException {
    if (length < 0 || length > Integer.MAX_VALUE - 16) {
      throw JdbcErrors.invalid("a stream's length is out of range: " + length);
    }
    return (int) length;
  }
}

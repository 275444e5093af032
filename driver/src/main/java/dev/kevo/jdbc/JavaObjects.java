package dev.kevo.jdbc;

import dev.kevo.sql.session.ResultColumn;
import dev.kevo.sql.types.SqlState;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
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
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values of result columns as objects: of the class that JDBC names, or of one asked for. */
final class JavaObjects {
  /** How a value becomes an object of some class. */
  private interface Reading {
    Object read(Object value, ResultColumn column) throws SQLException;
  }

  private static final Map<Class<?>, Reading> READINGS = new HashMap<>();

  static {
    READINGS.put(Object.class, JavaObjects::natural);
    READINGS.put(String.class, Convert::toText);
    READINGS.put(Boolean.class, Convert::toBoolean);
    READINGS.put(Byte.class, (v, c) -> (byte) whole(v, c, Byte.MIN_VALUE, Byte.MAX_VALUE));
    READINGS.put(Short.class, (v, c) -> (short) whole(v, c, Short.MIN_VALUE, Short.MAX_VALUE));
    READINGS.put(Integer.class, (v, c) -> (int) whole(v, c, Integer.MIN_VALUE, Integer.MAX_VALUE));
    READINGS.put(Long.class, (v, c) -> whole(v, c, Long.MIN_VALUE, Long.MAX_VALUE));
    READINGS.put(Float.class, Convert::toFloat);
    READINGS.put(Double.class, Convert::toDouble);
    READINGS.put(BigDecimal.class, Convert::toBigDecimal);
    READINGS.put(
        BigInteger.class,
        (v, c) -> Convert.toBigDecimal(v, c).setScale(0, RoundingMode.DOWN).toBigInteger());
    READINGS.put(byte[].class, Convert::toBytes);
    READINGS.put(LocalDate.class, Convert::toLocalDate);
    READINGS.put(LocalTime.class, Convert::toLocalTime);
    READINGS.put(LocalDateTime.class, Convert::toLocalDateTime);
    READINGS.put(ZonedDateTime.class, JavaObjects::zoned);
    READINGS.put(OffsetDateTime.class, (v, c) -> zoned(v, c).toOffsetDateTime());
    READINGS.put(Instant.class, Convert::toInstant);
    READINGS.put(Period.class, Convert::toPeriod);
    READINGS.put(Duration.class, Convert::toDuration);
    READINGS.put(Date.class, (v, c) -> JavaDates.date(Convert.toLocalDate(v, c), null));
    READINGS.put(Time.class, (v, c) -> JavaDates.time(Convert.toLocalTime(v, c), null));
    READINGS.put(Timestamp.class, JavaObjects::timestamp);
    READINGS.put(java.util.Date.class, JavaObjects::utilDate);
    READINGS.put(UUID.class, JavaObjects::uuid);
    READINGS.put(Blob.class, (v, c) -> new BinaryLob(Convert.toBytes(v, c)));
    READINGS.put(Clob.class, (v, c) -> new TextLob(Convert.toText(v, c)));
    READINGS.put(NClob.class, (v, c) -> new TextLob(Convert.toText(v, c)));
    READINGS.put(InputStream.class, (v, c) -> new ByteArrayInputStream(Convert.toBytes(v, c)));
    READINGS.put(Reader.class, (v, c) -> new StringReader(Convert.toText(v, c)));
    READINGS.put(Array.class, JavaObjects::array);
  }

  private JavaObjects() {}

  /** The object of the class that JDBC names for the column's type. */
  static Object natural(Object value, ResultColumn column) throws SQLException {
    return switch (column.jdbcType()) {
      case Types.TINYINT, Types.SMALLINT ->
          value instanceof Number number ? (Object) number.intValue() : value;
      case Types.DATE -> JavaDates.date(Convert.toLocalDate(value, column), null);
      case Types.TIME -> JavaDates.time(Convert.toLocalTime(value, column), null);
      case Types.TIMESTAMP -> timestamp(value, column);
      case Types.TIMESTAMP_WITH_TIMEZONE -> zoned(value, column).toOffsetDateTime();
      default -> naturalByClass(value, column);
    };
  }

  private static Object naturalByClass(Object value, ResultColumn column) throws SQLException {
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    if (value instanceof List<?>) {
      return array(value, column);
    }
    if (Convert.isInterval(column)) {
      return value instanceof Integer
          ? Convert.toPeriod(value, column)
          : Convert.toDuration(value, column);
    }
    return value;
  }

  /** The object of the class that the application asks for. */
  static <T> @Nullable T as(Class<T> type, Object value, ResultColumn column) throws SQLException {
    Reading reading = READINGS.get(type);
    if (reading == null) {
      if (type.isInstance(value)) {
        return type.cast(value);
      }
      throw SqlState.INVALID_CAST.exception(
          "column " + column.label() + " cannot be read as " + type.getName());
    }
    return type.cast(reading.read(value, column));
  }

  private static long whole(Object value, ResultColumn column, long min, long max)
      throws SQLException {
    return Convert.toLong(value, column, min, max, "the class asked for");
  }

  private static Timestamp timestamp(Object value, ResultColumn column) throws SQLException {
    return timestamp(value, column, null);
  }

  /** A moment is the same in every zone; what has none gets the calendar's or the JVM's. */
  static Timestamp timestamp(Object value, ResultColumn column, @Nullable Calendar zone)
      throws SQLException {
    return column.jdbcType() == Types.TIMESTAMP_WITH_TIMEZONE
        ? Timestamp.from(Convert.toInstant(value, column))
        : JavaDates.timestamp(Convert.toLocalDateTime(value, column), zone);
  }

  @SuppressWarnings("JavaUtilDate") // JDBC lets it be asked for
  private static Object utilDate(Object value, ResultColumn column) throws SQLException {
    return new java.util.Date(timestamp(value, column).getTime());
  }

  private static ZonedDateTime zoned(Object value, ResultColumn column) throws SQLException {
    return Convert.toInstant(value, column).atZone(ZoneId.systemDefault());
  }

  private static UUID uuid(Object value, ResultColumn column) throws SQLException {
    if (value instanceof UUID uuid) {
      return uuid;
    }
    if (value instanceof byte[] bytes && bytes.length == 16) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return new UUID(buffer.getLong(), buffer.getLong());
    }
    if (value instanceof String text) {
      try {
        return UUID.fromString(text.trim());
      } catch (IllegalArgumentException e) {
        throw Convert.mismatch(column, "UUID");
      }
    }
    throw Convert.mismatch(column, "UUID");
  }

  static Array array(Object value, ResultColumn column) throws SQLException {
    if (!(value instanceof List<?>) && !(value instanceof Object[])) {
      throw Convert.mismatch(column, "ARRAY");
    }
    List<?> elements = value instanceof List<?> list ? list : Arrays.asList((Object[]) value);
    ResultColumn element = element(column);
    List<@Nullable Object> objects = new ArrayList<>(elements.size());
    for (Object each : elements) {
      objects.add(each == null ? null : natural(each, element));
    }
    return new KevoArray(element.typeName(), objects);
  }

  /** The elements of an array's column, as a column. */
  static ResultColumn element(ResultColumn column) {
    String name = column.typeName();
    int end = name.lastIndexOf(' ');
    String elementName = end < 0 ? "" : name.substring(0, end);
    return new ResultColumn(
        column.label(),
        column.name(),
        column.table(),
        column.schema(),
        TypeNames.jdbcType(elementName),
        elementName,
        0,
        0,
        0,
        true,
        false);
  }
}

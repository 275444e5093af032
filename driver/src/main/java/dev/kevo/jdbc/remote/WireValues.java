package dev.kevo.jdbc.remote;

import com.google.protobuf.UnsafeByteOperations;
import dev.kevo.sql.session.ResultColumn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Common.Rep;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Values on the wire: what a column or parameter holds, in the representation of {@link
 * dev.kevo.sql.session.SqlResult}, as Avatica's TypedValue. Unlike Avatica's own translation it
 * sends a byte string once, not again in base64, and knows java.time.
 *
 * <p>Avatica counts in milliseconds. So that its own client reads rows rightly too, microseconds
 * travel beside them, in an additional field.
 */
public final class WireValues {
  private static final Common.TypedValue NULL =
      Common.TypedValue.newBuilder().setType(Rep.NULL).setNull(true).build();
  private static final Common.ColumnValue NULL_COLUMN =
      Common.ColumnValue.newBuilder().setScalarValue(NULL).build();
  private static final int NESTING_MAX = 32;

  private static final long MICROS_PER_MILLI = 1_000;

  /** Classes of parameters that Avatica has no name for; they travel as text. */
  enum Special {
    INSTANT(1),
    UUID(2),
    DURATION(3),
    PERIOD(4);

    /** What the wire has for it; 0 is no special value. */
    private final int code;

    Special(int code) {
      this.code = code;
    }

    /** The one of a code, or null. */
    static @Nullable Special of(long code) {
      for (Special special : values()) {
        if (special.code == code) {
          return special;
        }
      }
      return null;
    }
  }

  private WireValues() {}

  /** A row, ready to be put into a frame. */
  public static Common.Row encodeRow(@Nullable Object[] row, List<ResultColumn> columns) {
    Common.Row.Builder builder = Common.Row.newBuilder();
    for (int i = 0; i < row.length; i++) {
      Object value = row[i];
      if (value == null) {
        builder.addValue(NULL_COLUMN);
        continue;
      }
      Common.TypedValue encoded = encode(value, columns.get(i).typeName());
      Common.ColumnValue.Builder column = Common.ColumnValue.newBuilder();
      if (encoded.getType() == Rep.ARRAY) {
        // Where a stock client looks for the elements of an array.
        column.setHasArrayValue(true).addAllArrayValue(encoded.getArrayValueList());
      } else {
        column.setScalarValue(encoded);
      }
      builder.addValue(column);
    }
    return builder.build();
  }

  private static final String ARRAY = " ARRAY";

  private static String elementName(String typeName) {
    return typeName.endsWith(ARRAY)
        ? typeName.substring(0, typeName.length() - ARRAY.length())
        : "";
  }

  /** Whether a Long of that type is a number of microseconds. */
  private static boolean isMicros(String typeName) {
    return typeName.startsWith("TIME") || typeName.startsWith("INTERVAL");
  }

  private static Common.TypedValue encode(@Nullable Object value, String typeName) {
    if (value instanceof Long micros && isMicros(typeName)) {
      return millis(
          typeName.equals("TIME") ? Rep.INTEGER : Rep.LONG,
          Math.floorDiv(micros, MICROS_PER_MILLI),
          Math.floorMod(micros, MICROS_PER_MILLI));
    }
    if (value instanceof UUID uuid) {
      return Common.TypedValue.newBuilder()
          .setType(Rep.STRING)
          .setStringValue(uuid.toString())
          .build();
    }
    if (value instanceof List<?> list) {
      Common.TypedValue.Builder typed =
          Common.TypedValue.newBuilder().setType(Rep.ARRAY).setComponentType(Rep.OBJECT);
      String element = elementName(typeName);
      list.forEach(each -> typed.addArrayValue(encode(each, element)));
      return typed.build();
    }
    return encode(value);
  }

  private static Common.TypedValue millis(Rep rep, long millis, long micros) {
    Common.TypedValue.Builder typed =
        Common.TypedValue.newBuilder().setType(rep).setNumberValue(millis);
    if (micros != 0) {
      typed.setUnknownFields(Wire.extra(Wire.MICROS, micros));
    }
    return typed.build();
  }

  /** A value of a row, in its column's representation. */
  private static @Nullable Object ofColumn(@Nullable Object value, long micros, String typeName)
      throws SQLException {
    if (value instanceof Number millis
        && isMicros(typeName)
        && !typeName.startsWith("INTERVAL YEAR")
        && !typeName.startsWith("INTERVAL MONTH")) {
      return millis.longValue() * MICROS_PER_MILLI + micros;
    }
    if (value instanceof String text && typeName.equals("UUID")) {
      return uuid(text);
    }
    return value;
  }

  private static UUID uuid(String text) throws SQLException {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw malformed("a UUID that is none");
    }
  }

  private static @Nullable Object decode(Common.TypedValue typed, String typeName)
      throws SQLException {
    return ofColumn(decode(typed), Wire.number(typed, Wire.MICROS), typeName);
  }

  private static List<@Nullable Object> decodeList(
      List<Common.TypedValue> elements, String typeName) throws SQLException {
    String element = elementName(typeName);
    List<@Nullable Object> values = new ArrayList<>(elements.size());
    for (Common.TypedValue each : elements) {
      values.add(decode(each, element));
    }
    return values;
  }

  /** The values of a row. */
  public static @Nullable Object[] decodeRow(Common.Row row, List<ResultColumn> columns)
      throws SQLException {
    if (row.getValueCount() != columns.size()) {
      throw malformed("a row of " + row.getValueCount() + " values");
    }
    @Nullable Object[] values = new @Nullable Object[row.getValueCount()];
    for (int i = 0; i < values.length; i++) {
      Common.ColumnValue column = row.getValue(i);
      values[i] =
          column.getHasArrayValue()
              ? decodeList(column.getArrayValueList(), columns.get(i).typeName())
              : decode(column.getScalarValue(), columns.get(i).typeName());
    }
    return values;
  }

  /** A value, typed by its class. */
  public static Common.TypedValue encode(@Nullable Object value) {
    if (value == null) {
      return NULL;
    }
    Common.TypedValue.Builder typed = Common.TypedValue.newBuilder();
    if (value instanceof String s) {
      typed.setType(Rep.STRING).setStringValue(s);
    } else if (value instanceof Integer n) {
      typed.setType(Rep.INTEGER).setNumberValue(n);
    } else if (value instanceof Long n) {
      typed.setType(Rep.LONG).setNumberValue(n);
    } else if (value instanceof BigDecimal n) {
      typed.setType(Rep.BIG_DECIMAL).setStringValue(n.toString());
    } else if (value instanceof Double n) {
      typed.setType(Rep.DOUBLE).setDoubleValue(n);
    } else if (value instanceof Float n) {
      typed.setType(Rep.FLOAT).setNumberValue(Float.floatToRawIntBits(n));
    } else if (value instanceof Boolean b) {
      typed.setType(Rep.BOOLEAN).setBoolValue(b);
    } else if (value instanceof Short n) {
      typed.setType(Rep.SHORT).setNumberValue(n);
    } else if (value instanceof Byte n) {
      typed.setType(Rep.BYTE).setNumberValue(n);
    } else if (value instanceof byte[] bytes) {
      typed.setType(Rep.BYTE_STRING).setBytesValue(UnsafeByteOperations.unsafeWrap(bytes));
    } else if (value instanceof ByteString bytes) {
      typed
          .setType(Rep.BYTE_STRING)
          .setBytesValue(UnsafeByteOperations.unsafeWrap(bytes.getBytes()));
    } else if (value instanceof LocalDate date) {
      typed.setType(Rep.JAVA_SQL_DATE).setNumberValue(date.toEpochDay());
    } else if (value instanceof LocalTime time) {
      return micros(Rep.JAVA_SQL_TIME, time.toNanoOfDay() / 1_000);
    } else if (value instanceof LocalDateTime timestamp) {
      return micros(
          Rep.JAVA_SQL_TIMESTAMP,
          timestamp.toEpochSecond(ZoneOffset.UTC) * 1_000_000
              + timestamp.get(ChronoField.MICRO_OF_SECOND));
    } else if (value instanceof Instant instant) {
      special(typed, Special.INSTANT, instant.toString());
    } else if (value instanceof UUID uuid) {
      special(typed, Special.UUID, uuid.toString());
    } else if (value instanceof Duration duration) {
      special(typed, Special.DURATION, duration.toString());
    } else if (value instanceof Period period) {
      special(typed, Special.PERIOD, period.toString());
    } else if (value instanceof BigInteger n) {
      typed
          .setType(Rep.BIG_INTEGER)
          .setBytesValue(UnsafeByteOperations.unsafeWrap(n.toByteArray()));
    } else if (value instanceof Character c) {
      typed.setType(Rep.CHARACTER).setStringValue(c.toString());
    } else if (value instanceof List<?> list) {
      typed.setType(Rep.ARRAY).setComponentType(Rep.OBJECT);
      list.forEach(element -> typed.addArrayValue(encode(element)));
    } else if (value instanceof Object[] fields) {
      typed.setType(Rep.STRUCT);
      Arrays.asList(fields).forEach(field -> typed.addArrayValue(encode(field)));
    } else {
      throw new IllegalArgumentException(
          "a value of " + value.getClass().getName() + " cannot be sent");
    }
    return typed.build();
  }

  private static Common.TypedValue micros(Rep rep, long micros) {
    return millis(
        rep, Math.floorDiv(micros, MICROS_PER_MILLI), Math.floorMod(micros, MICROS_PER_MILLI));
  }

  private static void special(Common.TypedValue.Builder typed, Special special, String text) {
    typed
        .setType(Rep.STRING)
        .setStringValue(text)
        .setUnknownFields(Wire.extra(Wire.SPECIAL, special.code));
  }

  /** The value that was encoded. */
  public static @Nullable Object decode(Common.TypedValue typed) throws SQLException {
    return decode(typed, 0);
  }

  private static @Nullable Object decode(Common.TypedValue typed, int depth) throws SQLException {
    if (typed.getNull() || typed.getImplicitlyNull()) {
      return null;
    }
    return switch (typed.getType()) {
      case NULL, OBJECT -> null;
      case STRING -> text(typed);
      case INTEGER, PRIMITIVE_INT -> (int) typed.getNumberValue();
      case JAVA_SQL_DATE, JAVA_SQL_TIME, JAVA_SQL_TIMESTAMP, JAVA_UTIL_DATE -> dateTime(typed);
      case LONG, PRIMITIVE_LONG, NUMBER -> typed.getNumberValue();
      case BIG_DECIMAL -> decimal(typed.getStringValue());
      case DOUBLE, PRIMITIVE_DOUBLE -> typed.getDoubleValue();
      case FLOAT, PRIMITIVE_FLOAT -> Float.intBitsToFloat((int) typed.getNumberValue());
      case BOOLEAN, PRIMITIVE_BOOLEAN -> typed.getBoolValue();
      case SHORT, PRIMITIVE_SHORT -> (short) typed.getNumberValue();
      case BYTE, PRIMITIVE_BYTE -> (byte) typed.getNumberValue();
      case BYTE_STRING -> typed.getBytesValue().toByteArray();
      case CHARACTER, PRIMITIVE_CHAR -> typed.getStringValue();
      case BIG_INTEGER -> new BigDecimal(new BigInteger(typed.getBytesValue().toByteArray()));
      case ARRAY, MULTISET -> decodeList(typed.getArrayValueList(), depth);
      case STRUCT -> decodeList(typed.getArrayValueList(), depth).toArray();
      case UNRECOGNIZED -> throw malformed("a value of unknown type");
    };
  }

  private static Object dateTime(Common.TypedValue typed) throws SQLException {
    long number = typed.getNumberValue();
    try {
      long nanos = Math.multiplyExact(Wire.number(typed, Wire.MICROS), 1_000L);
      return switch (typed.getType()) {
        case JAVA_SQL_DATE -> LocalDate.ofEpochDay(number);
        case JAVA_SQL_TIME -> LocalTime.ofNanoOfDay(number * 1_000_000).plusNanos(nanos);
        default ->
            LocalDateTime.ofEpochSecond(
                    Math.floorDiv(number, 1_000L),
                    (int) Math.floorMod(number, 1_000L) * 1_000_000,
                    ZoneOffset.UTC)
                .plusNanos(nanos);
      };
    } catch (DateTimeException | ArithmeticException e) {
      throw malformed("a date or time out of range");
    }
  }

  private static Object text(Common.TypedValue typed) throws SQLException {
    String text = typed.getStringValue();
    long code = Wire.number(typed, Wire.SPECIAL);
    if (code == 0) {
      return text;
    }
    Special special = Special.of(code);
    if (special == null) {
      throw malformed("a value of unknown class");
    }
    try {
      return switch (special) {
        case INSTANT -> Instant.parse(text);
        case UUID -> uuid(text);
        case DURATION -> Duration.parse(text);
        case PERIOD -> Period.parse(text);
      };
    } catch (DateTimeException e) {
      throw malformed("a moment or an interval that is none");
    }
  }

  private static List<@Nullable Object> decodeList(List<Common.TypedValue> elements, int depth)
      throws SQLException {
    if (depth >= NESTING_MAX) {
      throw malformed("a value nested too deeply");
    }
    List<@Nullable Object> list = new ArrayList<>(elements.size());
    for (Common.TypedValue element : elements) {
      list.add(decode(element, depth + 1));
    }
    return list;
  }

  private static BigDecimal decimal(String text) throws SQLException {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw malformed("a decimal that is none");
    }
  }

  private static SQLException malformed(String what) {
    return new SQLException("the message holds " + what, "08P01");
  }
}

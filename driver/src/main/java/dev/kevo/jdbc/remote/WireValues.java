package dev.kevo.jdbc.remote;

import com.google.protobuf.UnsafeByteOperations;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Common.Rep;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Values on the wire: what a column or parameter holds, in the representation of {@link
 * dev.kevo.sql.session.SqlResult}, as Avatica's TypedValue. Unlike Avatica's own translation it
 * sends a byte string once, not again in base64, and knows java.time.
 */
public final class WireValues {
  private static final Common.TypedValue NULL =
      Common.TypedValue.newBuilder().setType(Rep.NULL).setNull(true).build();
  private static final Common.ColumnValue NULL_COLUMN =
      Common.ColumnValue.newBuilder().setScalarValue(NULL).build();
  private static final int NESTING_MAX = 32;

  private WireValues() {}

  /** A row, ready to be put into a frame. */
  public static Common.Row encodeRow(@Nullable Object[] row) {
    Common.Row.Builder builder = Common.Row.newBuilder();
    for (Object value : row) {
      if (value == null) {
        builder.addValue(NULL_COLUMN);
        continue;
      }
      Common.TypedValue encoded = encode(value);
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

  /** The values of a row. */
  public static @Nullable Object[] decodeRow(Common.Row row) throws SQLException {
    @Nullable Object[] values = new @Nullable Object[row.getValueCount()];
    for (int i = 0; i < values.length; i++) {
      Common.ColumnValue column = row.getValue(i);
      values[i] =
          column.getHasArrayValue()
              ? decodeList(column.getArrayValueList(), 0)
              : decode(column.getScalarValue());
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
      typed.setType(Rep.JAVA_SQL_TIME).setNumberValue(time.toNanoOfDay() / 1_000_000);
    } else if (value instanceof LocalDateTime timestamp) {
      typed
          .setType(Rep.JAVA_SQL_TIMESTAMP)
          .setNumberValue(timestamp.toInstant(ZoneOffset.UTC).toEpochMilli());
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

  /** The value that was encoded; dates and times come out as numbers. */
  public static @Nullable Object decode(Common.TypedValue typed) throws SQLException {
    return decode(typed, 0);
  }

  private static @Nullable Object decode(Common.TypedValue typed, int depth) throws SQLException {
    if (typed.getNull() || typed.getImplicitlyNull()) {
      return null;
    }
    return switch (typed.getType()) {
      case NULL, OBJECT -> null;
      case STRING -> typed.getStringValue();
      case INTEGER, PRIMITIVE_INT, JAVA_SQL_DATE, JAVA_SQL_TIME -> (int) typed.getNumberValue();
      case LONG, PRIMITIVE_LONG, JAVA_SQL_TIMESTAMP, JAVA_UTIL_DATE, NUMBER ->
          typed.getNumberValue();
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

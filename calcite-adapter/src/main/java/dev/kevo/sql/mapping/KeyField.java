package dev.kevo.sql.mapping;

import dev.kevo.engine.Slice;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.SqlState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * How a column stands in a key. Each value has one form: {@code 007} is no decimal number, so that
 * a row that was read from a key is written under the same key.
 *
 * @param column whose values they are
 * @param form how they are written
 * @param width in bytes; 0 for as many as there are up to what follows
 */
record KeyField(MappedColumn column, Form form, int width) {
  /** Ways to write a value. */
  enum Form {
    /** As text, numbers in decimal digits. */
    TEXT,
    /** A number without sign in so many digits, with zeros before it. */
    PADDED,
    /** A two's complement number, big-endian. */
    BIG_ENDIAN,
    /** A two's complement number, little-endian. */
    LITTLE_ENDIAN,
    /** The bytes themselves. */
    BYTES
  }

  private static final Pattern DECIMAL = Pattern.compile("0|-?[1-9][0-9]{0,18}");
  private static final int DIGITS_MAX = 18;

  /** What comes after all digits. */
  private static final byte AFTER_DIGITS = ':';

  /**
   * The field of a column.
   *
   * @param format what follows the colon in the braces, or null
   */
  static KeyField of(MappedColumn column, @Nullable String format) {
    ColumnType type = column.type();
    boolean integer = SqlTypeName.INT_TYPES.contains(type.typeName());
    if (format == null) {
      boolean bytes = type.typeName() == SqlTypeName.VARBINARY;
      boolean text =
          integer
              || type.typeName() == SqlTypeName.VARCHAR
              || type.typeName() == SqlTypeName.UUID
              || type.typeName() == SqlTypeName.DATE;
      if (bytes || text) {
        return new KeyField(column, bytes ? Form.BYTES : Form.TEXT, 0);
      }
      throw SqlState.NOT_SUPPORTED.failure(
          "column " + column.name() + " of type " + type.sqlName() + " cannot stand in a key");
    }
    if (integer && format.matches("0[1-9][0-9]?")) {
      int digits = Integer.parseInt(format.substring(1));
      if (digits <= DIGITS_MAX) {
        return new KeyField(column, Form.PADDED, digits);
      }
    }
    if (integer && format.matches("int(16|32|64)(le)?")) {
      return new KeyField(
          column,
          format.endsWith("le") ? Form.LITTLE_ENDIAN : Form.BIG_ENDIAN,
          Integer.parseInt(format.substring(3, 5)) / 8);
    }
    throw SqlState.INVALID_TABLE_DEFINITION.failure(
        "column "
            + column.name()
            + " cannot stand in a key as :"
            + format
            + " (for integers there are 01 to 0"
            + DIGITS_MAX
            + " digits, int16, int32 and int64,"
            + " and these with le)");
  }

  /** Whether keys come in the order of the column's values, if it is the last column. */
  boolean isOrdered() {
    return form == Form.PADDED
        || form == Form.BYTES
        || (form == Form.TEXT && column.type().isText());
  }

  /** The value of some bytes of a key; null if they are none. */
  @Nullable Object decode(byte[] key, int from, int to) {
    try {
      return switch (form) {
        case BYTES -> column.convert(new ByteString(Arrays.copyOfRange(key, from, to)));
        case BIG_ENDIAN -> column.convert(number(key, from, ByteOrder.BIG_ENDIAN));
        case LITTLE_ENDIAN -> column.convert(number(key, from, ByteOrder.LITTLE_ENDIAN));
        case PADDED -> padded(key, from, to);
        case TEXT -> text(MappedColumn.utf8(new Slice(key, from, to - from)));
      };
    } catch (MalformedValueException e) {
      return null;
    }
  }

  private long number(byte[] key, int from, ByteOrder order) {
    ByteBuffer bytes = ByteBuffer.wrap(key, from, width).order(order);
    return switch (width) {
      case 2 -> bytes.getShort();
      case 4 -> bytes.getInt();
      default -> bytes.getLong();
    };
  }

  private @Nullable Object padded(byte[] key, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      if (key[i] < '0' || key[i] > '9') {
        return null;
      }
      number = number * 10 + key[i] - '0';
    }
    return column.convert(number);
  }

  private @Nullable Object text(String text) {
    if (column.type().isText()) {
      // A value that the column would cut is another one.
      Object value = column.convert(text);
      return text.equals(value) ? value : null;
    }
    if (SqlTypeName.INT_TYPES.contains(column.type().typeName())) {
      return DECIMAL.matcher(text).matches() ? column.convert(text) : null;
    }
    Object value = column.convert(text);
    return value != null && column.text(value).equals(text) ? value : null;
  }

  /**
   * The bytes of a value. One that the field cannot hold gets bytes that no key has there, before
   * or after all others as the value is.
   */
  byte[] encode(Object value) {
    return switch (form) {
      case BYTES -> ((ByteString) value).getBytes();
      case BIG_ENDIAN -> number(((Number) value).longValue(), ByteOrder.BIG_ENDIAN);
      case LITTLE_ENDIAN -> number(((Number) value).longValue(), ByteOrder.LITTLE_ENDIAN);
      case PADDED -> padded(((Number) value).longValue());
      case TEXT -> column.text(value).getBytes(StandardCharsets.UTF_8);
    };
  }

  private byte[] number(long value, ByteOrder order) {
    ByteBuffer bytes = ByteBuffer.allocate(width).order(order);
    switch (width) {
      case 2 -> bytes.putShort((short) value);
      case 4 -> bytes.putInt((int) value);
      default -> bytes.putLong(value);
    }
    return bytes.array();
  }

  private byte[] padded(long value) {
    String digits = Long.toString(value);
    if (value >= 0 && digits.length() > width) {
      return new byte[] {AFTER_DIGITS};
    }
    String text = value < 0 ? digits : "0".repeat(width - digits.length()) + digits;
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

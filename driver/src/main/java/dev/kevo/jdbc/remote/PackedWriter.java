package dev.kevo.jdbc.remote;

import dev.kevo.engine.Slice;
import dev.kevo.jdbc.remote.PackedFormat.Tag;
import dev.kevo.sql.session.ResultColumn;
import dev.kevo.sql.session.SqlResult;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/** Appends to one message of {@link PackedFormat}. Not thread-safe. */
public final class PackedWriter {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int VARINT_BYTES_MAX = 10;

  private byte[] bytes;
  private int length;

  /** A message that has about so many bytes. */
  public PackedWriter(int bytesExpected) {
    bytes = new byte[bytesExpected];
    putByte(PackedFormat.FIRST_BYTE);
  }

  /** A request about a statement. */
  static PackedWriter request(int operation, String connection, int statement, int bytesExpected) {
    PackedWriter request = new PackedWriter(bytesExpected);
    request.putByte(operation);
    request.putText(connection);
    request.putNumber(statement);
    return request;
  }

  /** The bytes so far. */
  public int length() {
    return length;
  }

  /** The message. */
  public byte[] toByteArray() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  private void ensure(int more) {
    if (more > bytes.length - length) {
      long wanted = Math.max(length + (long) more, 2L * bytes.length);
      int most = Integer.MAX_VALUE - 16;
      if (length + (long) more > most) {
        throw new OutOfMemoryError("a message of more than 2 GiB");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, most));
    }
  }

  private void putByte(int value) {
    ensure(1);
    bytes[length++] = (byte) value;
  }

  /** A number that is not negative; others take ten bytes. */
  public void putNumber(long value) {
    ensure(VARINT_BYTES_MAX);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  private void putSigned(long value) {
    putNumber((value << 1) ^ (value >> 63));
  }

  /** A text. */
  public void putText(String text) {
    int chars = text.length();
    if (chars <= 127) {
      // Most are short and of ASCII, whose bytes are their chars.
      ensure(1 + chars);
      int at = length + 1;
      for (int i = 0; i < chars; i++) {
        char next = text.charAt(i);
        if (next >= 0x80) {
          putBytes(text.getBytes(StandardCharsets.UTF_8));
          return;
        }
        bytes[at + i] = (byte) next;
      }
      bytes[length] = (byte) chars;
      length += 1 + chars;
      return;
    }
    putBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes. */
  public void putBytes(byte[] value) {
    putBytes(value, 0, value.length);
  }

  private void putBytes(byte[] value, int offset, int count) {
    putNumber(count);
    ensure(count);
    System.arraycopy(value, offset, bytes, length, count);
    length += count;
  }

  private void putTag(Tag tag) {
    putByte(tag.number());
  }

  private void putSigned(Tag tag, long value) {
    putTag(tag);
    putSigned(value);
  }

  private void putLong(long value) {
    ensure(Long.BYTES);
    LONG.set(bytes, length, value);
    length += Long.BYTES;
  }

  private void putInt(int value) {
    ensure(Integer.BYTES);
    INT.set(bytes, length, value);
    length += Integer.BYTES;
  }

  /** Begins a frame; {@link #endFrame} wants what this gives. */
  public int beginFrame() {
    int start = length;
    putByte(0);
    putInt(0);
    return start;
  }

  /** Ends a frame of so many rows. */
  public void endFrame(int start, boolean done, int rows) {
    bytes[start] = (byte) (done ? 1 : 0);
    INT.set(bytes, start + 1, rows);
  }

  /** A row of values. */
  public void putRow(@Nullable Object[] row) {
    putNumber(row.length);
    for (Object value : row) {
      putValue(value);
    }
  }

  /**
   * The current row of a result, without an object where there is none yet.
   *
   * @param scratch to find texts with
   */
  public void putRow(SqlResult rows, List<ResultColumn> columns, Slice scratch) {
    int count = columns.size();
    putNumber(count);
    for (int i = 0; i < count; i++) {
      if (rows.hasLong(i)) {
        Tag tag = integer(columns.get(i).jdbcType());
        if (tag != null) {
          putSigned(tag, rows.getLong(i));
          continue;
        }
      } else if (rows.hasDouble(i)) {
        putTag(Tag.DOUBLE);
        putLong(Double.doubleToRawLongBits(rows.getDouble(i)));
        continue;
      } else if (rows.getText(i, scratch)) {
        putTag(Tag.TEXT);
        putBytes(scratch.array(), scratch.offset(), scratch.length());
        continue;
      }
      putValue(rows.get(i));
    }
  }

  /** The class that a whole number of that type is sent as. */
  private static @Nullable Tag integer(int jdbcType) {
    return switch (jdbcType) {
      case Types.TINYINT -> Tag.BYTE;
      case Types.SMALLINT -> Tag.SHORT;
      case Types.INTEGER -> Tag.INTEGER;
      case Types.BIGINT -> Tag.LONG;
      default -> null;
    };
  }

  /** A value of a row or a parameter; IllegalArgumentException if its class cannot be sent. */
  public void putValue(@Nullable Object value) {
    if (value == null) {
      putTag(Tag.NULL);
    } else if (value instanceof String text) {
      putTag(Tag.TEXT);
      putText(text);
    } else if (value instanceof Long number) {
      putSigned(Tag.LONG, number);
    } else if (value instanceof Integer number) {
      putSigned(Tag.INTEGER, number);
    } else if (value instanceof Double number) {
      putTag(Tag.DOUBLE);
      putLong(Double.doubleToRawLongBits(number));
    } else if (value instanceof BigDecimal decimal) {
      putDecimal(decimal.scale(), decimal.unscaledValue());
    } else if (value instanceof Boolean truth) {
      putTag(truth ? Tag.TRUE : Tag.FALSE);
    } else if (value instanceof Short number) {
      putSigned(Tag.SHORT, number);
    } else if (value instanceof Byte number) {
      putSigned(Tag.BYTE, number);
    } else if (value instanceof Float number) {
      putTag(Tag.FLOAT);
      putInt(Float.floatToRawIntBits(number));
    } else if (value instanceof byte[] array) {
      putTag(Tag.BYTES);
      putBytes(array);
    } else if (value instanceof ByteString string) {
      putTag(Tag.BYTES);
      putBytes(string.getBytes());
    } else if (value instanceof UUID uuid) {
      putTag(Tag.UUID);
      putLong(uuid.getMostSignificantBits());
      putLong(uuid.getLeastSignificantBits());
    } else if (value instanceof List<?> list) {
      putTag(Tag.LIST);
      putRow(list.toArray());
    } else if (value instanceof Object[] fields) {
      putTag(Tag.STRUCT);
      putRow(fields);
    } else {
      putParameter(value);
    }
  }

  /** Classes that only parameters have. */
  private void putParameter(Object value) {
    if (value instanceof LocalDate date) {
      putSigned(Tag.DATE, date.toEpochDay());
    } else if (value instanceof LocalTime time) {
      putTag(Tag.TIME);
      putNumber(time.toNanoOfDay());
    } else if (value instanceof LocalDateTime at) {
      putSigned(Tag.TIMESTAMP, at.toEpochSecond(ZoneOffset.UTC));
      putNumber(at.get(ChronoField.NANO_OF_SECOND));
    } else if (value instanceof Instant at) {
      putSigned(Tag.INSTANT, at.getEpochSecond());
      putNumber(at.getNano());
    } else if (value instanceof Duration duration) {
      putSigned(Tag.DURATION, duration.getSeconds());
      putNumber(duration.getNano());
    } else if (value instanceof Period period) {
      putSigned(Tag.PERIOD, period.getYears());
      putSigned(period.getMonths());
      putSigned(period.getDays());
    } else if (value instanceof BigInteger number) {
      putDecimal(0, number);
    } else if (value instanceof Character character) {
      putTag(Tag.TEXT);
      putText(character.toString());
    } else {
      throw new IllegalArgumentException(
          "a value of " + value.getClass().getName() + " cannot be sent");
    }
  }

  private void putDecimal(int scale, BigInteger unscaled) {
    boolean small = unscaled.bitLength() < Long.SIZE;
    putSigned(small ? Tag.DECIMAL : Tag.LARGE_DECIMAL, scale);
    if (small) {
      putSigned(unscaled.longValue());
    } else {
      putBytes(unscaled.toByteArray());
    }
  }
}

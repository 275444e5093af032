package dev.kevo.jdbc.remote;

import dev.kevo.jdbc.remote.PackedFormat.Tag;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads one message of {@link PackedFormat}. What cannot be read is an SqlStateException with
 * SQLSTATE 08P01, whatever the bytes are. Not thread-safe.
 */
public final class PackedReader {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private int position = 1;

  /** Reads a message that {@link PackedFormat#isPacked}. */
  public PackedReader(byte[] message) {
    bytes = message;
  }

  static SqlStateException malformed(String what) {
    return SqlState.PROTOCOL_VIOLATION.failure("the message holds " + what);
  }

  int position() {
    return position;
  }

  void seek(int newPosition) {
    position = newPosition;
  }

  private int advance(int count) {
    int at = position;
    if (count < 0 || count > bytes.length - at) {
      throw malformed("less than it says");
    }
    position = at + count;
    return at;
  }

  /** One byte. */
  public int readByte() {
    return bytes[advance(1)];
  }

  /** A number that is not negative, of at most 31 bits. */
  public int readInt() {
    long number = readNumber();
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw malformed("a number out of range");
    }
    return (int) number;
  }

  /** A number. */
  public long readNumber() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = readByte();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw malformed("a number that does not end");
  }

  private long readSigned() {
    long coded = readNumber();
    return (coded >>> 1) ^ -(coded & 1);
  }

  private int readSignedInt() {
    long number = readSigned();
    if (number != (int) number) {
      throw malformed("a number out of range");
    }
    return (int) number;
  }

  /** The four bytes of a frame's number of rows. */
  int readFixedInt() {
    return (int) INT.get(bytes, advance(Integer.BYTES));
  }

  private long readFixedLong() {
    return (long) LONG.get(bytes, advance(Long.BYTES));
  }

  /** A text. */
  public String readText() {
    int size = readInt();
    return new String(bytes, advance(size), size, StandardCharsets.UTF_8);
  }

  /** A text that is most likely one that is known. */
  String readText(String likely) {
    int before = position;
    int size = readInt();
    int at = advance(size);
    boolean same = size == likely.length();
    for (int i = 0; same && i < size; i++) {
      same = bytes[at + i] == likely.charAt(i) && bytes[at + i] >= 0;
    }
    if (same) {
      return likely;
    }
    position = before;
    return readText();
  }

  /** Bytes. */
  public byte[] readBytes() {
    int size = readInt();
    int at = advance(size);
    return Arrays.copyOfRange(bytes, at, at + size);
  }

  /** How many values a row has; no more than there are bytes. */
  int readWidth() {
    int width = readInt();
    if (width > bytes.length - position) {
      throw malformed("less than it says");
    }
    return width;
  }

  /** A row of values. */
  public @Nullable Object[] readRow() {
    return readRow(0);
  }

  private @Nullable Object[] readRow(int depth) {
    if (depth > PackedFormat.NESTING_MAX) {
      throw malformed("a value nested too deeply");
    }
    @Nullable Object[] row = new Object[readWidth()];
    for (int i = 0; i < row.length; i++) {
      row[i] = readValue(depth);
    }
    return row;
  }

  Tag readTag() {
    return Tag.of(readByte());
  }

  /** The whole number whose tag was read. */
  long readLong() {
    return readSigned();
  }

  /** The double whose tag was read. */
  double readDouble() {
    return Double.longBitsToDouble(readFixedLong());
  }

  /** A value. */
  @Nullable Object readValue() {
    return readValue(0);
  }

  private @Nullable Object readValue(int depth) {
    Tag tag = readTag();
    return switch (tag) {
      case NULL -> null;
      case FALSE -> false;
      case TRUE -> true;
      case BYTE -> (byte) readSignedInt();
      case SHORT -> (short) readSignedInt();
      case INTEGER -> readSignedInt();
      case LONG -> readSigned();
      case FLOAT -> Float.intBitsToFloat(readFixedInt());
      case DOUBLE -> readDouble();
      case DECIMAL -> {
        int scale = readSignedInt();
        yield BigDecimal.valueOf(readSigned(), scale);
      }
      case LARGE_DECIMAL -> {
        int scale = readSignedInt();
        byte[] unscaled = readBytes();
        if (unscaled.length == 0) {
          throw malformed("a decimal that is none");
        }
        yield new BigDecimal(new BigInteger(unscaled), scale);
      }
      case TEXT -> readText();
      case BYTES -> readBytes();
      case UUID -> {
        long high = readFixedLong();
        yield new UUID(high, readFixedLong());
      }
      case LIST -> Arrays.asList(readRow(depth + 1));
      case STRUCT -> readRow(depth + 1);
      case DATE, TIME, TIMESTAMP, INSTANT, DURATION, PERIOD -> readMoment(tag);
    };
  }

  private Object readMoment(Tag tag) {
    try {
      return switch (tag) {
        case DATE -> LocalDate.ofEpochDay(readSigned());
        case TIME -> LocalTime.ofNanoOfDay(readNumber());
        case TIMESTAMP -> {
          long second = readSigned();
          yield LocalDateTime.ofEpochSecond(second, readInt(), ZoneOffset.UTC);
        }
        case INSTANT -> {
          long second = readSigned();
          yield Instant.ofEpochSecond(second, readInt());
        }
        case DURATION -> {
          long second = readSigned();
          yield Duration.ofSeconds(second, readInt());
        }
        default -> {
          int years = readSignedInt();
          int months = readSignedInt();
          yield Period.of(years, months, readSignedInt());
        }
      };
    } catch (DateTimeException | ArithmeticException e) {
      throw malformed("a date or time out of range");
    }
  }

  /** Leaves out a value of a result's row. */
  void skipValue() {
    Tag tag = readTag();
    switch (tag) {
      case NULL, FALSE, TRUE -> {}
      case BYTE, SHORT, INTEGER, LONG -> readNumber();
      case FLOAT -> advance(Integer.BYTES);
      case DOUBLE -> advance(Long.BYTES);
      case TEXT, BYTES -> advance(readInt());
      case UUID -> advance(2 * Long.BYTES);
      default -> {
        // Seldom enough to be read for it.
        position--;
        readValue();
      }
    }
  }
}

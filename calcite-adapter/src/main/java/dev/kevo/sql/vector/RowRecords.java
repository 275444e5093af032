package dev.kevo.sql.vector;

import dev.kevo.engine.Slice;
import dev.kevo.sql.types.SqlState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Rows as records of temporary files: per column a byte that says what follows, then the value.
 * Numbers are little-endian. Not thread-safe.
 */
final class RowRecords {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final byte NULL = 0;
  private static final byte VALUE = 1;
  private static final byte DECIMAL = 2;
  private static final byte INTEGER = 3;
  private static final byte BIGINT = 4;
  private static final byte TEXT = 5;
  private static final byte BYTES = 6;
  private static final byte BOOLEAN = 7;
  private static final byte DOUBLE = 8;
  private static final byte LIST = 9;

  private byte[] record = new byte[256];
  private int size;

  /** Encodes a row; {@link #array} has it until the next one. */
  int encode(Vector[] row, int position) {
    size = 0;
    for (Vector column : row) {
      encode(column, position);
    }
    return size;
  }

  /** The bytes of the row that was encoded last. */
  byte[] array() {
    return record;
  }

  private void encode(Vector column, int position) {
    if (column.isNull(position)) {
      writeByte(NULL);
      return;
    }
    if (column instanceof LongVector longs) {
      writeByte(VALUE);
      writeLong(longs.values()[position]);
    } else if (column instanceof DoubleVector doubles) {
      writeByte(VALUE);
      writeLong(Double.doubleToRawLongBits(doubles.values()[position]));
    } else if (column instanceof BytesVector bytes) {
      writeByte(VALUE);
      writeBytes(bytes.array(position), bytes.offset(position), bytes.length(position));
    } else {
      writeObject(column.get(position));
    }
  }

  private void writeObject(@Nullable Object value) {
    if (value == null) {
      writeByte(NULL);
    } else if (value instanceof BigDecimal number) {
      writeByte(DECIMAL);
      writeInt(number.scale());
      byte[] unscaled = number.unscaledValue().toByteArray();
      writeBytes(unscaled, 0, unscaled.length);
    } else if (value instanceof Integer number) {
      writeByte(INTEGER);
      writeInt(number);
    } else if (value instanceof Long number) {
      writeByte(BIGINT);
      writeLong(number);
    } else if (value instanceof String text) {
      writeByte(TEXT);
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      writeBytes(bytes, 0, bytes.length);
    } else if (value instanceof ByteString bytes) {
      writeByte(BYTES);
      writeBytes(bytes.getBytes(), 0, bytes.length());
    } else if (value instanceof Boolean truth) {
      writeByte(BOOLEAN);
      writeInt(truth ? 1 : 0);
    } else if (value instanceof Double number) {
      writeByte(DOUBLE);
      writeLong(Double.doubleToRawLongBits(number));
    } else if (value instanceof List<?> list) {
      writeByte(LIST);
      writeInt(list.size());
      list.forEach(this::writeObject);
    } else {
      throw SqlState.OUT_OF_MEMORY.failure(
          "values of " + value.getClass().getSimpleName() + " do not fit memory");
    }
  }

  private void ensure(int more) {
    if (more > record.length - size) {
      record = Arrays.copyOf(record, Math.max(size + more, 2 * record.length));
    }
  }

  private void writeByte(byte value) {
    ensure(1);
    record[size++] = value;
  }

  private void writeInt(int value) {
    ensure(Integer.BYTES);
    INT.set(record, size, value);
    size += Integer.BYTES;
  }

  private void writeLong(long value) {
    ensure(Long.BYTES);
    LONG.set(record, size, value);
    size += Long.BYTES;
  }

  private void writeBytes(byte[] bytes, int offset, int length) {
    writeInt(length);
    ensure(length);
    System.arraycopy(bytes, offset, record, size, length);
    size += length;
  }

  /** Reads records back into vectors. Not thread-safe. */
  static final class Reader {
    private byte[] array = new byte[0];
    private int at;

    /** Puts a record's values at a position of vectors. */
    void decode(Slice from, Vector[] row, int position) {
      array = from.array();
      at = from.offset();
      for (Vector column : row) {
        decode(column, position);
      }
    }

    private void decode(Vector column, int position) {
      if (column instanceof ObjectVector) {
        column.set(position, readObject());
      } else if (array[at++] == NULL) {
        column.setNull(position);
      } else if (column instanceof LongVector longs) {
        longs.values()[position] = readLong();
      } else if (column instanceof DoubleVector doubles) {
        doubles.values()[position] = Double.longBitsToDouble(readLong());
      } else if (column instanceof BytesVector bytes) {
        int length = readInt();
        bytes.set(position, array, at, length);
        at += length;
      }
    }

    private @Nullable Object readObject() {
      byte kind = array[at++];
      return switch (kind) {
        case NULL -> null;
        case DECIMAL -> {
          int scale = readInt();
          int length = readInt();
          at += length;
          yield new BigDecimal(new BigInteger(array, at - length, length), scale);
        }
        case INTEGER -> readInt();
        case BIGINT -> readLong();
        case TEXT -> new String(readBytes(), StandardCharsets.UTF_8);
        case BYTES -> new ByteString(readBytes());
        case BOOLEAN -> readInt() != 0;
        case DOUBLE -> Double.longBitsToDouble(readLong());
        case LIST -> {
          int count = readInt();
          List<@Nullable Object> list = new ArrayList<>(count);
          for (int i = 0; i < count; i++) {
            list.add(readObject());
          }
          yield list;
        }
        default -> throw new AssertionError("kind " + kind);
      };
    }

    private byte[] readBytes() {
      int length = readInt();
      at += length;
      return Arrays.copyOfRange(array, at - length, at);
    }

    private int readInt() {
      at += Integer.BYTES;
      return (int) INT.get(array, at - Integer.BYTES);
    }

    private long readLong() {
      at += Long.BYTES;
      return (long) LONG.get(array, at - Long.BYTES);
    }
  }
}

package dev.kevo.sql.row;

import dev.kevo.engine.CorruptionException;
import dev.kevo.sql.types.ColumnType;
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
 * The bytes of a row's value. A slot holds a column that is not part of the primary key; slots are
 * numbered by the columns' ids, so that they stay where they are when columns come and go, and a
 * row that was written before a column came has fewer of them.
 *
 * <pre>
 *   row      head version slots nulls ends data
 *   head     1 byte: 0, 1 or 2 for ends of 1, 2 or 4 bytes
 *   version  varint: the table's version when the row was written
 *   slots    varint: their number
 *   nulls    1 bit per slot, the first one in the lowest bit of the first byte
 *   ends     where each slot's data ends, counted from the first data byte, little-endian
 *   data     integers, dates, times, intervals: the fewest bytes that hold them, little-endian; none for 0
 *            BOOLEAN: none for false, 01 for true
 *            REAL, DOUBLE: 4, 8 bytes, little-endian
 *            DECIMAL: the unscaled number as an integer above, or big-endian if 9 bytes or more
 *            text: UTF-8; bytes and UUID: as they are
 *            ARRAY: for each element a varint, 0 for NULL, else the size of its data plus 1, and
 *            the data
 * </pre>
 */
final class RowFormat {
  static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private RowFormat() {}

  /** Collects one row's slots in their order. Not thread-safe. */
  static final class Writer {
    private final int[] ends;
    private final byte[] nulls;
    private byte[] data;
    private int length;
    private int slot;

    Writer(int slots, int dataBytesExpected) {
      ends = new int[slots];
      nulls = new byte[(slots + 7) / 8];
      data = new byte[dataBytesExpected];
    }

    void addNull() {
      nulls[slot / 8] |= (byte) (1 << (slot % 8));
      ends[slot++] = length;
    }

    void add(ColumnType type, Object value) {
      switch (type.typeName()) {
        case BOOLEAN -> addInteger((Boolean) value ? 1 : 0);
        case REAL -> {
          ensure(Float.BYTES);
          INT.set(data, length, Float.floatToRawIntBits(((Number) value).floatValue()));
          length += Float.BYTES;
        }
        case FLOAT, DOUBLE -> {
          ensure(Double.BYTES);
          LONG.set(data, length, Double.doubleToRawLongBits(((Number) value).doubleValue()));
          length += Double.BYTES;
        }
        case DECIMAL -> addDecimal((BigDecimal) value, type.scale());
        case CHAR, VARCHAR -> addBytes(((String) value).getBytes(StandardCharsets.UTF_8));
        case BINARY, VARBINARY ->
            addBytes(value instanceof ByteString bytes ? bytes.getBytes() : (byte[]) value);
        case UUID -> addBytes(((ByteString) value).getBytes());
        case ARRAY -> addBytes(array(type.element(), (List<?>) value));
        default -> addInteger(((Number) value).longValue());
      }
      ends[slot++] = length;
    }

    private void addInteger(long value) {
      int count = byteCount(value);
      ensure(Long.BYTES);
      LONG.set(data, length, value);
      length += count;
    }

    private void addDecimal(BigDecimal value, int scale) {
      BigInteger unscaled = value.setScale(scale).unscaledValue();
      if (unscaled.bitLength() < Long.SIZE) {
        addInteger(unscaled.longValue());
      } else {
        addBytes(unscaled.toByteArray());
      }
    }

    private void addBytes(byte[] bytes) {
      ensure(bytes.length);
      System.arraycopy(bytes, 0, data, length, bytes.length);
      length += bytes.length;
    }

    private void ensure(int more) {
      if (more > data.length - length) {
        data = Arrays.copyOf(data, Math.max(length + more, 2 * data.length));
      }
    }

    byte[] finish(int version) {
      int code = length <= 0xFF ? 0 : length <= 0xFFFF ? 1 : 2;
      int width = 1 << code;
      int size =
          1
              + varintBytes(version)
              + varintBytes(ends.length)
              + nulls.length
              + width * ends.length
              + length;
      byte[] row = new byte[size];
      int at = 0;
      row[at++] = (byte) code;
      at = putVarint(row, at, version);
      at = putVarint(row, at, ends.length);
      System.arraycopy(nulls, 0, row, at, nulls.length);
      at += nulls.length;
      for (int end : ends) {
        switch (code) {
          case 0 -> row[at] = (byte) end;
          case 1 -> SHORT.set(row, at, (short) end);
          default -> INT.set(row, at, end);
        }
        at += width;
      }
      System.arraycopy(data, 0, row, at, length);
      return row;
    }
  }

  /** The fewest bytes that hold the number and its sign; none for 0. */
  static int byteCount(long value) {
    if (value == 0) {
      return 0;
    }
    return (Long.SIZE - Long.numberOfLeadingZeros(value ^ (value >> 63))) / 8 + 1;
  }

  static long integer(byte[] array, int start, int end) {
    int count = end - start;
    if (count == 0) {
      return 0;
    }
    if (count > Long.BYTES) {
      throw corrupt("an integer of " + count + " bytes");
    }
    if (start + Long.BYTES <= array.length) {
      int unused = Long.SIZE - 8 * count;
      return ((long) LONG.get(array, start) << unused) >> unused;
    }
    long value = array[end - 1];
    for (int i = end - 2; i >= start; i--) {
      value = (value << 8) | (array[i] & 0xFF);
    }
    return value;
  }

  static @Nullable Object value(ColumnType type, byte[] array, int start, int end) {
    return switch (type.typeName()) {
      case BOOLEAN -> end > start;
      case TINYINT -> (byte) integer(array, start, end);
      case SMALLINT -> (short) integer(array, start, end);
      case INTEGER, DATE, INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH ->
          (int) integer(array, start, end);
      case REAL -> Float.intBitsToFloat((int) INT.get(array, fixed(start, end, Float.BYTES)));
      case FLOAT, DOUBLE -> doubleValue(array, start, end);
      case DECIMAL ->
          end - start <= Long.BYTES
              ? BigDecimal.valueOf(integer(array, start, end), type.scale())
              : new BigDecimal(new BigInteger(array, start, end - start), type.scale());
      case CHAR, VARCHAR -> new String(array, start, end - start, StandardCharsets.UTF_8);
      case BINARY, VARBINARY, UUID -> new ByteString(Arrays.copyOfRange(array, start, end));
      case ARRAY -> array(type.element(), array, start, end);
      default -> integer(array, start, end);
    };
  }

  /** The data of an array. */
  private static byte[] array(@Nullable ColumnType element, List<?> values) {
    Writer data = new Writer(values.size(), 8 * values.size());
    int[] sizes = new int[values.size()];
    int total = 0;
    for (int i = 0; i < sizes.length; i++) {
      Object value = values.get(i);
      int before = data.length;
      if (value == null || element == null) {
        data.addNull();
      } else {
        data.add(element, value);
        sizes[i] = data.length - before + 1;
      }
      total += varintBytes(sizes[i]);
    }
    byte[] bytes = new byte[total + data.length];
    int at = 0;
    int from = 0;
    for (int size : sizes) {
      at = putVarint(bytes, at, size);
      int length = Math.max(0, size - 1);
      System.arraycopy(data.data, from, bytes, at, length);
      from += length;
      at += length;
    }
    return bytes;
  }

  private static List<@Nullable Object> array(
      @Nullable ColumnType element, byte[] array, int start, int end) {
    List<@Nullable Object> values = new ArrayList<>();
    int at = start;
    while (at < end) {
      int size = 0;
      int shift = 0;
      int next;
      do {
        if (at >= end || shift > 28) {
          throw corrupt("an array ends too early");
        }
        next = array[at++];
        size |= (next & 0x7F) << shift;
        shift += 7;
      } while (next < 0);
      if (size == 0 || element == null) {
        values.add(null);
        continue;
      }
      if (size < 0 || size - 1 > end - at) {
        throw corrupt("an array's element ends outside");
      }
      values.add(value(element, array, at, at + size - 1));
      at += size - 1;
    }
    return values;
  }

  static double doubleValue(byte[] array, int start, int end) {
    return Double.longBitsToDouble((long) LONG.get(array, fixed(start, end, Double.BYTES)));
  }

  private static int fixed(int start, int end, int width) {
    if (end - start != width) {
      throw corrupt("a number of " + (end - start) + " bytes, expected " + width);
    }
    return start;
  }

  static CorruptionException corrupt(String what) {
    return new CorruptionException("a row of a table cannot be read: " + what);
  }

  private static int varintBytes(int value) {
    int bytes = 1;
    for (int rest = value >>> 7; rest != 0; rest >>>= 7) {
      bytes++;
    }
    return bytes;
  }

  private static int putVarint(byte[] into, int at, int value) {
    int next = at;
    int rest = value;
    while (rest >= 0x80) {
      into[next++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    into[next++] = (byte) rest;
    return next;
  }
}

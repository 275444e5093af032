package dev.kevo.sql.vector;

import dev.kevo.sql.row.ColumnReader;
import dev.kevo.sql.row.RowPlaces;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values of the lane {@link Lane#BYTES}: pieces of arrays that others own and nobody changes, such
 * as blocks of the store.
 */
public final class BytesVector extends Vector {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[][] arrays;
  private int[] offsets;
  private int[] lengths;

  BytesVector(VectorType type, int capacity) {
    super(type);
    arrays = new byte[capacity][];
    offsets = new int[capacity];
    lengths = new int[capacity];
  }

  /** The array in which the value at a position lies. */
  public byte[] array(int position) {
    return arrays[position];
  }

  /** Where in its array the value begins. */
  public int offset(int position) {
    return offsets[position];
  }

  /** How many bytes the value has. */
  public int length(int position) {
    return lengths[position];
  }

  /** Puts in a piece of an array that nobody changes from now on. */
  public void set(int position, byte[] array, int offset, int length) {
    arrays[position] = array;
    offsets[position] = offset;
    lengths[position] = length;
  }

  /** Puts in what lies in a column of entries; gives which positions are NULL. */
  boolean @Nullable [] read(ColumnReader reader, RowPlaces rows, int[] positions, int count) {
    return reader.readBytes(rows, positions, count, arrays, offsets, lengths);
  }

  @Override
  int capacity() {
    return lengths.length;
  }

  @Override
  void grow(int capacity) {
    if (capacity > lengths.length) {
      arrays = Arrays.copyOf(arrays, capacity);
      offsets = Arrays.copyOf(offsets, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
    }
  }

  @Override
  Object box(int position) {
    return type().box(arrays[position], offsets[position], lengths[position]);
  }

  @Override
  void unbox(int position, Object value) {
    byte[] bytes = VectorType.unboxBytes(value);
    set(position, bytes, 0, bytes.length);
  }

  /** What is kept longer is copied: a short text must not keep a whole block in memory. */
  @Override
  void copyValue(int position, Vector source, int from) {
    BytesVector other = (BytesVector) source;
    int start = other.offsets[from];
    int length = other.lengths[from];
    byte[] array = other.arrays[from];
    if (length < array.length) {
      array = Arrays.copyOfRange(array, start, start + length);
    }
    set(position, array, 0, length);
  }

  @Override
  int compareValues(int position, Vector other, int at) {
    BytesVector bytes = (BytesVector) other;
    return compare(
        type().isText(),
        arrays[position],
        offsets[position],
        lengths[position],
        bytes.arrays[at],
        bytes.offsets[at],
        bytes.lengths[at]);
  }

  @Override
  boolean sameValue(int position, Vector other, int at) {
    BytesVector bytes = (BytesVector) other;
    int length = lengths[position];
    if (length != bytes.lengths[at]) {
      return false;
    }
    int a = offsets[position];
    int b = bytes.offsets[at];
    if (length >= Long.BYTES) {
      return Arrays.equals(arrays[position], a, a + length, bytes.arrays[at], b, b + length);
    }
    byte[] first = arrays[position];
    byte[] second = bytes.arrays[at];
    for (int i = 0; i < length; i++) {
      if (first[a + i] != second[b + i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Compares bytes as unsigned numbers; for text in the order of UTF-16, which is that of Java's
   * strings: characters outside the basic plane come before those from U+E000 on.
   */
  static int compare(
      boolean text, byte[] a, int aStart, int aLength, byte[] b, int bStart, int bLength) {
    int differs = Arrays.mismatch(a, aStart, aStart + aLength, b, bStart, bStart + bLength);
    if (differs < 0) {
      return 0;
    }
    if (differs >= aLength || differs >= bLength) {
      return aLength - bLength;
    }
    int x = a[aStart + differs] & 0xFF;
    int y = b[bStart + differs] & 0xFF;
    if (text && x >= 0xEE && y >= 0xEE) {
      x = (x & 0xFE) == 0xEE ? x + 0x10 : x;
      y = (y & 0xFE) == 0xEE ? y + 0x10 : y;
    }
    return x - y;
  }

  @Override
  int hashValue(int position) {
    return hash(arrays[position], offsets[position], lengths[position]);
  }

  private static int hash(byte[] array, int offset, int length) {
    long hash = length;
    int at = offset;
    int end = offset + length;
    for (; end - at >= Long.BYTES; at += Long.BYTES) {
      hash = (hash ^ (long) LONG.get(array, at)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    for (; at < end; at++) {
      hash = 31 * hash + array[at];
    }
    return mix(hash);
  }

  @Override
  void hashValues(int[] positions, int count, int[] hashes) {
    for (int k = 0; k < count; k++) {
      hashes[k] = 31 * hashes[k] + hashValue(positions[k]);
    }
  }

  @Override
  int bytes(int position) {
    return 32 + (isNull(position) ? 0 : lengths[position]);
  }
}

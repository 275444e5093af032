package dev.kevo.engine.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A growing byte array with a write position: what {@link BytesReader} reads. Not thread-safe.
 *
 * <pre>
 * fixed32, fixed64   little-endian
 * varint32, varint64 seven bits per byte, low bits first; the highest bit of all bytes but the last
 *                    is set; numbers are without a sign
 * length-prefixed    length varint32 | bytes
 * </pre>
 */
public final class BytesWriter {
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] array;
  private int size;

  public BytesWriter() {
    this(256);
  }

  public BytesWriter(int capacity) {
    array = new byte[capacity];
  }

  /** The backing array; the first {@link #size} bytes are written. Replaced when it grows. */
  public byte[] array() {
    return array;
  }

  /** The number of bytes written. */
  public int size() {
    return size;
  }

  /** Forgets what was written and keeps the array. */
  public void clear() {
    size = 0;
  }

  /** Forgets what was written after the first {@code size} bytes. */
  public void truncate(int newSize) {
    if (newSize < 0 || newSize > size) {
      throw new IllegalArgumentException("cannot truncate " + size + " bytes to " + newSize);
    }
    size = newSize;
  }

  /** A copy of what was written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(array, size);
  }

  /** Makes room for {@code more} bytes without writing them. */
  public void ensure(int more) {
    int needed = Math.addExact(size, more);
    if (needed > array.length) {
      long doubled = Math.min(2L * array.length, Integer.MAX_VALUE - 8);
      array = Arrays.copyOf(array, (int) Math.max(doubled, needed));
    }
  }

  /**
   * Counts {@code length} bytes as written, for the caller to fill in.
   *
   * @return where they begin in {@link #array}
   */
  public int reserve(int length) {
    ensure(length);
    int at = size;
    size += length;
    return at;
  }

  /** Writes the low eight bits. */
  public void writeByte(int value) {
    ensure(1);
    array[size++] = (byte) value;
  }

  public void writeFixed32(int value) {
    ensure(4);
    INT.set(array, size, value);
    size += 4;
  }

  public void writeFixed64(long value) {
    ensure(8);
    LONG.set(array, size, value);
    size += 8;
  }

  /** Writes an int, read as unsigned, in one to five bytes. */
  public void writeVarint32(int value) {
    ensure(5);
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      array[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[size++] = (byte) rest;
  }

  /** Writes a long, read as unsigned, in one to ten bytes. */
  public void writeVarint64(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      array[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[size++] = (byte) rest;
  }

  /** Writes bytes as they are. */
  public void writeBytes(byte[] bytes, int offset, int length) {
    ensure(length);
    System.arraycopy(bytes, offset, array, size, length);
    size += length;
  }

  /** Writes bytes as they are. */
  public void writeBytes(byte[] bytes) {
    writeBytes(bytes, 0, bytes.length);
  }

  /** Writes a varint32 length and the bytes. */
  public void writeLengthPrefixed(byte[] bytes, int offset, int length) {
    writeVarint32(length);
    writeBytes(bytes, offset, length);
  }

  /** Writes a varint32 length and the bytes. */
  public void writeLengthPrefixed(byte[] bytes) {
    writeLengthPrefixed(bytes, 0, bytes.length);
  }

  /** Overwrites four bytes that were written before. */
  public void setFixed32(int at, int value) {
    if (at < 0 || at + 4 > size) {
      throw new IllegalArgumentException("no four bytes at " + at + " of " + size);
    }
    INT.set(array, at, value);
  }
}

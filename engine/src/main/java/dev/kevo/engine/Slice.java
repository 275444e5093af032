package dev.kevo.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A window on bytes that belong to someone else: an array, an offset and a length.
 *
 * <p>A cursor or a reader moves one slice from entry to entry, so a slice handed out is valid until
 * its owner's next step; {@link #toByteArray} keeps the bytes. The array must not be written to.
 * Not thread-safe.
 */
public final class Slice implements Comparable<Slice> {
  private static final byte[] NOTHING = new byte[0];

  private byte[] array;
  private int offset;
  private int length;

  /** An empty slice. */
  public Slice() {
    this(NOTHING, 0, 0);
  }

  /** A slice of the whole array. */
  public Slice(byte[] array) {
    this(array, 0, array.length);
  }

  /** A slice of {@code length} bytes from {@code offset} on. */
  public Slice(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /** Moves this slice to other bytes. */
  public void set(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /** Moves this slice to the bytes of another one. */
  public void set(Slice other) {
    set(other.array, other.offset, other.length);
  }

  /** The backing array, read-only. */
  public byte[] array() {
    return array;
  }

  /** Where the bytes begin in {@link #array}. */
  public int offset() {
    return offset;
  }

  /** The number of bytes. */
  public int length() {
    return length;
  }

  /** The byte at {@code index}, counted from this slice's begin. */
  public byte at(int index) {
    return array[offset + index];
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  /** Whether the bytes equal {@code bytes}. */
  public boolean contentEquals(byte[] bytes) {
    return Arrays.equals(array, offset, offset + length, bytes, 0, bytes.length);
  }

  /** Orders by unsigned bytes, a prefix before its extensions: the order of keys. */
  @Override
  public int compareTo(Slice other) {
    return Arrays.compareUnsigned(
        array, offset, offset + length, other.array, other.offset, other.offset + other.length);
  }

  /** As {@link #compareTo(Slice)}, with a whole array. */
  public int compareTo(byte[] other) {
    return Arrays.compareUnsigned(array, offset, offset + length, other, 0, other.length);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Slice other
        && length == other.length
        && Arrays.equals(
            array, offset, offset + length, other.array, other.offset, other.offset + length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  /** The bytes read as UTF-8, for people. */
  @Override
  public String toString() {
    return new String(array, offset, length, StandardCharsets.UTF_8);
  }
}

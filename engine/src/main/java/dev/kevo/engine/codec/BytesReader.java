package dev.kevo.engine.codec;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Slice;
import java.util.Arrays;

/**
 * A read position in bytes that came from a file. Reading past the end, and a length that does not
 * fit what is left, is a {@link CorruptionException} that names the file and the place; nothing is
 * allocated before its length was checked. Not thread-safe.
 */
public final class BytesReader {
  private final String file;
  private final long fileOffset;
  private final byte[] array;
  private final int start;
  private final int end;
  private int position;

  /**
   * @param file the file's name, for errors
   * @param fileOffset where in the file {@code array[offset]} lies, for errors
   */
  public BytesReader(String file, long fileOffset, byte[] array, int offset, int length) {
    this.file = file;
    this.fileOffset = fileOffset;
    this.array = array;
    this.start = offset;
    this.end = offset + length;
    this.position = offset;
  }

  public BytesReader(String file, byte[] array) {
    this(file, 0, array, 0, array.length);
  }

  /** Where in the file the next byte lies. */
  public long fileOffset() {
    return fileOffset + position - start;
  }

  /** The index in the array of the next byte. */
  public int position() {
    return position;
  }

  /** The number of bytes left. */
  public int remaining() {
    return end - position;
  }

  /** A byte, 0 to 255. */
  public int readByte() {
    need(1);
    return array[position++] & 0xFF;
  }

  /** A byte that is 0 or 1. */
  public boolean readFlag() {
    int flag = readByte();
    if (flag > 1) {
      throw corrupt("expected 0 or 1, found " + flag);
    }
    return flag == 1;
  }

  public int readFixed32() {
    need(4);
    int value = (int) BytesWriter.INT.get(array, position);
    position += 4;
    return value;
  }

  public long readFixed64() {
    need(8);
    long value = (long) BytesWriter.LONG.get(array, position);
    position += 8;
    return value;
  }

  /** An int of one to five bytes, as unsigned. */
  public int readVarint32() {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = readByte();
      value |= (next & 0x7F) << shift;
      if (next < 0x80) {
        if (shift == 28 && next > 0x0F) {
          break;
        }
        return value;
      }
    }
    throw corrupt("a varint32 is too long");
  }

  /** A long of one to ten bytes, as unsigned. */
  public long readVarint64() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      long next = readByte();
      value |= (next & 0x7F) << shift;
      if (next < 0x80) {
        if (shift == 63 && next > 1) {
          break;
        }
        return value;
      }
    }
    throw corrupt("a varint64 is too long");
  }

  /** A varint32 that counts something of which each takes at least {@code bytesEach} bytes. */
  public int readCount(int bytesEach) {
    int count = readVarint32();
    if (count < 0 || (long) count * bytesEach > remaining()) {
      throw corrupt("a count of " + Integer.toUnsignedString(count) + " does not fit");
    }
    return count;
  }

  /** Sets {@code into} to the next {@code length} bytes, without copying. */
  public void readSlice(int length, Slice into) {
    need(length);
    into.set(array, position, length);
    position += length;
  }

  /** Sets {@code into} to length-prefixed bytes, without copying. */
  public void readLengthPrefixed(Slice into) {
    readSlice(readVarint32(), into);
  }

  /** A copy of length-prefixed bytes. */
  public byte[] readLengthPrefixed() {
    int length = readVarint32();
    need(length);
    position += length;
    return Arrays.copyOfRange(array, position - length, position);
  }

  /** A copy of what is left, without moving on. */
  public byte[] copyRest() {
    return Arrays.copyOfRange(array, position, end);
  }

  /** Refuses bytes that are left over. */
  public void expectEnd() {
    if (position != end) {
      throw corrupt("expected the end, found " + remaining() + " more bytes");
    }
  }

  /** An error that names the file and the current place. */
  public CorruptionException corrupt(String what) {
    return new CorruptionException(file + " at offset " + fileOffset() + ": " + what);
  }

  private void need(int length) {
    if (length < 0 || length > end - position) {
      throw corrupt(
          "expected "
              + Integer.toUnsignedString(length)
              + " more bytes, found "
              + (end - position));
    }
  }
}

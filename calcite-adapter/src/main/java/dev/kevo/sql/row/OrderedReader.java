package dev.kevo.sql.row;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Slice;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.avatica.util.ByteString;

/**
 * Reads back what {@link OrderedBytes} wrote, turned round or not. Bytes that it cannot have
 * written are a {@link CorruptionException}. Not thread-safe.
 */
final class OrderedReader {
  private static final BigInteger HUNDRED = BigInteger.valueOf(100);

  private final byte[] array;
  private final int start;
  private final int end;
  private int position;

  /** All ones while values are read that were turned round, else zero. */
  private int mask;

  OrderedReader(Slice key, int skipped) {
    array = key.array();
    start = key.offset();
    end = key.offset() + key.length();
    position = key.offset() + skipped;
  }

  /** The bytes of the key that are behind it. */
  int position() {
    return position - start;
  }

  void setInverted(boolean inverted) {
    mask = inverted ? 0xFF : 0;
  }

  int readByte() {
    if (position >= end) {
      throw corrupt("it ends too early");
    }
    return (array[position++] & 0xFF) ^ mask;
  }

  void skip(int count) {
    if (count > end - position) {
      throw corrupt("it ends too early");
    }
    position += count;
  }

  long readInteger(int width) {
    return signed(readBigEndian(width), width);
  }

  private static long signed(long bits, int width) {
    long value = bits ^ (1L << (8 * width - 1));
    int unused = 64 - 8 * width;
    return (value << unused) >> unused;
  }

  /** An integer at a known place of a key, without a reader. */
  static long integer(Slice key, int at, int width, boolean inverted) {
    if (width > key.length() - at) {
      throw corrupt("it ends too early");
    }
    long bits = 0;
    for (int i = at; i < at + width; i++) {
      bits = (bits << 8) | (key.at(i) & 0xFF);
    }
    return signed(inverted ? ~bits : bits, width);
  }

  float readFloat() {
    int bits = (int) readBigEndian(4);
    return Float.intBitsToFloat(bits < 0 ? bits ^ Integer.MIN_VALUE : ~bits);
  }

  double readDouble() {
    long bits = readBigEndian(8);
    return Double.longBitsToDouble(bits < 0 ? bits ^ Long.MIN_VALUE : ~bits);
  }

  /** A decimal of that scale, which no digit may be beyond. */
  BigDecimal readDecimal(int scale) {
    BigDecimal decimal = readDecimal();
    try {
      return decimal.setScale(scale);
    } catch (ArithmeticException e) {
      throw corrupt("a decimal has more than " + scale + " digits after the point");
    }
  }

  private BigDecimal readDecimal() {
    int sign = readByte();
    if (sign == 0x80) {
      return BigDecimal.ZERO;
    }
    if (sign != 0x3F && sign != 0xC0) {
      throw corrupt("no decimal begins with " + sign);
    }
    boolean negative = sign == 0x3F;
    mask ^= negative ? 0xFF : 0;
    int exponent = (int) readBigEndian(2) - 0x4000;
    long small = 0;
    BigInteger large = null;
    int pairs = 0;
    for (int next = readByte(); next != 0; next = readByte()) {
      if (next > 100) {
        throw corrupt("no pair of digits is " + next);
      }
      if (pairs == 9) {
        large = BigInteger.valueOf(small);
      }
      if (large == null) {
        small = 100 * small + next - 1;
      } else {
        large = large.multiply(HUNDRED).add(BigInteger.valueOf(next - 1));
      }
      pairs++;
    }
    mask ^= negative ? 0xFF : 0;
    BigInteger digits = large == null ? BigInteger.valueOf(small) : large;
    return new BigDecimal(negative ? digits.negate() : digits, 2 * (pairs - exponent));
  }

  void skipDecimal() {
    int sign = readByte();
    if (sign == 0x80) {
      return;
    }
    skip(2);
    int last = sign == 0x3F ? 0xFF : 0;
    int next;
    do {
      next = readByte();
    } while (next != last);
  }

  String readText() {
    int start = position;
    int chars = 0;
    boolean ascii = true;
    for (int next = readByte(); next != 0; next = readByte()) {
      ascii &= next >= 2 && next < 0x80;
      // Second and third bytes of a character are not counted.
      chars += (next & 0xC0) == 0x80 ? 0 : 1;
    }
    if (ascii && mask == 0) {
      return new String(array, start, chars, StandardCharsets.ISO_8859_1);
    }
    position = start;
    StringBuilder text = new StringBuilder(chars);
    for (int next = readByte(); next != 0; next = readByte()) {
      text.append(readChar(next));
    }
    return text.toString();
  }

  private char readChar(int first) {
    if (first == 1) {
      return (char) (readByte() - 1);
    }
    if (first < 0x80) {
      return (char) first;
    }
    if (first < 0xE0) {
      return (char) (((first & 0x1F) << 6) | (readByte() & 0x3F));
    }
    int second = readByte() & 0x3F;
    return (char) (((first & 0x0F) << 12) | (second << 6) | (readByte() & 0x3F));
  }

  void skipText() {
    int next;
    do {
      next = readByte();
    } while (next != 0);
  }

  /** So many bytes as they are. */
  ByteString readBytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) readByte();
    }
    return new ByteString(bytes);
  }

  ByteString readBytes() {
    int start = position;
    int length = 0;
    for (int next = readByte(); next != 0 || readByte() == 0xFF; next = readByte()) {
      length++;
    }
    position = start;
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) readByte();
      if (bytes[i] == 0) {
        position++;
      }
    }
    position += 2;
    return new ByteString(bytes);
  }

  void skipBytes() {
    int next;
    do {
      next = readByte();
    } while (next != 0 || readByte() == 0xFF);
  }

  private long readBigEndian(int width) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = (value << 8) | readByte();
    }
    return value;
  }

  static CorruptionException corrupt(String what) {
    return new CorruptionException("a key of a table cannot be read: " + what);
  }
}

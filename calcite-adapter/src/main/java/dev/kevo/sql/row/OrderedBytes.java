package dev.kevo.sql.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Appends values so that comparing the bytes, unsigned, is comparing the values. Every value ends
 * by itself: no encoding is a prefix of another one of the same type.
 *
 * <pre>
 *   integers,  big-endian with the sign bit turned round: 1, 2, 4 or 8 bytes; DATE and months 4,
 *   dates...   TIME, TIMESTAMP and other intervals 8
 *   REAL,      their bits, all turned round if negative, else only the sign; -0.0 as 0.0, one NaN,
 *   DOUBLE     greater than infinity
 *   DECIMAL    sign (3F negative, 80 zero, C0 positive); exponent to base 100, 2 bytes; pairs of
 *              digits plus 1; 00. All but the sign turned round if negative
 *   text       each UTF-16 unit as UTF-8 would write it alone, so that surrogates sort as Java
 *              sorts them; 0000 as 01 01 and 0001 as 01 02; then 00
 *   bytes      as they are, 00 as 00 FF; then 00 01
 *   UUID       its 16 bytes
 * </pre>
 *
 * <p>Not thread-safe.
 */
final class OrderedBytes {
  private static final int NEGATIVE = 0x3F;
  private static final int ZERO = 0x80;
  private static final int POSITIVE = 0xC0;
  private static final int EXPONENT_BIAS = 0x4000;
  private static final BigInteger HUNDRED = BigInteger.valueOf(100);

  private byte[] bytes;
  private int length;

  OrderedBytes(int capacity) {
    bytes = new byte[capacity];
  }

  int length() {
    return length;
  }

  /** What was appended lies here from 0 on, until more is appended. */
  byte[] array() {
    return bytes;
  }

  /** Forgets what was appended. */
  void clear() {
    length = 0;
  }

  byte[] toByteArray() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  /** Turns all bits round from {@code start} on, and with them the order. */
  void invertFrom(int start) {
    for (int i = start; i < length; i++) {
      bytes[i] = (byte) ~bytes[i];
    }
  }

  void append(byte[] more) {
    ensure(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  void appendByte(int value) {
    ensure(1);
    bytes[length++] = (byte) value;
  }

  void appendInteger(long value, int width) {
    appendBigEndian(value ^ (1L << (8 * width - 1)), width);
  }

  void appendFloat(float value) {
    int bits = Float.floatToIntBits(value == 0 ? 0f : value);
    appendBigEndian(bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE, 4);
  }

  void appendDouble(double value) {
    long bits = Double.doubleToLongBits(value == 0 ? 0d : value);
    appendBigEndian(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE, 8);
  }

  void appendDecimal(BigDecimal value) {
    int sign = value.signum();
    if (sign == 0) {
      appendByte(ZERO);
      return;
    }
    appendByte(sign < 0 ? NEGATIVE : POSITIVE);
    int start = length;
    // The value is 0.d1 d2 d3 ... to base 100, times 100 to the exponent.
    BigInteger digits = value.unscaledValue().abs();
    int scale = value.scale();
    if ((scale & 1) != 0) {
      digits = digits.multiply(BigInteger.TEN);
      scale++;
    }
    byte[] pairs = pairs(digits);
    int exponent = pairs.length - scale / 2;
    if (exponent <= -EXPONENT_BIAS || exponent >= EXPONENT_BIAS) {
      throw new IllegalArgumentException("the decimal's exponent is out of range: " + exponent);
    }
    appendBigEndian(exponent + EXPONENT_BIAS, 2);
    int end = pairs.length;
    while (pairs[end - 1] == 0) {
      end--;
    }
    for (int i = 0; i < end; i++) {
      appendByte(pairs[i] + 1);
    }
    appendByte(0);
    if (sign < 0) {
      invertFrom(start);
    }
  }

  /** The digits to base 100, the first of them not zero. */
  private static byte[] pairs(BigInteger digits) {
    byte[] reversed = new byte[digits.bitLength() / 6 + 1];
    int count = 0;
    BigInteger rest = digits;
    while (rest.bitLength() > 63) {
      BigInteger[] parts = rest.divideAndRemainder(HUNDRED);
      reversed[count++] = parts[1].byteValue();
      rest = parts[0];
    }
    for (long small = rest.longValue(); small != 0; small /= 100) {
      reversed[count++] = (byte) (small % 100);
    }
    byte[] pairs = new byte[count];
    for (int i = 0; i < count; i++) {
      pairs[i] = reversed[count - 1 - i];
    }
    return pairs;
  }

  void appendText(String text) {
    appendTextStart(text);
    appendByte(0);
  }

  /** A text without its end: the bytes that every longer text begins with too. */
  void appendTextStart(String text) {
    int chars = text.length();
    ensure(chars + 1);
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c >= 2 && c < 0x80) {
        if (length == bytes.length) {
          ensure(chars - i);
        }
        bytes[length++] = (byte) c;
      } else if (c < 2) {
        appendByte(1);
        appendByte(c + 1);
      } else if (c < 0x800) {
        appendByte(0xC0 | (c >> 6));
        appendByte(0x80 | (c & 0x3F));
      } else {
        appendByte(0xE0 | (c >> 12));
        appendByte(0x80 | ((c >> 6) & 0x3F));
        appendByte(0x80 | (c & 0x3F));
      }
    }
  }

  /**
   * Appends a text whose UTF-8 is given, if it is of such characters that its encoding is the same.
   *
   * @return whether it is; if not, nothing was appended
   */
  boolean appendPlainText(byte[] utf8, int start, int count) {
    ensure(count + 1);
    for (int i = 0; i < count; i++) {
      byte b = utf8[start + i];
      if (b < 2) {
        return false;
      }
      bytes[length + i] = b;
    }
    length += count;
    bytes[length++] = 0;
    return true;
  }

  void append(byte[] from, int start, int count) {
    ensure(count);
    System.arraycopy(from, start, bytes, length, count);
    length += count;
  }

  void appendBytes(byte[] value) {
    ensure(value.length + 2);
    for (byte b : value) {
      appendByte(b);
      if (b == 0) {
        appendByte(0xFF);
      }
    }
    appendByte(0);
    appendByte(1);
  }

  private void appendBigEndian(long value, int width) {
    ensure(width);
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
  }

  private void ensure(int more) {
    if (more > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }
}

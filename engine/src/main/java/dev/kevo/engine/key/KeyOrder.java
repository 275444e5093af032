package dev.kevo.engine.key;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The order of user keys (unsigned bytes, a prefix before its extensions), and key heads: eight
 * bytes of a key in one long, so that most comparisons touch no key.
 */
public final class KeyOrder {
  private static final VarHandle BIG_ENDIAN_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int LONG_KEY = 64;

  private KeyOrder() {}

  /**
   * The eight bytes of a key from {@code from} on, padded with zeros at {@code to}, as a long whose
   * signed order is the keys' order. Heads that differ decide; equal heads leave it open.
   */
  public static long head(byte[] array, int from, int to) {
    if (from + Long.BYTES <= to) {
      return (long) BIG_ENDIAN_LONG.get(array, from) ^ Long.MIN_VALUE;
    }
    long head = 0;
    int shift = 56;
    for (int i = from; i < to; i++, shift -= 8) {
      head |= (array[i] & 0xFFL) << shift;
    }
    return head ^ Long.MIN_VALUE;
  }

  /** The number of bytes that two keys have in common at their begin. */
  public static int commonPrefix(byte[] a, byte[] b) {
    int mismatch = Arrays.mismatch(a, b);
    return mismatch < 0 ? a.length : mismatch;
  }

  /** Whether two ranges of bytes are the same; for short keys cheaper than the array intrinsic. */
  public static boolean equal(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
    int length = aTo - aFrom;
    if (length != bTo - bFrom) {
      return false;
    }
    if (length < Long.BYTES || length >= LONG_KEY) {
      return Arrays.equals(a, aFrom, aTo, b, bFrom, bTo);
    }
    int last = length - Long.BYTES;
    for (int i = 0; i < last; i += Long.BYTES) {
      if ((long) BIG_ENDIAN_LONG.get(a, aFrom + i) != (long) BIG_ENDIAN_LONG.get(b, bFrom + i)) {
        return false;
      }
    }
    return (long) BIG_ENDIAN_LONG.get(a, aFrom + last)
        == (long) BIG_ENDIAN_LONG.get(b, bFrom + last);
  }

  /** Compares two ranges of bytes as keys; for short keys cheaper than the array intrinsic. */
  public static int compare(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
    int i = aFrom;
    int j = bFrom;
    while (i + Long.BYTES <= aTo && j + Long.BYTES <= bTo) {
      long x = (long) BIG_ENDIAN_LONG.get(a, i);
      long y = (long) BIG_ENDIAN_LONG.get(b, j);
      if (x != y) {
        return Long.compareUnsigned(x, y);
      }
      i += Long.BYTES;
      j += Long.BYTES;
      if (i - aFrom >= LONG_KEY) {
        return Arrays.compareUnsigned(a, i, aTo, b, j, bTo);
      }
    }
    while (i < aTo && j < bTo) {
      int order = (a[i++] & 0xFF) - (b[j++] & 0xFF);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(aTo - i, bTo - j);
  }
}

package dev.kevo.engine.key;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A 64-bit hash of a user key. Part of the table format: filters are built from it, so it never
 * changes. Compute it once per lookup, for all tables.
 *
 * <pre>
 * hash(key)   := h = length of the key
 *                for each whole eight bytes w:
 *                  h = rotateLeft(h XOR scramble(w), 27) * 5 + 52DCE729
 *                if up to seven bytes are left, with zeros after them as w:
 *                  h = h XOR scramble(w)
 *                h = (h XOR h >>> 33) * FF51AFD7ED558CCD
 *                h = (h XOR h >>> 33) * C4CEB9FE1A85EC53
 *                h XOR h >>> 33
 * scramble(w) := rotateLeft(w * 87C37B91114253D5, 31) * 4CF5AD432745937F
 * </pre>
 *
 * All of it in 64 bits without a sign; eight bytes are a little-endian integer.
 */
public final class KeyHash {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long A = 0x87C37B91114253D5L;
  private static final long B = 0x4CF5AD432745937FL;

  private KeyHash() {}

  public static long of(byte[] key) {
    return of(key, 0, key.length);
  }

  /** The hash of the bytes from {@code from} to {@code to}. */
  public static long of(byte[] array, int from, int to) {
    long hash = (long) to - from;
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      hash = Long.rotateLeft(hash ^ scramble((long) LONG.get(array, i)), 27) * 5 + 0x52DCE729;
    }
    if (i < to) {
      long rest = 0;
      for (int shift = 0; i < to; i++, shift += Byte.SIZE) {
        rest |= (array[i] & 0xFFL) << shift;
      }
      hash ^= scramble(rest);
    }
    hash = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
    hash = (hash ^ (hash >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return hash ^ (hash >>> 33);
  }

  private static long scramble(long bytes) {
    return Long.rotateLeft(bytes * A, 31) * B;
  }
}

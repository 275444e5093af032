package dev.kevo.engine.codec;

import java.util.Arrays;

/**
 * Compresses into LZ4 blocks. Keeps its table of positions from one block to the next, which need
 * not be cleared: positions are stored above a base that moves past each block. For one thread.
 */
final class Lz4Encoder {
  static final int MATCH_BYTES_MIN = 4;
  static final int DISTANCE_MAX = (1 << 16) - 1;

  /** In a token, half a byte each: this, and more bytes follow. */
  static final int LENGTH_CONTINUES = 15;

  /** A block's last bytes are literals, so that decoders may copy eight bytes at once. */
  private static final int LAST_LITERALS = 5;

  /** No match begins nearer to the end. */
  private static final int LAST_MATCH_BYTES = 12;

  /** 4,096 positions: they stay in the processor's first cache beside a block of usual size. */
  private static final int HASH_BITS = 12;

  private static final int HASH = 0x9E3779B1;

  /** So many places in vain, and the next ones are one byte further apart. */
  private static final int PATIENCE_SHIFT = 6;

  private final int[] positions = new int[1 << HASH_BITS];

  /** Above all positions of earlier blocks. */
  private int base = 1;

  /** The bytes that {@link #encode} may need. */
  static int lengthMax(int length) {
    return Math.addExact(length, length / 255 + 16);
  }

  /**
   * Compresses {@code from[0..length)} to {@code into[at..)}, where there is room for {@link
   * #lengthMax}.
   *
   * @return where the block ends
   */
  int encode(byte[] from, int length, byte[] into, int at) {
    if (base > Integer.MAX_VALUE - length) {
      Arrays.fill(positions, 0);
      base = 1;
    }
    int to = at;
    int anchor = 0;
    int next = 1; // What is not known stands for position 0.
    int last = length - LAST_MATCH_BYTES;
    while (true) {
      int matched = 0;
      int tries = 1 << PATIENCE_SHIFT;
      while (next <= last) {
        int bytes = intAt(from, next);
        int slot = (bytes * HASH) >>> (Integer.SIZE - HASH_BITS);
        matched = Math.max(0, positions[slot] - base);
        positions[slot] = base + next;
        if (intAt(from, matched) == bytes && next - matched <= DISTANCE_MAX) {
          break;
        }
        next += tries++ >>> PATIENCE_SHIFT;
      }
      if (next > last) {
        base += length;
        return literals(from, anchor, length - anchor, into, to);
      }
      while (next > anchor && matched > 0 && from[next - 1] == from[matched - 1]) {
        next--;
        matched--;
      }
      int end = matchEnd(from, matched, next, length - LAST_LITERALS);
      int token = to;
      to = literals(from, anchor, next - anchor, into, to);
      int distance = next - matched;
      into[to++] = (byte) distance;
      into[to++] = (byte) (distance >>> Byte.SIZE);
      int more = end - next - MATCH_BYTES_MIN;
      into[token] |= (byte) Math.min(more, LENGTH_CONTINUES);
      if (more >= LENGTH_CONTINUES) {
        to = restOfLength(more, into, to);
      }
      next = end;
      anchor = end;
      if (next <= last) {
        positions[(intAt(from, next - 2) * HASH) >>> (Integer.SIZE - HASH_BITS)] = base + next - 2;
      }
    }
  }

  private static int intAt(byte[] from, int at) {
    return (int) BytesWriter.INT.get(from, at);
  }

  /** Where the match of which four bytes are known ends, at {@code limit} at most. */
  private static int matchEnd(byte[] from, int matched, int begun, int limit) {
    int a = matched + MATCH_BYTES_MIN;
    int b = begun + MATCH_BYTES_MIN;
    while (b <= limit - Long.BYTES) {
      long difference = (long) BytesWriter.LONG.get(from, a) ^ (long) BytesWriter.LONG.get(from, b);
      if (difference != 0) {
        return b + (Long.numberOfTrailingZeros(difference) >>> 3);
      }
      a += Long.BYTES;
      b += Long.BYTES;
    }
    while (b < limit && from[a] == from[b]) {
      a++;
      b++;
    }
    return b;
  }

  /** Writes a token with the number of literals, and the literals. */
  private static int literals(byte[] from, int begin, int count, byte[] into, int at) {
    int to = at;
    into[to++] = (byte) (Math.min(count, LENGTH_CONTINUES) << 4);
    if (count >= LENGTH_CONTINUES) {
      to = restOfLength(count, into, to);
    }
    System.arraycopy(from, begin, into, to, count);
    return to + count;
  }

  private static int restOfLength(int length, byte[] into, int at) {
    int to = at;
    int rest = length - LENGTH_CONTINUES;
    while (rest >= 255) {
      into[to++] = (byte) 255;
      rest -= 255;
    }
    into[to++] = (byte) rest;
    return to;
  }
}

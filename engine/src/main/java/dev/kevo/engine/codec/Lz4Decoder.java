package dev.kevo.engine.codec;

import java.util.Arrays;

/** Decompresses LZ4 blocks. Whatever a block holds, nothing outside the two ranges is touched. */
final class Lz4Decoder {
  /** Copies of at most so many bytes are not worth a call. */
  private static final int SHORT_BYTES = 32;

  private final byte[] from;
  private final int end;
  private final byte[] into;
  private int next;

  private Lz4Decoder(byte[] from, int offset, int length, byte[] into) {
    this.from = from;
    this.next = offset;
    this.end = offset + length;
    this.into = into;
  }

  /** Fills {@code into} from a block; false if the block does not decompress to just that. */
  static boolean decode(byte[] from, int offset, int length, byte[] into) {
    return new Lz4Decoder(from, offset, length, into).decode();
  }

  private boolean decode() {
    int filled = 0;
    while (next < end) {
      int token = from[next++] & 0xFF;
      int literals = length(token >>> 4);
      if (literals < 0 || literals > end - next || literals > into.length - filled) {
        return false;
      }
      copyLiterals(filled, literals);
      next += literals;
      filled += literals;
      if (next == end) {
        return filled == into.length;
      }
      if (end - next < 2) {
        return false;
      }
      int distance = (from[next] & 0xFF) | (from[next + 1] & 0xFF) << Byte.SIZE;
      next += 2;
      int more = length(token & Lz4Encoder.LENGTH_CONTINUES);
      int room = into.length - filled - Lz4Encoder.MATCH_BYTES_MIN;
      if (distance == 0 || distance > filled || more < 0 || more > room) {
        return false;
      }
      copyMatch(filled, distance, more + Lz4Encoder.MATCH_BYTES_MIN);
      filled += more + Lz4Encoder.MATCH_BYTES_MIN;
    }
    return false;
  }

  /** The length of which a token has the first part; -1 if it cannot be. */
  private int length(int first) {
    int length = first;
    if (first == Lz4Encoder.LENGTH_CONTINUES) {
      int more;
      do {
        if (next == end || length > into.length) {
          return -1;
        }
        more = from[next++] & 0xFF;
        length += more;
      } while (more == 255);
    }
    return length;
  }

  private void copyLiterals(int to, int count) {
    if (count <= SHORT_BYTES && end - next >= SHORT_BYTES && into.length - to >= SHORT_BYTES) {
      for (int i = 0; i < count; i += Long.BYTES) {
        BytesWriter.LONG.set(into, to + i, (long) BytesWriter.LONG.get(from, next + i));
      }
    } else {
      System.arraycopy(from, next, into, to, count);
    }
  }

  private void copyMatch(int to, int distance, int count) {
    int begin = to - distance;
    if (distance >= Long.BYTES && count <= into.length - to - Long.BYTES) {
      // Goes up to seven bytes too far, which are written again later.
      for (int i = 0; i < count; i += Long.BYTES) {
        BytesWriter.LONG.set(into, to + i, (long) BytesWriter.LONG.get(into, begin + i));
      }
    } else if (distance >= count) {
      System.arraycopy(into, begin, into, to, count);
    } else if (distance == 1) {
      Arrays.fill(into, to, to + count, into[begin]);
    } else {
      for (int i = 0; i < count; i++) {
        into[to + i] = into[begin + i];
      }
    }
  }
}

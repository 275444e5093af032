package dev.kevo.engine.sstable;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.codec.BytesWriter;

/**
 * A set of key hashes that may say yes wrongly, never no. Each hash owns a few bits of one line of
 * 512, so a question touches one place in memory.
 *
 * <pre>
 * filter := probes byte (1 to 16) | line+
 * line   := 64 bytes; bit b is bit b mod 8, from the lowest on, of byte b / 8
 *
 * a key's line := ((hash >>> 32) * number of lines) >>> 32        hash: {@link KeyHash}
 * a key's bits := x = low 32 bits of the hash
 *                 so often as there are probes: bit x >>> 23; x = low 32 bits of x * 9E3779B9
 * </pre>
 */
final class BloomFilter {
  private static final int LINE_LONGS = 8;
  private static final int LINE_BYTES = LINE_LONGS * Long.BYTES;
  private static final int LINE_BITS = LINE_BYTES * Byte.SIZE;
  private static final int PROBES_MAX = 16;
  private static final int NEXT_PROBE = 0x9E3779B9;

  private final int probes;
  private final int lines;
  private final long[] words;

  private BloomFilter(int probes, long[] words) {
    this.probes = probes;
    this.lines = words.length / LINE_LONGS;
    this.words = words;
  }

  /** A filter of the first {@code count} hashes. */
  static BloomFilter build(long[] hashes, int count, int bitsPerKey) {
    long bits = (long) count * bitsPerKey;
    int lines = Math.toIntExact(Math.max(1, (bits + LINE_BITS - 1) / LINE_BITS));
    int probes = Math.max(1, Math.min(PROBES_MAX, Math.round(bitsPerKey * 0.6f)));
    BloomFilter filter = new BloomFilter(probes, new long[lines * LINE_LONGS]);
    for (int i = 0; i < count; i++) {
      filter.add(hashes[i]);
    }
    return filter;
  }

  private void add(long hash) {
    int line = line(hash);
    int rest = (int) hash;
    for (int i = 0; i < probes; i++) {
      int bit = rest >>> 23;
      words[line + (bit >>> 6)] |= 1L << bit;
      rest *= NEXT_PROBE;
    }
  }

  /** The memory it takes. */
  long memoryBytes() {
    return (long) words.length * Long.BYTES;
  }

  /** Whether the hash may be in the set. */
  boolean mayContain(long hash) {
    int line = line(hash);
    int rest = (int) hash;
    for (int i = 0; i < probes; i++) {
      int bit = rest >>> 23;
      if ((words[line + (bit >>> 6)] & (1L << bit)) == 0) {
        return false;
      }
      rest *= NEXT_PROBE;
    }
    return true;
  }

  private int line(long hash) {
    return (int) (((hash >>> 32) * lines) >>> 32) * LINE_LONGS;
  }

  void encode(BytesWriter into) {
    into.writeByte(probes);
    for (long word : words) {
      into.writeFixed64(word);
    }
  }

  static BloomFilter decode(BytesReader from) {
    int probes = from.readByte();
    int bytes = from.remaining();
    if (probes < 1 || probes > PROBES_MAX || bytes == 0 || bytes % LINE_BYTES != 0) {
      throw badFilter(from, probes, bytes);
    }
    long[] words = new long[bytes / Long.BYTES];
    for (int i = 0; i < words.length; i++) {
      words[i] = from.readFixed64();
    }
    return new BloomFilter(probes, words);
  }

  private static CorruptionException badFilter(BytesReader from, int probes, int bytes) {
    return from.corrupt("a filter of " + probes + " probes and " + bytes + " bytes");
  }
}

package dev.kevo.engine.memtable;

import dev.kevo.engine.key.KeyHash;

/**
 * Says of most keys that a MemTable does not have that it does not, for the price of one word of
 * memory: a Bloom filter whose bits of a key all lie in one word.
 *
 * <p>One writer at a time; readers on any thread. A key is met by all readers to whom its {@link
 * #add} happened before.
 */
final class KeyFilter {
  /** Then one of about thirty keys that are not there is taken for one that may be. */
  private static final int KEYS_PER_WORD_MAX = 8;

  /** Bits of the hash that choose one of a word's bits. */
  private static final int BIT_INDEX_BITS = 6;

  private final long[] words;
  private final int shift;

  /**
   * An empty filter.
   *
   * @param keys that it is made for: a power of two, at least 16; more make it say less
   */
  KeyFilter(int keys) {
    words = new long[keys / KEYS_PER_WORD_MAX];
    shift = Long.SIZE - Integer.numberOfTrailingZeros(words.length);
  }

  /**
   * Adds a key.
   *
   * @param hash by {@link KeyHash}
   */
  void add(long hash) {
    words[word(hash)] |= bits(hash);
  }

  /** Whether a key may be among those that were added. */
  boolean mayContain(long hash) {
    long bits = bits(hash);
    return (words[word(hash)] & bits) == bits;
  }

  private int word(long hash) {
    return (int) (hash >>> shift);
  }

  private static long bits(long hash) {
    return 1L << hash
        | 1L << (hash >>> BIT_INDEX_BITS)
        | 1L << (hash >>> (2 * BIT_INDEX_BITS))
        | 1L << (hash >>> (3 * BIT_INDEX_BITS));
  }
}

package dev.kevo.engine;

/**
 * Steps over the entries of a {@link Scan}, in its direction.
 *
 * <p>A new cursor stands before the first entry. The slices of {@link #key} and {@link #value} are
 * valid until the next call of {@link #next}, {@link #skip}, {@link #seek} or {@link #close}. Must
 * be closed. For one thread at a time. Every method may throw {@link StorageException} or {@link
 * CorruptionException}; the end of the data is never reported for a read that failed.
 */
public interface Cursor extends AutoCloseable {
  /** Moves to the next entry; false at the end, and from then on. */
  boolean next();

  /**
   * Moves on by as many entries as a batch has room for, which costs less than as many single
   * steps. Afterwards the cursor stands on the last of them.
   *
   * @param into gets these entries behind those that it holds
   * @return their number: less than the batch had room for at the end alone, and 0 from then on
   */
  int next(EntryBatch into);

  /**
   * Skips ahead, so that the following {@link #next} moves to the first entry at or after {@code
   * key} in the scan's direction. A key behind the cursor's place is an {@link
   * IllegalArgumentException}; the scan's limit goes on counting.
   */
  void seek(byte[] key);

  /**
   * Moves over up to so many entries, as that many calls of {@link #next} would, but without
   * stepping where stored counts say how many entries lie ahead. {@code Long.MAX_VALUE} counts what
   * is left.
   *
   * @return how many entries it moved; fewer than {@code max} mean the end. The cursor stands on
   *     the last of them
   */
  default long skip(long max) {
    if (max < 0) {
      throw new IllegalArgumentException("a negative number of entries: " + max);
    }
    long passed = 0;
    while (passed < max && next()) {
      passed++;
    }
    return passed;
  }

  /** The current key. */
  Slice key();

  /** The current value. */
  Slice value();

  /** Releases what the cursor pins. Closing twice is allowed. */
  @Override
  void close();
}

package dev.kevo.engine;

/**
 * Steps over the entries of a {@link Scan}, in its direction.
 *
 * <p>A new cursor stands before the first entry. The slices of {@link #key} and {@link #value} are
 * valid until the next call of {@link #next}, {@link #seek} or {@link #close}. Must be closed. For
 * one thread at a time. Every method may throw {@link StorageException} or {@link
 * CorruptionException}; the end of the data is never reported for a read that failed.
 */
public interface Cursor extends AutoCloseable {
  /** Moves to the next entry; false at the end, and from then on. */
  boolean next();

  /**
   * Skips ahead, so that the following {@link #next} moves to the first entry at or after {@code
   * key} in the scan's direction. A key behind the cursor's place is an {@link
   * IllegalArgumentException}; the scan's limit goes on counting.
   */
  void seek(byte[] key);

  /** The current key. */
  Slice key();

  /** The current value. */
  Slice value();

  /** Releases what the cursor pins. Closing twice is allowed. */
  @Override
  void close();
}

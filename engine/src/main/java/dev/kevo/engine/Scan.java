package dev.kevo.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a range scan asks for.
 *
 * @param range the keys
 * @param reversed whether the cursor runs from the range's end to its start
 * @param limit at most so many entries; {@link #NO_LIMIT} for all
 * @param keysOnly whether values are not needed; the cursor's value is then unspecified
 * @param filter which entries of the range are shown; null for all
 */
public record Scan(
    KeyRange range, boolean reversed, long limit, boolean keysOnly, @Nullable EntryFilter filter) {
  /** As many entries as there are. */
  public static final long NO_LIMIT = Long.MAX_VALUE;

  public Scan {
    if (limit < 0) {
      throw new IllegalArgumentException("limit is negative: " + limit);
    }
  }

  /** Every entry, ascending. */
  public static Scan all() {
    return of(KeyRange.all());
  }

  /** Every entry of a range, ascending. */
  public static Scan of(KeyRange range) {
    return new Scan(range, false, NO_LIMIT, false, null);
  }

  /** The same scan from the end to the start, or back again. */
  public Scan withReversed(boolean reversed) {
    return new Scan(range, reversed, limit, keysOnly, filter);
  }

  /** The same scan with at most so many entries. */
  public Scan withLimit(long limit) {
    return new Scan(range, reversed, limit, keysOnly, filter);
  }

  /** The same scan, with or without values. */
  public Scan withKeysOnly(boolean keysOnly) {
    return new Scan(range, reversed, limit, keysOnly, filter);
  }

  /** The same scan, of the entries that pass a filter; null for all. */
  public Scan withFilter(@Nullable EntryFilter filter) {
    return new Scan(range, reversed, limit, keysOnly, filter);
  }
}

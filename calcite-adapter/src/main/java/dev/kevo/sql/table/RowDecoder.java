package dev.kevo.sql.table;

import dev.kevo.engine.Slice;
import org.jspecify.annotations.Nullable;

/** Reads chosen columns of a table's entries. Not thread-safe. */
public interface RowDecoder {
  /**
   * Decodes an entry.
   *
   * @param row gets the chosen columns in the order in which they were asked for
   * @return whether the entry is a row of the table; always true unless it {@link #skipsEntries}
   */
  boolean decode(Slice key, Slice value, @Nullable Object[] row);

  /** Whether some entries may be no rows; if not, entries can be counted without decoding them. */
  default boolean skipsEntries() {
    return false;
  }

  /** Whether the entry's value is read, so that a scan cannot leave it out. */
  boolean needsValue();
}

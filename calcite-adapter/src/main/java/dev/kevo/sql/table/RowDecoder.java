package dev.kevo.sql.table;

import dev.kevo.engine.Slice;
import org.jspecify.annotations.Nullable;

/** Reads chosen columns of a table's entries. Not thread-safe. */
public interface RowDecoder {
  /**
   * Decodes an entry.
   *
   * @param row gets the chosen columns in the order in which they were asked for
   * @return whether the entry is a row of the table; always true of a typed table's entries
   */
  boolean decode(Slice key, Slice value, @Nullable Object[] row);

  /** Whether the entry's value is read, so that a scan cannot leave it out. */
  boolean needsValue();
}

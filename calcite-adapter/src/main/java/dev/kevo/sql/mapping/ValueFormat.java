package dev.kevo.sql.mapping;

import dev.kevo.engine.Slice;
import org.jspecify.annotations.Nullable;

/** How the values of a mapped table's entries hold its columns. Immutable and thread-safe. */
public sealed interface ValueFormat permits JsonFormat, DelimitedFormat, TextFormat, BinaryFormat {
  /**
   * Reads a value.
   *
   * @param row gets the columns that the value holds; those of the key are left as they are
   * @throws MalformedValueException if the bytes are no such value
   */
  void read(Slice value, @Nullable Object[] row);

  /**
   * Writes a row.
   *
   * @param row one value of its type per column of the table
   * @param stored the value that it takes the place of, whose other content is kept; null for none
   */
  byte[] write(@Nullable Object[] row, @Nullable Slice stored);

  /** Whether a value may hold more than the columns, which an update must keep. */
  boolean holdsMore();
}

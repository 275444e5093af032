package dev.kevo.sql.table;

import dev.kevo.engine.Slice;
import dev.kevo.sql.row.RowReader;
import org.jspecify.annotations.Nullable;

/**
 * Chosen columns of one entry after another of a typed table, each decoded when it is asked for.
 * Columns are counted from 0 in the order in which they were chosen. Valid for as long as the
 * entry's slices are. Not thread-safe.
 */
public final class EncodedRow implements RowDecoder {
  private static final Slice NOTHING = new Slice(new byte[] {0, 0, 0});

  private final RowReader reader;
  private final int[] columns;

  EncodedRow(RowReader reader, int[] columns) {
    this.reader = reader;
    this.columns = columns;
  }

  /** Moves to an entry. */
  public void set(Slice key, Slice value) {
    reader.set(key, value);
  }

  /** Lets go of the entry's bytes, so that they are not kept in memory. */
  public void clear() {
    reader.set(NOTHING, NOTHING);
  }

  /** The value of a column. */
  public @Nullable Object get(int column) {
    return reader.get(columns[column]);
  }

  /** Whether a column holds a whole number, so that {@link #getLong} gives it; not if NULL. */
  public boolean hasLong(int column) {
    return reader.isInteger(columns[column]) && !reader.isNull(columns[column]);
  }

  /** The whole number in a column, without an object. */
  public long getLong(int column) {
    return reader.getLong(columns[column]);
  }

  /** Whether a column is FLOAT or DOUBLE, so that {@link #getDouble} gives it; not if NULL. */
  public boolean hasDouble(int column) {
    return reader.isDouble(columns[column]) && !reader.isNull(columns[column]);
  }

  /** The number in a column of FLOAT or DOUBLE, without an object. */
  public double getDouble(int column) {
    return reader.getDouble(columns[column]);
  }

  /**
   * The UTF-8 bytes of a column of text, where they lie.
   *
   * @return false if they do not lie there as they are, or it is no text, or NULL
   */
  public boolean getText(int column, Slice into) {
    int which = columns[column];
    return reader.isText(which) && !reader.isNull(which) && reader.getBytes(which, into);
  }

  @Override
  public boolean decode(Slice key, Slice value, @Nullable Object[] row) {
    set(key, value);
    decode(row);
    return true;
  }

  /** Decodes all columns. */
  public void decode(@Nullable Object[] row) {
    for (int i = 0; i < columns.length; i++) {
      row[i] = reader.get(columns[i]);
    }
  }

  @Override
  public boolean needsValue() {
    return true;
  }
}

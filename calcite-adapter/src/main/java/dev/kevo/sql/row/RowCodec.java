package dev.kevo.sql.row;

import dev.kevo.engine.Slice;
import dev.kevo.sql.catalog.TableDef;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a typed table as entries of the store. Values are in the representation that Calcite's
 * executor uses: that of SqlResult, but ByteString for binary columns, where byte[] is taken too;
 * they must have gone through {@link dev.kevo.sql.types.ColumnValues#convert}. Immutable and
 * thread-safe.
 */
public final class RowCodec {
  private final TableDef table;

  public RowCodec(TableDef table) {
    this.table = table;
  }

  /** The codec of its keys. */
  public KeyCodec keys() {
    throw new UnsupportedOperationException(table.name());
  }

  /**
   * The key of a row.
   *
   * @param row one value per column of the table
   * @param rowId the hidden row id; ignored if the table has a primary key
   */
  public byte[] encodeKey(@Nullable Object[] row, long rowId) {
    throw new UnsupportedOperationException(row.length + " " + rowId);
  }

  /** The value of a row: what its key does not hold. */
  public byte[] encodeValue(@Nullable Object[] row) {
    throw new UnsupportedOperationException(row.length + " ");
  }

  /** Decodes the columns asked for: column {@code columns[i]} of the table goes to into[i]. */
  public void decode(Slice key, Slice value, int[] columns, @Nullable Object[] into) {
    throw new UnsupportedOperationException(key.toString() + value + columns.length + into.length);
  }

  /** Decodes one column of the table. */
  public @Nullable Object decode(Slice key, Slice value, int column) {
    throw new UnsupportedOperationException(key.toString() + value + column);
  }

  /** Whether the column is part of the key, so that its value can be had from a keys-only scan. */
  public boolean isInKey(int column) {
    return table.isKeyColumn(column);
  }

  /** The hidden row id in a key of a table without primary key. */
  public long rowId(Slice key) {
    throw new UnsupportedOperationException(key.toString());
  }
}

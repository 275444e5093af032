package dev.kevo.sql.row;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Slice;
import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.types.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries of an index. Immutable and thread-safe.
 *
 * <p>An entry of a unique index whose keys are all there stands under the keys alone, so that a
 * second row with them meets it; all others carry the row's key in their own.
 *
 * <pre>
 *   alone    key    prefix keys          value  length (4 bytes, big-endian) row included
 *   others   key    prefix keys row      value  included
 *   keys     {@link KeyCodec}, every column as if it allowed NULL, so that allowing it later or no
 *            longer changes no entry
 *   row      the row's key without its table's prefix
 *   included nothing if the index includes no columns, else a {@link RowFormat} of them
 * </pre>
 */
public final class IndexCodec {
  /** The bytes of the length of a row's key in a value. */
  static final int LENGTH_BYTES = 4;

  private final IndexDef index;
  private final KeyCodec keys;
  private final byte[] rowPrefix;
  private final int[] includedColumns;
  private final RowCodec included;

  public IndexCodec(TableDef table, IndexDef index) {
    this.index = index;
    this.keys = new KeyCodec(index.id(), keyColumns(table, index));
    this.rowPrefix = KeyCodec.of(table).prefix();
    this.includedColumns = index.included().stream().mapToInt(table::ordinal).toArray();
    this.included = new RowCodec(includedTable(table, index));
  }

  private static List<KeyCodec.KeyColumn> keyColumns(TableDef table, IndexDef index) {
    List<KeyCodec.KeyColumn> columns = new ArrayList<>();
    for (IndexDef.Key key : index.keys()) {
      ColumnType type = key.expressionType();
      if (type == null) {
        type = table.columnOfId(key.columnId()).type();
      }
      columns.add(new KeyCodec.KeyColumn(type.withNullable(true), key.descending()));
    }
    return columns;
  }

  /** The included columns as the rows of a table without a key. */
  private static TableDef includedTable(TableDef table, IndexDef index) {
    List<ColumnDef> columns = new ArrayList<>();
    for (int id : index.included()) {
      ColumnDef column = table.columnOfId(id);
      columns.add(new ColumnDef(columns.size(), column.name(), column.type()));
    }
    return new TableDef(
        index.id(), TableDef.Kind.TABLE, table.schema(), index.name(), 1, columns, List.of(), null);
  }

  /** The codec of the keys in front of an entry's key. */
  public KeyCodec keys() {
    return keys;
  }

  /** Whether a row with these keys must be the only one. */
  public boolean isAlone(@Nullable Object[] keyValues) {
    if (!index.unique()) {
      return false;
    }
    for (Object value : keyValues) {
      if (value == null) {
        return false;
      }
    }
    return true;
  }

  /**
   * The key of a row's entry.
   *
   * @param keyValues one value per key of the index
   * @param rowKey the row's own key
   */
  public byte[] encodeKey(@Nullable Object[] keyValues, byte[] rowKey) {
    byte[] start = keys.encodePrefix(keyValues, keyValues.length);
    if (isAlone(keyValues)) {
      return start;
    }
    int rowLength = rowKey.length - rowPrefix.length;
    byte[] key = Arrays.copyOf(start, start.length + rowLength);
    System.arraycopy(rowKey, rowPrefix.length, key, start.length, rowLength);
    return key;
  }

  /**
   * The value of a row's entry.
   *
   * @param row the row, for the included columns
   */
  public byte[] encodeValue(@Nullable Object[] keyValues, byte[] rowKey, @Nullable Object[] row) {
    byte[] carried = includedColumns.length == 0 ? new byte[0] : included(row);
    if (!isAlone(keyValues)) {
      return carried;
    }
    int rowLength = rowKey.length - rowPrefix.length;
    byte[] value = new byte[LENGTH_BYTES + rowLength + carried.length];
    for (int i = 0; i < LENGTH_BYTES; i++) {
      value[i] = (byte) (rowLength >>> (8 * (LENGTH_BYTES - 1 - i)));
    }
    System.arraycopy(rowKey, rowPrefix.length, value, LENGTH_BYTES, rowLength);
    System.arraycopy(carried, 0, value, LENGTH_BYTES + rowLength, carried.length);
    return value;
  }

  private byte[] included(@Nullable Object[] row) {
    @Nullable Object[] values = new Object[includedColumns.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = row[includedColumns[i]];
    }
    return included.encodeValue(values);
  }

  /**
   * An encoder of entries of stored rows.
   *
   * @param row a reader of the table's rows
   * @param keyColumns the columns that the index sorts by; none is an expression
   */
  public EntryEncoder encoder(RowReader row, int[] keyColumns) {
    return new EntryEncoder(this, row, keyColumns);
  }

  boolean isUnique() {
    return index.unique();
  }

  int rowPrefixLength() {
    return rowPrefix.length;
  }

  int[] includedColumns() {
    return includedColumns;
  }

  byte[] encodeIncluded(@Nullable Object[] values) {
    return included.encodeValue(values);
  }

  /** The key of the row that an entry is about. */
  public byte[] rowKey(Slice key, Slice value) {
    int end = keys.end(key);
    if (end < key.length()) {
      return rowKey(key, end, key.length() - end);
    }
    return rowKey(value, LENGTH_BYTES, rowLength(value));
  }

  private static int rowLength(Slice value) {
    if (value.length() < LENGTH_BYTES) {
      throw corrupt(value);
    }
    int length = 0;
    for (int i = 0; i < LENGTH_BYTES; i++) {
      length = (length << 8) | (value.at(i) & 0xFF);
    }
    if (length <= 0 || length > value.length() - LENGTH_BYTES) {
      throw corrupt(value);
    }
    return length;
  }

  private static CorruptionException corrupt(Slice value) {
    return new CorruptionException(
        "an index entry of " + value.length() + " bytes does not hold its row's key");
  }

  private byte[] rowKey(Slice from, int at, int length) {
    byte[] rowKey = Arrays.copyOf(rowPrefix, rowPrefix.length + length);
    System.arraycopy(from.array(), from.offset() + at, rowKey, rowPrefix.length, length);
    return rowKey;
  }

  /** A reader of the included columns, to be moved by {@link #moveIncluded}. */
  public RowReader newIncludedReader() {
    return included.newReader();
  }

  /** Moves a reader of included columns to an entry. */
  public void moveIncluded(RowReader reader, Slice key, Slice value) {
    int skipped = keys.end(key) < key.length() ? 0 : LENGTH_BYTES + rowLength(value);
    reader.set(key, new Slice(value.array(), value.offset() + skipped, value.length() - skipped));
  }
}

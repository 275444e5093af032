package dev.kevo.sql.row;

import dev.kevo.engine.Slice;
import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.types.ColumnType;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a typed table as entries of the store. Values are in the representation that Calcite's
 * executor uses: that of SqlResult, but ByteString for binary columns, where byte[] is taken too;
 * they must have gone through {@link dev.kevo.sql.types.ColumnValues#convert}. {@link KeyCodec} and
 * {@link RowFormat} draw the bytes. Immutable and thread-safe.
 */
public final class RowCodec {
  private static final int SPARE_BYTES = 16;

  private final TableDef table;
  private final KeyCodec keys;
  private final ColumnType[] types;

  /** Indexes into the columns, in the key's order. */
  private final int[] keyColumns;

  /** By column: its slot in the value, or -1 - its place in the key. */
  private final int[] slots;

  /** By slot: the column in it, or -1 if that one is gone. */
  private final int[] slotColumns;

  /** By column: its value in rows that were written before it came; null if no column has one. */
  private final @Nullable Object @Nullable [] absent;

  public RowCodec(TableDef table) {
    this.table = table;
    this.keys = KeyCodec.of(table);
    List<ColumnDef> columns = table.columns();
    this.keyColumns = table.primaryKey().stream().mapToInt(Integer::intValue).toArray();
    this.types = columns.stream().map(ColumnDef::type).toArray(ColumnType[]::new);
    this.slots = new int[columns.size()];
    int slotCount = 0;
    for (int i = 0; i < slots.length; i++) {
      if (!table.isKeyColumn(i)) {
        slots[i] = columns.get(i).id() - keyColumnsBefore(columns.get(i).id());
        slotCount = Math.max(slotCount, slots[i] + 1);
      }
    }
    for (int i = 0; i < keyColumns.length; i++) {
      slots[keyColumns[i]] = -1 - i;
    }
    this.absent = absentValues(columns);
    this.slotColumns = new int[slotCount];
    Arrays.fill(slotColumns, -1);
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] >= 0) {
        slotColumns[slots[i]] = i;
      }
    }
  }

  private static @Nullable Object @Nullable [] absentValues(List<ColumnDef> columns) {
    if (columns.stream().allMatch(column -> column.absent() == null)) {
      return null;
    }
    @Nullable Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      ByteString stored = columns.get(i).absent();
      values[i] = stored == null ? null : decodeAbsent(columns.get(i).type(), stored);
    }
    return values;
  }

  /** The codec of rows of one column. */
  private static RowCodec single(ColumnType type) {
    return new RowCodec(
        new TableDef(
            0,
            TableDef.Kind.TABLE,
            "",
            "",
            1,
            List.of(new ColumnDef(0, "", type)),
            List.of(),
            null));
  }

  /**
   * What {@link ColumnDef#absent} keeps.
   *
   * @param value of the column's type
   */
  public static ByteString encodeAbsent(ColumnType type, Object value) {
    return new ByteString(single(type).encodeValue(new Object[] {value}));
  }

  /** The value that {@link #encodeAbsent} was given. */
  public static @Nullable Object decodeAbsent(ColumnType type, ByteString stored) {
    return single(type).decode(new Slice(), new Slice(stored.getBytes()), 0);
  }

  private int keyColumnsBefore(int id) {
    int count = 0;
    for (int column : keyColumns) {
      count += table.columns().get(column).id() < id ? 1 : 0;
    }
    return count;
  }

  /** The codec of its keys. */
  public KeyCodec keys() {
    return keys;
  }

  /**
   * The key of a row.
   *
   * @param row one value per column of the table
   * @param rowId the hidden row id; ignored if the table has a primary key
   */
  public byte[] encodeKey(@Nullable Object[] row, long rowId) {
    return table.hasRowId() ? keys.encodeRowId(rowId) : keys.encodeRow(row, keyColumns);
  }

  /** The value of a row: what its key does not hold. */
  public byte[] encodeValue(@Nullable Object[] row) {
    RowFormat.Writer writer = new RowFormat.Writer(slotColumns.length, bytesExpected(row));
    for (int column : slotColumns) {
      Object value = column < 0 ? null : row[column];
      if (value == null) {
        writer.addNull();
      } else {
        writer.add(types[column], value);
      }
    }
    return writer.finish(table.version());
  }

  private int bytesExpected(@Nullable Object[] row) {
    int bytes = SPARE_BYTES;
    for (int column : slotColumns) {
      bytes += column >= 0 && row[column] instanceof String text ? text.length() : Long.BYTES;
    }
    return bytes;
  }

  /** A reader for entries of this table, to be moved from one to the next. */
  public RowReader newReader() {
    return new RowReader(this);
  }

  /** What the readers of columns share. */
  public RowPlaces newPlaces() {
    return new RowPlaces(this);
  }

  /** A reader of one column of many entries of this table. */
  public ColumnReader newReader(int column) {
    return new ColumnReader(this, column);
  }

  /** Decodes the columns asked for: column {@code columns[i]} of the table goes to into[i]. */
  public void decode(Slice key, Slice value, int[] columns, @Nullable Object[] into) {
    RowReader reader = newReader();
    reader.set(key, value);
    for (int i = 0; i < columns.length; i++) {
      into[i] = reader.get(columns[i]);
    }
  }

  /** Decodes one column of the table. */
  public @Nullable Object decode(Slice key, Slice value, int column) {
    if (slots[column] < 0) {
      return keys.decode(key, -1 - slots[column]);
    }
    RowReader reader = newReader();
    reader.set(key, value);
    return reader.get(column);
  }

  /** Whether the column is part of the key, so that its value can be had from a keys-only scan. */
  public boolean isInKey(int column) {
    return slots[column] < 0;
  }

  /** The hidden row id in a key of a table without primary key. */
  public long rowId(Slice key) {
    return keys.decodeLong(key, 0);
  }

  /** How many slots the rows have that it encodes. */
  int slotCount() {
    return slotColumns.length;
  }

  int slot(int column) {
    return slots[column];
  }

  /** The value of a column in a row that was written before it came. */
  @Nullable Object absent(int column) {
    return absent == null ? null : absent[column];
  }

  ColumnType type(int column) {
    return types[column];
  }
}

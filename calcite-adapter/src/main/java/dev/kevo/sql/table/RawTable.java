package dev.kevo.sql.table;

import dev.kevo.engine.Database;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Slice;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.types.ColumnType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A raw keyspace as a table of two columns, KEY and VALUE: the bytes of each entry, or their text
 * in UTF-8.
 */
public final class RawTable extends KevoTable {
  private static final int[] KEY_COLUMNS = {0};
  private static final byte[] EMPTY_KEY = new byte[0];

  private final Keyspace keyspace;
  private final RawColumn column;

  public RawTable(TableDef definition, Keyspace keyspace, Database database) {
    super(definition, database);
    this.keyspace = keyspace;
    this.column =
        definition.kind() == TableDef.Kind.KEYSPACE_TEXT ? RawColumn.TEXT : RawColumn.BYTES;
  }

  @Override
  public ColumnType columnType(int column) {
    return definition().columns().get(column).type();
  }

  @Override
  public Keyspace keyspace() {
    return keyspace;
  }

  @Override
  public KeyRange range() {
    return KeyRange.all();
  }

  @Override
  public int[] keyColumns() {
    return KEY_COLUMNS;
  }

  @Override
  public boolean keepsTextOrder() {
    return column == RawColumn.BYTES;
  }

  @Override
  public byte[] encodeKey(@Nullable Object[] row) {
    return column.encode(row[0]);
  }

  @Override
  public byte[] encodeValue(@Nullable Object[] row) {
    return column.encode(row[1]);
  }

  @Override
  public byte[] keyFloor(@Nullable Object[] values, int count) {
    return count == 0 ? EMPTY_KEY : column.encode(values[0]);
  }

  @Override
  public byte @Nullable [] keyCeiling(@Nullable Object[] values, int count) {
    if (count == 0) {
      return null;
    }
    byte[] key = column.encode(values[0]);
    return Arrays.copyOf(key, key.length + 1);
  }

  @Override
  public KeyRange prefixRange(@Nullable Object[] values, int count, String prefix) {
    return KeyRange.prefix(column.encode(prefix));
  }

  @Override
  public RowDecoder decoder(int[] columns) {
    boolean needsValue = Arrays.stream(columns).anyMatch(c -> c == 1);
    return new EntryDecoder(column, columns, needsValue);
  }

  private record EntryDecoder(RawColumn column, int[] columns, boolean needsValue)
      implements RowDecoder {
    @Override
    public boolean decode(Slice key, Slice value, @Nullable Object[] row) {
      for (int i = 0; i < columns.length; i++) {
        row[i] = column.decode(columns[i] == 0 ? key : value);
      }
      return true;
    }
  }
}

package dev.kevo.sql.table;

import dev.kevo.engine.Database;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Slice;
import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.catalog.TableStatistics;
import dev.kevo.sql.row.ColumnReader;
import dev.kevo.sql.row.KeyCodec;
import dev.kevo.sql.row.RowCodec;
import dev.kevo.sql.row.RowPlaces;
import dev.kevo.sql.row.RowReader;
import dev.kevo.sql.types.ColumnType;
import java.util.List;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** A table that CREATE TABLE made: typed rows under the table's id in the SQL keyspace. */
public final class TypedTable extends KevoTable {
  private static final ColumnType ROW_ID = ColumnType.of(SqlTypeName.BIGINT).withNullable(false);

  private final Keyspace keyspace;
  private final RowCodec rows;
  private final KeyCodec keys;
  private final int[] keyColumns;
  private final List<TableIndex> indexes;
  private final byte[] definitionKey;
  private final @Nullable TableStatistics statistics;

  /**
   * A table.
   *
   * @param statistics what ANALYZE found in it, or null
   */
  public TypedTable(
      TableDef definition,
      Keyspace keyspace,
      Database database,
      @Nullable TableStatistics statistics) {
    super(definition, database);
    this.statistics = statistics;
    this.keyspace = keyspace;
    this.rows = new RowCodec(definition);
    this.keys = rows.keys();
    this.keyColumns =
        definition.hasRowId()
            ? new int[] {definition.columns().size()}
            : definition.primaryKey().stream().mapToInt(Integer::intValue).toArray();
    this.definitionKey = CatalogStore.definitionKey(definition.id());
    this.indexes = definition.indexes().stream().map(index -> new TableIndex(this, index)).toList();
  }

  @Override
  public byte[] definitionKey() {
    return definitionKey;
  }

  @Override
  public @Nullable TableStatistics statistics() {
    return statistics;
  }

  @Override
  public List<TableIndex> indexes() {
    return indexes;
  }

  @Override
  public TypedTable withoutIndexes() {
    return indexes.isEmpty()
        ? this
        : new TypedTable(
            definition().withRules(List.of(), definition().constraints()),
            keyspace,
            database(),
            statistics);
  }

  /** One column of a row's key. */
  @Nullable Object decodeKey(Slice key, int place) {
    return keys.decode(key, place);
  }

  @Override
  public ColumnType columnType(int column) {
    return column < definition().columns().size()
        ? definition().columns().get(column).type()
        : ROW_ID;
  }

  @Override
  public Keyspace keyspace() {
    return keyspace;
  }

  @Override
  public KeyRange range() {
    return keys.range();
  }

  @Override
  public int[] keyColumns() {
    return keyColumns;
  }

  @Override
  public boolean keepsTextOrder() {
    return true;
  }

  @Override
  public byte[] encodeKey(@Nullable Object[] row) {
    return rows.encodeKey(row, rowId(row));
  }

  private long rowId(@Nullable Object[] row) {
    return definition().hasRowId() && row[row.length - 1] instanceof Long id ? id : 0;
  }

  @Override
  public byte[] encodeValue(@Nullable Object[] row) {
    return rows.encodeValue(row);
  }

  @Override
  public KeyCodec keyCodec() {
    return keys;
  }

  @Override
  public byte[] keyFloor(@Nullable Object[] values, int count) {
    return keys.encodePrefix(values, count);
  }

  @Override
  public byte @Nullable [] keyCeiling(@Nullable Object[] values, int count) {
    return KeyRange.successorOfPrefix(keys.encodePrefix(values, count));
  }

  @Override
  public KeyRange prefixRange(@Nullable Object[] values, int count, String prefix) {
    return KeyRange.prefix(keys.encodeTextPrefix(values, count, prefix));
  }

  /** A reader of its entries, for one thread; it does not know the hidden row id. */
  RowReader reader() {
    return rows.newReader();
  }

  /** Where its entries have their columns, for one thread. */
  public RowPlaces places() {
    return rows.newPlaces();
  }

  /** A reader of one column of its entries, for one thread. */
  public ColumnReader reader(int column) {
    return rows.newReader(column);
  }

  @Override
  public RowDecoder decoder(int[] columns) {
    boolean needsValue = false;
    int rowIdAt = -1;
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] == definition().columns().size()) {
        rowIdAt = i;
      } else {
        needsValue |= !rows.isInKey(columns[i]);
      }
    }
    if (!needsValue) {
      return new KeyDecoder(keys, keyPlaces(columns));
    }
    return rowIdAt < 0
        ? new EncodedRow(rows.newReader(), columns)
        : new RowIdDecoder(rows, columns, rowIdAt);
  }

  private int[] keyPlaces(int[] columns) {
    int[] places = new int[columns.length];
    for (int i = 0; i < places.length; i++) {
      while (keyColumns[places[i]] != columns[i]) {
        places[i]++;
      }
    }
    return places;
  }

  /** Reads keys alone, so that a scan may leave the values out. */
  private record KeyDecoder(KeyCodec keys, int[] places) implements RowDecoder {
    @Override
    public boolean decode(Slice key, Slice value, @Nullable Object[] row) {
      for (int i = 0; i < places.length; i++) {
        row[i] = keys.decode(key, places[i]);
      }
      return true;
    }

    @Override
    public boolean needsValue() {
      return false;
    }
  }

  /** Decodes one by one, since the hidden row id is none of the codec's columns. */
  private record RowIdDecoder(RowCodec rows, int[] columns, int rowIdAt) implements RowDecoder {
    @Override
    public boolean needsValue() {
      return true;
    }

    @Override
    public boolean decode(Slice key, Slice value, @Nullable Object[] row) {
      for (int i = 0; i < columns.length; i++) {
        row[i] = i == rowIdAt ? (Object) rows.rowId(key) : rows.decode(key, value, columns[i]);
      }
      return true;
    }
  }
}

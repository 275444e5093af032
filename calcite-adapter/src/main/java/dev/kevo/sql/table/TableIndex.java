package dev.kevo.sql.table;

import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Slice;
import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.row.EntryEncoder;
import dev.kevo.sql.row.IndexCodec;
import dev.kevo.sql.row.KeyCodec;
import dev.kevo.sql.row.RowReader;
import dev.kevo.sql.types.ColumnType;
import java.util.Arrays;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** A secondary index of a typed table: the order of its entries and what they hold. Thread-safe. */
public final class TableIndex implements KeySpace {
  private static final int NOWHERE = -1;

  private final TypedTable table;
  private final IndexDef definition;
  private final IndexCodec codec;
  private final int[] keyColumns;
  private final int[] includedColumns;

  TableIndex(TypedTable table, IndexDef definition) {
    this.table = table;
    this.definition = definition;
    this.codec = new IndexCodec(table.definition(), definition);
    this.keyColumns =
        definition.keys().stream()
            .mapToInt(
                key -> key.isExpression() ? NOWHERE : table.definition().ordinal(key.columnId()))
            .toArray();
    this.includedColumns =
        definition.included().stream().mapToInt(table.definition()::ordinal).toArray();
  }

  /** What the catalogue says of it. */
  public IndexDef definition() {
    return definition;
  }

  /** The table. */
  public KevoTable table() {
    return table;
  }

  /** The bytes of its entries. */
  public IndexCodec codec() {
    return codec;
  }

  /** The ordinals of its keys' columns, -1 for an expression; not to be changed. */
  public int[] keyColumns() {
    return keyColumns;
  }

  /** The ordinals of the included columns; not to be changed. */
  public int[] includedColumns() {
    return includedColumns;
  }

  @Override
  public int keyWidth() {
    return keyColumns.length;
  }

  @Override
  public String keyName(int place) {
    String expression = definition.keys().get(place).expressionSql();
    return expression == null ? table.columnName(keyColumns[place]) : expression;
  }

  @Override
  public ColumnType keyType(int place) {
    return codec.keys().columns().get(place).type();
  }

  @Override
  public boolean isKeyDescending(int place) {
    return definition.keys().get(place).descending();
  }

  @Override
  public boolean keepsTextOrder() {
    return true;
  }

  @Override
  public KeyRange range() {
    return codec.keys().range();
  }

  @Override
  public KeyCodec keyCodec() {
    return codec.keys();
  }

  @Override
  public byte[] keyFloor(@Nullable Object[] values, int count) {
    return codec.keys().encodePrefix(values, count);
  }

  @Override
  public byte @Nullable [] keyCeiling(@Nullable Object[] values, int count) {
    return KeyRange.successorOfPrefix(codec.keys().encodePrefix(values, count));
  }

  @Override
  public KeyRange prefixRange(@Nullable Object[] values, int count, String prefix) {
    return KeyRange.prefix(codec.keys().encodeTextPrefix(values, count, prefix));
  }

  /** Whether entries hold these columns of the table, so that no row needs to be fetched. */
  public boolean covers(int[] columns) {
    return Arrays.stream(columns).allMatch(column -> source(column) != null);
  }

  /** Where an entry has a column. */
  private record Source(Part part, int place) {}

  private enum Part {
    KEY,
    ROW_KEY,
    INCLUDED
  }

  private @Nullable Source source(int column) {
    int place = indexOf(table.keyColumns(), column);
    if (place >= 0) {
      return new Source(Part.ROW_KEY, place);
    }
    place = indexOf(includedColumns, column);
    if (place >= 0) {
      return new Source(Part.INCLUDED, place);
    }
    place = indexOf(keyColumns, column);
    // A key does not tell -0.0 from 0.0.
    return place < 0 || SqlTypeName.APPROX_TYPES.contains(table.columnType(column).typeName())
        ? null
        : new Source(Part.KEY, place);
  }

  private static int indexOf(int[] values, int wanted) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == wanted) {
        return i;
      }
    }
    return NOWHERE;
  }

  /** An encoder of entries from stored rows, for one thread; null if they need expressions. */
  public @Nullable EntryEncoder encoder() {
    return indexOf(keyColumns, NOWHERE) == NOWHERE
        ? codec.encoder(table.reader(), keyColumns)
        : null;
  }

  /** A decoder of entries for columns that it {@link #covers}, for one thread. */
  public RowDecoder decoder(int[] columns) {
    return new EntryDecoder(columns);
  }

  private final class EntryDecoder implements RowDecoder {
    private final Source[] sources;
    private final RowReader included = codec.newIncludedReader();
    private final boolean readsRowKey;
    private final boolean readsIncluded;

    EntryDecoder(int[] columns) {
      sources = new Source[columns.length];
      boolean rowKey = false;
      boolean carried = false;
      for (int i = 0; i < columns.length; i++) {
        Source source = source(columns[i]);
        if (source == null) {
          throw new AssertionError(definition.name() + " does not hold column " + columns[i]);
        }
        rowKey |= source.part == Part.ROW_KEY;
        carried |= source.part == Part.INCLUDED;
        sources[i] = source;
      }
      readsRowKey = rowKey;
      readsIncluded = carried;
    }

    @Override
    public boolean decode(Slice key, Slice value, @Nullable Object[] row) {
      Slice rowKey = readsRowKey ? new Slice(codec.rowKey(key, value)) : key;
      if (readsIncluded) {
        codec.moveIncluded(included, key, value);
      }
      for (int i = 0; i < sources.length; i++) {
        int place = sources[i].place;
        row[i] =
            switch (sources[i].part) {
              case KEY -> codec.keys().decode(key, place);
              case ROW_KEY -> table.decodeKey(rowKey, place);
              case INCLUDED -> included.get(place);
            };
      }
      return true;
    }

    @Override
    public boolean needsValue() {
      return readsIncluded || (readsRowKey && definition.unique());
    }
  }
}

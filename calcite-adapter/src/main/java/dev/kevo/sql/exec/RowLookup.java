package dev.kevo.sql.exec;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.ReadView;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.KeySpace;
import dev.kevo.sql.table.RowDecoder;
import dev.kevo.sql.table.TableIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds a table's rows by the values of some of its columns, none of them NULL: by its key, by an
 * index, or by reading all of it. Immutable and thread-safe.
 */
public final class RowLookup {
  private final KevoTable table;
  private final int[] columns;
  private final @Nullable TableIndex index;
  private final KeySpace space;

  /** By leading place of the key: which of the values is in it. */
  private final int[] places;

  private RowLookup(
      KevoTable table, int[] columns, @Nullable TableIndex index, int[] keyColumns, int places) {
    this.table = table;
    this.columns = columns;
    this.index = index;
    this.space = index == null ? table : index;
    this.places = new int[places];
    for (int i = 0; i < places; i++) {
      this.places[i] = indexOf(columns, keyColumns[i]);
    }
  }

  /** The best way that the table has; columns in any order. */
  public static RowLookup of(KevoTable table, int[] columns) {
    RowLookup best = by(table, columns, null, table.keyColumns());
    for (TableIndex index : table.indexes()) {
      if (index.definition().isReady()) {
        RowLookup other = by(table, columns, index, index.keyColumns());
        best = other.rank() > best.rank() ? other : best;
      }
    }
    return best;
  }

  private static RowLookup by(
      KevoTable table, int[] columns, @Nullable TableIndex index, int[] keyColumns) {
    return new RowLookup(table, columns, index, keyColumns, leading(keyColumns, columns));
  }

  private int rank() {
    return isWhole() ? Integer.MAX_VALUE : places.length;
  }

  /** How many leading key columns are among the columns. */
  private static int leading(int[] keyColumns, int[] columns) {
    int count = 0;
    while (count < keyColumns.length && indexOf(columns, keyColumns[count]) >= 0) {
      count++;
    }
    return count;
  }

  private static int indexOf(int[] values, int wanted) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the columns are a whole unique key, so that at most one row is found. */
  public boolean isWhole() {
    return places.length == space.keyWidth()
        && places.length == columns.length
        && (index == null || index.definition().unique());
  }

  /** Whether it is by the table's own key. */
  boolean isByRowKey() {
    return index == null;
  }

  /** The table. */
  KevoTable table() {
    return table;
  }

  private Keyspace keyspace() {
    return table.keyspace();
  }

  /** The keys that rows with these values lie under, others perhaps among them; null for none. */
  @Nullable KeyRange range(@Nullable Object[] values) {
    @Nullable Object[] leading = fitted(values);
    if (leading == null) {
      return null;
    }
    return new KeyRange(
        space.keyFloor(leading, leading.length), space.keyCeiling(leading, leading.length));
  }

  /** The one key that the row with these values has, if the lookup is whole; null for none. */
  byte @Nullable [] key(@Nullable Object[] values) {
    @Nullable Object[] leading = fitted(values);
    return leading == null ? null : space.keyFloor(leading, leading.length);
  }

  /** The values as the key's columns hold them; null if they cannot. */
  private @Nullable Object @Nullable [] fitted(@Nullable Object[] values) {
    @Nullable Object[] leading = new Object[places.length];
    for (int i = 0; i < leading.length; i++) {
      KeyFit fit = KeyFit.of(values[places[i]], space.keyType(i));
      if (fit.place() != KeyFit.Place.EXACT) {
        return null;
      }
      leading[i] = fit.value();
    }
    return leading;
  }

  /** Whether there is a row with these values. */
  boolean exists(ReadView view, @Nullable Object[] values, StatementContext context) {
    if (isWhole()) {
      byte[] key = key(values);
      return key != null && view.get(keyspace(), key, new Slice());
    }
    return !find(view, values, context, 1).isEmpty();
  }

  /** The rows with these values, whole. */
  List<@Nullable Object[]> find(
      ReadView view, @Nullable Object[] values, StatementContext context) {
    return find(view, values, context, Integer.MAX_VALUE);
  }

  private List<@Nullable Object[]> find(
      ReadView view, @Nullable Object[] values, StatementContext context, int wanted) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    KeyRange range = range(values);
    if (range == null) {
      return rows;
    }
    RowDecoder decoder = table.decoder(IntStream.range(0, table.columnCount()).toArray());
    Slice rowValue = new Slice();
    try (Cursor cursor = view.scan(keyspace(), Scan.of(range))) {
      while (rows.size() < wanted && cursor.next()) {
        context.poll();
        @Nullable Object[] row = new Object[table.columnCount()];
        boolean isRow;
        if (index == null) {
          isRow = decoder.decode(cursor.key(), cursor.value(), row);
        } else {
          byte[] rowKey = index.codec().rowKey(cursor.key(), cursor.value());
          if (!view.get(keyspace(), rowKey, rowValue)) {
            throw TableRules.danglingEntry(index);
          }
          isRow = decoder.decode(new Slice(rowKey), rowValue, row);
        }
        if (isRow && matches(row, values)) {
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private boolean matches(@Nullable Object[] row, @Nullable Object[] values) {
    for (int i = 0; i < columns.length; i++) {
      Object found = row[columns[i]];
      Object wanted = values[i];
      if (found == null || wanted == null || Comparing.compare(found, wanted) != 0) {
        return false;
      }
    }
    return true;
  }
}

package dev.kevo.sql.exec;

import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.types.ColumnValues;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of a table from values that a statement computed. Immutable and thread-safe.
 *
 * @param table the table
 * @param rowIds gives the ids of new rows in a table without primary key
 */
public record NewRows(KevoTable table, LongSupplier rowIds) {
  /** A new row; the values, one per column, are converted to the columns' types. */
  @Nullable Object[] row(@Nullable Object[] values) {
    @Nullable Object[] row = new Object[table.columnCount()];
    int columns = table.definition().columns().size();
    for (int i = 0; i < columns; i++) {
      // What is computed from the row is left to its writer.
      boolean computed = table.definition().columns().get(i).isComputed();
      row[i] = computed ? null : convert(table, values[i], i);
    }
    if (table.definition().hasRowId()) {
      row[columns] = rowIds.getAsLong();
    }
    return row;
  }

  /** A row with some columns set to new values, converted to the columns' types. */
  static @Nullable Object[] updated(
      KevoTable table, @Nullable Object[] old, int[] columns, @Nullable Object[] values, int from) {
    @Nullable Object[] row = old.clone();
    for (int i = 0; i < columns.length; i++) {
      row[columns[i]] = convert(table, values[from + i], columns[i]);
    }
    return row;
  }

  private static @Nullable Object convert(KevoTable table, @Nullable Object value, int column) {
    return ColumnValues.convert(value, table.columnType(column), table.columnName(column));
  }
}

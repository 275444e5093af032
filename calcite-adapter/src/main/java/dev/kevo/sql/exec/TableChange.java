package dev.kevo.sql.exec;

import dev.kevo.engine.Transaction;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.types.ColumnValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A change of a table's rows: which rows a statement writes. How a row is written is {@link
 * RowWriter}'s matter. Immutable and thread-safe.
 *
 * <p>What a row of the source has depends on the kind: INSERT and UPSERT one value per column of
 * the table; UPDATE the old row, the hidden row id included, then the new values; DELETE the old
 * row, in which columns that nobody needs are NULL.
 *
 * @param rules of the table
 * @param kind what is done
 * @param source the rows
 * @param updated the columns that UPDATE sets; not to be changed
 * @param streams whether rows may be written while the source is read
 * @param rowIds gives the ids of new rows in a table without primary key
 */
public record TableChange(
    ChangeRules rules,
    Kind kind,
    RowSource source,
    int[] updated,
    boolean streams,
    LongSupplier rowIds) {

  /** The table. */
  public KevoTable table() {
    return rules.root().table();
  }

  /** What is done to the rows. */
  public enum Kind {
    INSERT,
    UPSERT,
    UPDATE,
    DELETE
  }

  /**
   * Makes the change in a transaction.
   *
   * @return the number of rows that were inserted, updated or deleted
   */
  public long run(StatementContext context, Transaction transaction) {
    RowWriter writer = new RowWriter(rules, transaction, context);
    long count =
        switch (kind) {
          case INSERT -> forEach(context, values -> writer.insert(newRow(values)));
          case UPSERT -> forEach(context, values -> writer.replace(newRow(values)));
          case UPDATE -> update(context, writer);
          case DELETE -> forEach(context, writer::delete);
        };
    writer.finish();
    return count;
  }

  /** Whether it inserts one row that its text gives, so that nothing is written if it fails. */
  public boolean isSingleInsert() {
    return (kind == Kind.INSERT || kind == Kind.UPSERT)
        && rules.root().isEmpty()
        && source instanceof ValuesRows values
        && values.rows().size() == 1;
  }

  private interface RowAction {
    void accept(@Nullable Object[] row);
  }

  /** Does something with each row of the source, after reading all of it unless that is safe. */
  private long forEach(StatementContext context, RowAction action) {
    long count = 0;
    if (streams) {
      try (RowCursor rows = source.open(context, 0)) {
        while (rows.next()) {
          action.accept(rows.row());
          count++;
        }
      }
      return count;
    }
    List<@Nullable Object[]> all = new ArrayList<>();
    try (RowCursor rows = source.open(context, 0)) {
      while (rows.next()) {
        all.add(rows.row().clone());
      }
    }
    for (@Nullable Object[] row : all) {
      context.poll();
      action.accept(row);
    }
    return all.size();
  }

  private @Nullable Object[] newRow(@Nullable Object[] values) {
    @Nullable Object[] row = new Object[table().columnCount()];
    int columns = table().definition().columns().size();
    for (int i = 0; i < columns; i++) {
      row[i] = convert(values[i], i);
    }
    if (table().definition().hasRowId()) {
      row[columns] = rowIds.getAsLong();
    }
    return row;
  }

  private @Nullable Object convert(@Nullable Object value, int column) {
    return ColumnValues.convert(value, table().columnType(column), table().columnName(column));
  }

  private long update(StatementContext context, RowWriter writer) {
    if (!writer.mustCollect(updated)) {
      return forEach(
          context,
          values -> {
            @Nullable Object[] old = Arrays.copyOf(values, table().columnCount());
            writer.update(old, updatedRow(old, values));
          });
    }
    List<RowWriter.Update> updates = new ArrayList<>();
    try (RowCursor rows = source.open(context, 0)) {
      while (rows.next()) {
        @Nullable Object[] old = Arrays.copyOf(rows.row(), table().columnCount());
        updates.add(new RowWriter.Update(old, updatedRow(old, rows.row())));
      }
    }
    writer.update(updates);
    return updates.size();
  }

  private @Nullable Object[] updatedRow(@Nullable Object[] old, @Nullable Object[] values) {
    @Nullable Object[] row = old.clone();
    for (int i = 0; i < updated.length; i++) {
      row[updated[i]] = convert(values[old.length + i], updated[i]);
    }
    return row;
  }
}

package dev.kevo.sql.exec;

import dev.kevo.engine.Slice;
import dev.kevo.engine.Transaction;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.types.ColumnValues;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A change of a table's rows. Immutable and thread-safe.
 *
 * <p>What a row of the source has depends on the kind: INSERT and UPSERT one value per column of
 * the table; UPDATE the old row (without a hidden row id), then the new values, then the row id if
 * there is one; DELETE the values of the key's columns.
 *
 * @param table the table
 * @param kind what is done
 * @param source the rows
 * @param updated the columns that UPDATE sets; not to be changed
 * @param streams whether rows may be written while the source is read
 * @param rowIds gives the ids of new rows in a table without primary key
 */
public record TableChange(
    KevoTable table,
    Kind kind,
    RowSource source,
    int[] updated,
    boolean streams,
    LongSupplier rowIds) {

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
    return switch (kind) {
      case INSERT, UPSERT -> insert(context, transaction);
      case UPDATE -> setsKey() ? moveRows(context, transaction) : update(context, transaction);
      case DELETE -> delete(context, transaction);
    };
  }

  /** Whether it inserts one row that its text gives, so that nothing is written if it fails. */
  public boolean isSingleInsert() {
    return (kind == Kind.INSERT || kind == Kind.UPSERT)
        && source instanceof ValuesRows values
        && values.rows().size() == 1;
  }

  private boolean setsKey() {
    for (int key : table.keyColumns()) {
      for (int column : updated) {
        if (column == key) {
          return true;
        }
      }
    }
    return false;
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

  private long insert(StatementContext context, Transaction transaction) {
    Slice existing = new Slice();
    boolean hasRowId = table.definition().hasRowId();
    return forEach(
        context,
        values -> {
          @Nullable Object[] row = new Object[table.columnCount()];
          for (int i = 0; i < values.length; i++) {
            row[i] = convert(values[i], i);
          }
          if (hasRowId) {
            row[row.length - 1] = rowIds.getAsLong();
          }
          byte[] key = table.encodeKey(row);
          if (kind == Kind.INSERT
              && !hasRowId
              && transaction.get(table.keyspace(), key, existing)) {
            throw duplicate(row);
          }
          put(transaction, key, row);
        });
  }

  private void put(Transaction transaction, byte[] key, @Nullable Object[] row) {
    try {
      transaction.put(table.keyspace(), key, table.encodeValue(row));
    } catch (IllegalArgumentException e) {
      throw SqlState.LIMIT_EXCEEDED.failure(
          "a row of " + table.definition().qualifiedName() + " is too large", e);
    }
  }

  private @Nullable Object convert(@Nullable Object value, int column) {
    return ColumnValues.convert(value, table.columnType(column), table.columnName(column));
  }

  private SqlStateException duplicate(@Nullable Object[] row) {
    StringBuilder key = new StringBuilder();
    for (int column : table.keyColumns()) {
      key.append(key.length() == 0 ? "" : ", ").append(table.columnName(column));
      key.append(" = ").append(row[column]);
    }
    return SqlState.UNIQUE_VIOLATION.failure(
        "duplicate key in table "
            + table.definition().qualifiedName()
            + ", constraint "
            + table.definition().primaryKeyName()
            + ": "
            + key);
  }

  private long update(StatementContext context, Transaction transaction) {
    return forEach(
        context,
        values -> {
          @Nullable Object[] row = oldRow(values);
          byte[] key = table.encodeKey(row);
          set(row, values);
          put(transaction, key, row);
        });
  }

  private @Nullable Object[] oldRow(@Nullable Object[] values) {
    @Nullable Object[] row = Arrays.copyOf(values, table.columnCount());
    if (table.definition().hasRowId()) {
      row[row.length - 1] = values[values.length - 1];
    }
    return row;
  }

  private void set(@Nullable Object[] row, @Nullable Object[] values) {
    int first = table.definition().columns().size();
    for (int i = 0; i < updated.length; i++) {
      row[updated[i]] = convert(values[first + i], updated[i]);
    }
  }

  private record Move(byte[] from, byte[] to, @Nullable Object[] row) {}

  /** Updates that set key columns: all old keys go before the first new one is looked up. */
  private long moveRows(StatementContext context, Transaction transaction) {
    List<Move> moves = new ArrayList<>();
    try (RowCursor rows = source.open(context, 0)) {
      while (rows.next()) {
        @Nullable Object[] values = rows.row();
        @Nullable Object[] row = oldRow(values);
        byte[] from = table.encodeKey(row);
        set(row, values);
        moves.add(new Move(from, table.encodeKey(row), row));
      }
    }
    for (Move move : moves) {
      if (!Arrays.equals(move.from, move.to)) {
        transaction.delete(table.keyspace(), move.from);
      }
    }
    Slice existing = new Slice();
    for (Move move : moves) {
      context.poll();
      if (!Arrays.equals(move.from, move.to)
          && transaction.get(table.keyspace(), move.to, existing)) {
        throw duplicate(move.row);
      }
      put(transaction, move.to, move.row);
    }
    return moves.size();
  }

  private long delete(StatementContext context, Transaction transaction) {
    int keys = table.keyColumns().length;
    return forEach(
        context, values -> transaction.delete(table.keyspace(), table.keyFloor(values, keys)));
  }
}

package dev.kevo.sql.exec;

import dev.kevo.engine.Slice;
import dev.kevo.engine.Transaction;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of one table for one execution of one statement: every INSERT, UPDATE, DELETE, UPSERT
 * and MERGE ends here. For one thread.
 *
 * <p>Rows have one value of its column's type per column, a hidden row id included.
 */
final class RowWriter {
  private final KevoTable table;
  private final Transaction transaction;
  private final StatementContext context;
  private final Slice found = new Slice();

  RowWriter(KevoTable table, Transaction transaction, StatementContext context) {
    this.table = table;
    this.transaction = transaction;
    this.context = context;
  }

  /**
   * A row and what takes its place.
   *
   * @param old as it is stored
   * @param row as it is to be
   */
  record Update(@Nullable Object[] old, @Nullable Object[] row) {}

  /** Adds a row; 23505 if its key is taken. */
  void insert(@Nullable Object[] row) {
    byte[] key = table.encodeKey(row);
    if (!table.definition().hasRowId() && exists(key)) {
      throw duplicate(row);
    }
    put(key, row);
  }

  /** Adds a row in the place of the one that has its key, if there is one. */
  void replace(@Nullable Object[] row) {
    put(table.encodeKey(row), row);
  }

  /**
   * Whether updates of these columns must all be known before the first one is written, since one
   * row may take the key that another one gives up.
   */
  boolean mustCollect(int[] updated) {
    for (int key : table.keyColumns()) {
      for (int column : updated) {
        if (column == key) {
          return true;
        }
      }
    }
    return false;
  }

  /** Updates one row whose key stays. */
  void update(@Nullable Object[] old, @Nullable Object[] row) {
    put(table.encodeKey(old), row);
  }

  /** Updates rows: all old keys go before the first new one is looked up. */
  void update(List<Update> updates) {
    byte[][] from = new byte[updates.size()][];
    byte[][] to = new byte[updates.size()][];
    for (int i = 0; i < from.length; i++) {
      from[i] = table.encodeKey(updates.get(i).old);
      to[i] = table.encodeKey(updates.get(i).row);
      if (!Arrays.equals(from[i], to[i])) {
        transaction.delete(table.keyspace(), from[i]);
      }
    }
    for (int i = 0; i < from.length; i++) {
      context.poll();
      @Nullable Object[] row = updates.get(i).row;
      if (!Arrays.equals(from[i], to[i]) && exists(to[i])) {
        throw duplicate(row);
      }
      put(to[i], row);
    }
  }

  /** Removes a row, of which the key's columns are known at least. */
  void delete(@Nullable Object[] old) {
    transaction.delete(table.keyspace(), table.encodeKey(old));
  }

  /** Ends the statement: what only holds for all of its rows together is looked at now. */
  void finish() {}

  private boolean exists(byte[] key) {
    return transaction.get(table.keyspace(), key, found);
  }

  private void put(byte[] key, @Nullable Object[] row) {
    try {
      transaction.put(table.keyspace(), key, table.encodeValue(row));
    } catch (IllegalArgumentException e) {
      throw SqlState.LIMIT_EXCEEDED.failure(
          "a row of " + table.definition().qualifiedName() + " is too large", e);
    }
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
}

package dev.kevo.sql.exec;

import dev.kevo.engine.LockMode;
import dev.kevo.engine.LockWait;
import dev.kevo.engine.Transaction;
import dev.kevo.sql.table.KevoTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query whose rows are locked: SELECT ... FOR UPDATE. Rows are locked in the order of the result,
 * before OFFSET and LIMIT count them, so that rows which are left out do not count. Immutable and
 * thread-safe.
 *
 * @param source the query; a row has the columns of the result, then the keys of the tables
 * @param width the number of columns of the result
 * @param tables the tables whose rows are locked
 * @param mode how
 * @param lockWait what a lock that another transaction holds means
 * @param offset rows to leave out, or null
 * @param fetch rows to give at most, or null
 */
public record LockedRows(
    RowSource source,
    int width,
    List<Table> tables,
    LockMode mode,
    LockWait lockWait,
    @Nullable Scalar offset,
    @Nullable Scalar fetch) {
  private static final @Nullable Object[] NO_ROW = new Object[0];

  /**
   * A table whose rows are locked.
   *
   * @param table the table
   * @param firstKey the column of the source that has the first column of its key
   */
  public record Table(KevoTable table, int firstKey) {}

  public LockedRows {
    tables = List.copyOf(tables);
  }

  /**
   * Locks and gives the rows.
   *
   * @param maxRows no more rows are wanted; 0 for all
   * @throws dev.kevo.engine.ConflictException if a row was changed since the transaction's view
   */
  public List<@Nullable Object[]> run(
      StatementContext context, Transaction transaction, long maxRows) {
    long skip = offset == null ? 0 : RowLimits.count(offset.eval(NO_ROW, context));
    long wanted =
        Math.min(
            fetch == null ? Long.MAX_VALUE : RowLimits.count(fetch.eval(NO_ROW, context)),
            maxRows == 0 ? Long.MAX_VALUE : maxRows);
    List<@Nullable Object[]> result = new ArrayList<>();
    try (RowCursor rows = source.open(context, 0)) {
      while (result.size() < wanted && rows.next()) {
        @Nullable Object[] row = rows.row();
        if (!lock(transaction, row)) {
          continue;
        }
        if (skip > 0) {
          skip--;
        } else {
          result.add(Arrays.copyOf(row, width));
        }
      }
    }
    return result;
  }

  /** Locks what a row is made of; false if that is to be left out. */
  private boolean lock(Transaction transaction, @Nullable Object[] row) {
    for (Table locked : tables) {
      int columns = locked.table.keyColumns().length;
      @Nullable Object[] key = Arrays.copyOfRange(row, locked.firstKey, locked.firstKey + columns);
      // An outer join has no row of the table here.
      if (key[0] != null
          && !transaction.lock(
              locked.table.keyspace(), locked.table.keyFloor(key, columns), mode, lockWait)) {
        return false;
      }
    }
    return true;
  }
}

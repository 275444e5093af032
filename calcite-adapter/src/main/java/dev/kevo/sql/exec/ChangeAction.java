package dev.kevo.sql.exec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a statement does with the rows of its source. Immutable and thread-safe. */
public sealed interface ChangeAction
    permits InsertRows, InsertOrUpdateRows, UpdateRows, DeleteRows, MergeRows {
  /**
   * Reads the source and writes.
   *
   * @return the number of rows that were inserted, updated or deleted
   */
  long run(StatementContext context, RowSource source, RowWriter writer);

  /** Something done with one row. */
  interface RowAction {
    /** Does it; whether the row counts. */
    boolean accept(@Nullable Object[] row);
  }

  /**
   * Does something with each row of the source.
   *
   * @param streams whether that is safe while the source is read; else all of it is read before
   * @return how many rows counted
   */
  static long forEach(
      StatementContext context, RowSource source, boolean streams, RowAction action) {
    long count = 0;
    if (streams) {
      try (RowCursor rows = source.open(context, 0)) {
        while (rows.next()) {
          count += action.accept(rows.row()) ? 1 : 0;
        }
      }
      return count;
    }
    for (@Nullable Object[] row : readAll(context, source)) {
      context.poll();
      count += action.accept(row) ? 1 : 0;
    }
    return count;
  }

  /** Copies of all rows of the source. */
  static List<@Nullable Object[]> readAll(StatementContext context, RowSource source) {
    List<@Nullable Object[]> all = new ArrayList<>();
    try (RowCursor rows = source.open(context, 0)) {
      while (rows.next()) {
        all.add(rows.row().clone());
      }
    }
    return all;
  }
}

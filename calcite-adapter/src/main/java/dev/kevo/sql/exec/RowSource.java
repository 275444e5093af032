package dev.kevo.sql.exec;

import org.jspecify.annotations.Nullable;

/** Something that gives rows each time it is opened: a plan. Immutable and thread-safe. */
public interface RowSource {
  /**
   * Runs the plan.
   *
   * @param maxRows no more rows are wanted; 0 for all
   */
  RowCursor open(StatementContext context, long maxRows);

  /**
   * Runs the plan, perhaps with a cursor of an execution before.
   *
   * @param used closed, and used by nobody else any more; null if there is none
   */
  default RowCursor open(StatementContext context, long maxRows, @Nullable RowCursor used) {
    return open(context, maxRows);
  }

  /** Whether the rows come straight from one pass over a table, so that writing it is safe. */
  boolean isSinglePass();

  /** Whether it reads from the store more than once, so that it wants one state for all reads. */
  default boolean needsSnapshot() {
    return true;
  }
}

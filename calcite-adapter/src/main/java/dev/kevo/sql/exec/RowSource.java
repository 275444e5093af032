package dev.kevo.sql.exec;

/** Something that gives rows each time it is opened: a plan. Immutable and thread-safe. */
public interface RowSource {
  /**
   * Runs the plan.
   *
   * @param maxRows no more rows are wanted; 0 for all
   */
  RowCursor open(StatementContext context, long maxRows);

  /** Whether the rows come straight from one pass over a table, so that writing it is safe. */
  boolean isSinglePass();

  /** Whether it reads from the store more than once, so that it wants one state for all reads. */
  default boolean needsSnapshot() {
    return true;
  }
}

package dev.kevo.sql.exec;

import org.jspecify.annotations.Nullable;

/** Steps over rows. Must be closed. For one thread. */
public interface RowCursor extends AutoCloseable {
  /** Moves to the next row; false at the end. Fails once the statement is cancelled. */
  boolean next();

  /** The current row; valid until the next step and not to be changed. */
  @Nullable Object[] row();

  @Override
  void close();
}

package dev.kevo.sql.exec;

import dev.kevo.sql.table.EncodedRow;
import org.jspecify.annotations.Nullable;

/** Steps over rows. Must be closed. For one thread. */
public interface RowCursor extends AutoCloseable {
  /** Moves to the next row; false at the end. Fails once the statement is cancelled. */
  boolean next();

  /**
   * Moves over up to so many rows, as that many calls of {@link #next} would.
   *
   * @return how many rows it moved; fewer than {@code max} mean the end
   */
  default long skip(long max) {
    long passed = 0;
    while (passed < max && next()) {
      passed++;
    }
    return passed;
  }

  /** The current row; valid until the next step and not to be changed. */
  @Nullable Object[] row();

  /**
   * The current row with its values still encoded, for who may not want all of them; valid as long
   * as {@link #row}. To be asked for anew at each row.
   *
   * @return null if the values are there already
   */
  default @Nullable EncodedRow encoded() {
    return null;
  }

  /**
   * Whether it is worth keeping when it is closed, because the plan that gave it can open it again:
   * see {@link RowSource#open(StatementContext, long, RowCursor)}. It then holds no row.
   */
  default boolean isReusable() {
    return false;
  }

  @Override
  void close();
}

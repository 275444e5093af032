package dev.kevo.jdbc.remote;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The rows of a result that came together. Columns are counted from 0. Not thread-safe. */
interface RowFrame {
  /** How many rows there are. */
  int rows();

  /** Whether no rows come after these. */
  boolean isLast();

  /** Moves to the next row; false at the end. */
  boolean next() throws SQLException;

  /** A value of the current row. */
  @Nullable Object get(int column);

  /** As {@link dev.kevo.sql.session.SqlResult#hasLong}. */
  default boolean hasLong(int column) {
    return false;
  }

  /** As {@link dev.kevo.sql.session.SqlResult#getLong}. */
  default long getLong(int column) {
    throw new IllegalStateException("the value is no whole number at hand");
  }

  /** As {@link dev.kevo.sql.session.SqlResult#hasDouble}. */
  default boolean hasDouble(int column) {
    return false;
  }

  /** As {@link dev.kevo.sql.session.SqlResult#getDouble}. */
  default double getDouble(int column) {
    throw new IllegalStateException("the value is no double at hand");
  }
}

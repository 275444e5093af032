package dev.kevo.sql.exec;

import org.jspecify.annotations.Nullable;

/** An expression that is evaluated as it is, without generated code. Immutable and thread-safe. */
@FunctionalInterface
public interface Scalar {
  /**
   * The value for a row.
   *
   * @param row the values that the expression's columns count in; empty if it has none
   */
  @Nullable Object eval(@Nullable Object[] row, StatementContext context);
}

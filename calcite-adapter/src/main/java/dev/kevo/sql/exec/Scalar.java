package dev.kevo.sql.exec;

import org.jspecify.annotations.Nullable;

/** An expression that is evaluated as it is, without generated code. Immutable and thread-safe. */
@FunctionalInterface
public interface Scalar {
  /** The row of an expression that has no columns. */
  @Nullable Object[] NO_ROW = new Object[0];

  /**
   * The value for a row.
   *
   * @param row the values that the expression's columns count in; empty if it has none
   */
  @Nullable Object eval(@Nullable Object[] row, StatementContext context);

  /** The values of scalars without columns. */
  static @Nullable Object[] values(Scalar[] scalars, StatementContext context) {
    @Nullable Object[] values = new Object[scalars.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = scalars[i].eval(NO_ROW, context);
    }
    return values;
  }

  /** A parameter of the statement, counted from 0. */
  static Scalar parameter(int index) {
    return (row, context) -> context.parameters()[index];
  }
}

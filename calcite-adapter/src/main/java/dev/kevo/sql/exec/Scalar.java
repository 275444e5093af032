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

  /** The values of scalars without columns. */
  static @Nullable Object[] values(Scalar[] scalars, StatementContext context) {
    @Nullable Object[] none = new Object[0];
    @Nullable Object[] values = new Object[scalars.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = scalars[i].eval(none, context);
    }
    return values;
  }
}

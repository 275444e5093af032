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

  /** The values of scalars without columns; not to be changed. */
  static @Nullable Object[] values(Scalar[] scalars, StatementContext context) {
    if (areParameters(scalars, context.parameters().length)) {
      return context.parameters();
    }
    @Nullable Object[] values = new Object[scalars.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = scalars[i].eval(NO_ROW, context);
    }
    return values;
  }

  /** Whether the scalars are all parameters in their order. */
  private static boolean areParameters(Scalar[] scalars, int count) {
    if (scalars.length != count) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (!(scalars[i] instanceof Parameter parameter) || parameter.index != i) {
        return false;
      }
    }
    return true;
  }

  /** A parameter of the statement, counted from 0. */
  static Scalar parameter(int index) {
    return new Parameter(index);
  }

  /** See {@link #parameter}. */
  record Parameter(int index) implements Scalar {
    @Override
    public @Nullable Object eval(@Nullable Object[] row, StatementContext context) {
      return context.parameters()[index];
    }
  }
}

package dev.kevo.sql.exec;

import org.jspecify.annotations.Nullable;

/**
 * A function over values in the executor's representation, called by scalars and by generated code
 * alike. Thread-safe.
 */
@FunctionalInterface
public interface Evaluation {
  /** The function's value. */
  @Nullable Object apply(@Nullable Object[] arguments, StatementContext context);
}

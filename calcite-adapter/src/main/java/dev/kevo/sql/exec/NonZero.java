package dev.kevo.sql.exec;

import dev.kevo.sql.types.SqlState;
import org.apache.calcite.linq4j.function.Strict;

/** Refuses zero as a divisor of approximate numbers, which Java would divide by. */
public final class NonZero {
  private NonZero() {}

  /** The divisor itself; 22012 if it is zero. Generated code calls this by name. */
  @Strict
  public static double check(double divisor) {
    if (divisor == 0) {
      throw SqlState.DIVISION_BY_ZERO.failure("division by zero");
    }
    return divisor;
  }
}

package dev.kevo.sql.exec;

import dev.kevo.sql.types.SqlState;
import org.apache.calcite.linq4j.function.Strict;

/**
 * Arithmetic on REALs and DOUBLEs that refuses what Java answers with infinity: a result that is
 * too large (22003) and a divisor that is zero (22012). Generated code calls these methods by name.
 */
public final class Approximate {
  private Approximate() {}

  /** The sum. */
  @Strict
  public static double plus(double a, double b) {
    return finite(a + b, a, b);
  }

  /** The difference. */
  @Strict
  public static double minus(double a, double b) {
    return finite(a - b, a, b);
  }

  /** The product. */
  @Strict
  public static double times(double a, double b) {
    return finite(a * b, a, b);
  }

  /** The quotient. */
  @Strict
  public static double divide(double a, double b) {
    if (b == 0) {
      throw SqlState.DIVISION_BY_ZERO.failure("division by zero");
    }
    return finite(a / b, a, b);
  }

  /** The number as a REAL. */
  @Strict
  public static float real(double number) {
    float real = (float) number;
    if (Float.isInfinite(real) && !Double.isInfinite(number)) {
      throw outOfRange();
    }
    return real;
  }

  private static double finite(double result, double a, double b) {
    if (Double.isInfinite(result) && !Double.isInfinite(a) && !Double.isInfinite(b)) {
      throw outOfRange();
    }
    return result;
  }

  private static RuntimeException outOfRange() {
    return SqlState.OUT_OF_RANGE.failure("the result is out of the range of floating numbers");
  }
}

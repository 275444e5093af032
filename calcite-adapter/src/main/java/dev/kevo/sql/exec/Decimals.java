package dev.kevo.sql.exec;

import dev.kevo.sql.types.KevoTypeSystem;
import dev.kevo.sql.types.SqlState;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Arithmetic on DECIMALs: exact, rounded half up to the result's scale, refused beyond its digits.
 */
public final class Decimals {
  private Decimals() {}

  /** The sum. */
  public static BigDecimal plus(BigDecimal a, BigDecimal b, int precision, int scale) {
    return fitted(a.add(b), precision, scale);
  }

  /** The difference. */
  public static BigDecimal minus(BigDecimal a, BigDecimal b, int precision, int scale) {
    return fitted(a.subtract(b), precision, scale);
  }

  /** The product. */
  public static BigDecimal times(BigDecimal a, BigDecimal b, int precision, int scale) {
    return fitted(a.multiply(b), precision, scale);
  }

  /** The quotient; 22012 if the divisor is zero. */
  public static BigDecimal divide(BigDecimal a, BigDecimal b, int precision, int scale) {
    refuseZero(b);
    return fitted(a.divide(b, scale, RoundingMode.HALF_UP), precision, scale);
  }

  /** The rest of the division, with the dividend's sign; 22012 if the divisor is zero. */
  public static BigDecimal mod(BigDecimal a, BigDecimal b, int precision, int scale) {
    refuseZero(b);
    return fitted(a.remainder(b), precision, scale);
  }

  private static void refuseZero(BigDecimal divisor) {
    if (divisor.signum() == 0) {
      throw SqlState.DIVISION_BY_ZERO.failure("division by zero");
    }
  }

  /** The number with that scale; 22003 if it has more digits than that. */
  public static BigDecimal fitted(BigDecimal number, int precision, int scale) {
    BigDecimal scaled =
        number.scale() == scale ? number : number.setScale(scale, RoundingMode.HALF_UP);
    if (scaled.precision() > precision && scaled.signum() != 0) {
      throw SqlState.OUT_OF_RANGE.failure(
          "the result is out of the range of DECIMAL(" + precision + ", " + scale + ")");
    }
    return scaled;
  }

  /** A number of at most that scale; 22003 if a DECIMAL of 38 digits and that scale has no room. */
  public static BigDecimal inRange(BigDecimal number, int scale) {
    int digits = KevoTypeSystem.DECIMAL_PRECISION_MAX;
    if (number.precision() - number.scale() > digits - scale && number.signum() != 0) {
      throw SqlState.OUT_OF_RANGE.failure(
          "the result is out of the range of DECIMAL(" + digits + ", " + scale + ")");
    }
    return number;
  }
}

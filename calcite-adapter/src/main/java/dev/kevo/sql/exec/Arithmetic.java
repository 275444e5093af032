package dev.kevo.sql.exec;

import dev.kevo.sql.types.SqlState;
import java.math.RoundingMode;
import org.apache.calcite.sql.type.SqlTypeName;

/** Arithmetic that reports what does not fit instead of wrapping round. */
public final class Arithmetic {
  private Arithmetic() {}

  /** An operation on two numbers. */
  public enum Operation {
    PLUS {
      @Override
      public long exact(long a, long b) {
        return Math.addExact(a, b);
      }

      @Override
      double approximate(double a, double b) {
        return Approximate.plus(a, b);
      }
    },
    MINUS {
      @Override
      public long exact(long a, long b) {
        return Math.subtractExact(a, b);
      }

      @Override
      double approximate(double a, double b) {
        return Approximate.minus(a, b);
      }
    },
    TIMES {
      @Override
      public long exact(long a, long b) {
        return Math.multiplyExact(a, b);
      }

      @Override
      double approximate(double a, double b) {
        return Approximate.times(a, b);
      }
    },
    DIVIDE {
      @Override
      public long exact(long a, long b) {
        requireNonZero(b);
        return b == -1 ? Math.negateExact(a) : a / b;
      }

      @Override
      double approximate(double a, double b) {
        return Approximate.divide(a, b);
      }
    },
    MOD {
      @Override
      public long exact(long a, long b) {
        requireNonZero(b);
        return b == -1 ? 0 : a % b;
      }

      @Override
      double approximate(double a, double b) {
        return a % b;
      }
    };

    private static void requireNonZero(long divisor) {
      if (divisor == 0) {
        throw SqlState.DIVISION_BY_ZERO.failure("division by zero");
      }
    }

    /**
     * The exact result.
     *
     * @throws ArithmeticException if it is no long
     */
    public abstract long exact(long a, long b);

    abstract double approximate(double a, double b);

    /** The result in the class of its type, an integer or approximate one. */
    public Object apply(Number a, Number b, SqlTypeName type) {
      if (SqlTypeName.APPROX_TYPES.contains(type)) {
        return toType(approximate(a.doubleValue(), b.doubleValue()), type, 0);
      }
      try {
        return toType(exact(a.longValue(), b.longValue()), type, 0);
      } catch (ArithmeticException e) {
        throw SqlState.OUT_OF_RANGE.failure("the result of " + name() + " is out of range", e);
      }
    }
  }

  /** A number in the class of its type, which it must fit. */
  public static Object toType(Number number, SqlTypeName type, int scale) {
    return switch (type) {
      case TINYINT -> (byte) inRange(number, Byte.MIN_VALUE, Byte.MAX_VALUE, type);
      case SMALLINT -> (short) inRange(number, Short.MIN_VALUE, Short.MAX_VALUE, type);
      case INTEGER -> (int) inRange(number, Integer.MIN_VALUE, Integer.MAX_VALUE, type);
      case BIGINT -> number.longValue();
      case DECIMAL -> Comparing.decimal(number).setScale(scale, RoundingMode.HALF_UP);
      case REAL -> Approximate.real(number.doubleValue());
      default -> number.doubleValue();
    };
  }

  /** A number as one of an integer type; it must be one of its values. */
  public static Object toInteger(Number number, SqlTypeName type) {
    if (number instanceof Long || number instanceof Integer) {
      return toType(number, type, 0);
    }
    try {
      return toType(Comparing.decimal(number).longValueExact(), type, 0);
    } catch (ArithmeticException e) {
      throw SqlState.OUT_OF_RANGE.failure("a parameter is no " + type + ": " + number, e);
    }
  }

  private static long inRange(Number number, long min, long max, SqlTypeName type) {
    long value = number.longValue();
    if (value < min || value > max) {
      throw SqlState.OUT_OF_RANGE.failure(value + " is out of range for " + type);
    }
    return value;
  }
}

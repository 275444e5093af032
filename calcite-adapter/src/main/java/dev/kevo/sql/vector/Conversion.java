package dev.kevo.sql.vector;

import dev.kevo.sql.exec.Approximate;
import dev.kevo.sql.exec.Comparing;
import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.types.SqlState;
import java.math.BigDecimal;
import org.apache.calcite.sql.type.SqlTypeName;

/** A number as one of another type that can hold it; integers that do not fit are an error. */
public record Conversion(VectorExpression operand, VectorType type) implements VectorExpression {
  private static final long[] POWERS = powers();

  private static long[] powers() {
    long[] powers = new long[19];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }

  /** A power of ten; 0 if it is no long, or no whole number. */
  static long power(int exponent) {
    return exponent >= 0 && exponent < POWERS.length ? POWERS[exponent] : 0;
  }

  /** Whether a number of one type can be made one of another here. */
  public static boolean isPossible(VectorType from, VectorType to) {
    return switch (to.lane()) {
      case LONG ->
          from.lane() == Lane.LONG
              && from.isExact()
              && to.isExact()
              && to.scale() >= from.scale()
              && to.scale() - from.scale() < POWERS.length;
      case DOUBLE -> from.lane() == Lane.DOUBLE || from.isExact();
      case OBJECT ->
          to.name() == SqlTypeName.DECIMAL && from.isExact() && to.scale() >= from.scale();
      case BYTES -> false;
    };
  }

  @Override
  public Evaluation open(StatementContext context) {
    Evaluation evaluation = operand.open(context);
    Scratch scratch = new Scratch(type);
    Scratch compact = new Scratch(type.compact());
    return new Evaluation() {
      @Override
      public Vector eval(Batch batch) {
        Vector values = evaluation.eval(batch);
        Vector result = scratch.vector(batch);
        result.setNulls(values.nulls());
        if (result instanceof LongVector exact) {
          rescale(batch, (LongVector) values, exact);
        } else if (result instanceof DoubleVector approximate) {
          approximate(batch, values, approximate);
        } else {
          decimals(batch, values, (ObjectVector) result);
        }
        return result;
      }

      @Override
      public Vector evalCompact(Batch batch) {
        if (type.lane() != Lane.OBJECT) {
          return eval(batch);
        }
        Vector values = evaluation.evalCompact(batch);
        LongVector result = compact.longs(batch);
        result.setNulls(values.nulls());
        return values instanceof LongVector longs && fits(batch, longs, result)
            ? result
            : eval(batch);
      }
    };
  }

  /** Gives numbers another scale; false if some are no longs then. */
  private boolean fits(Batch batch, LongVector values, LongVector result) {
    long factor = power(type.scale() - values.type().scale());
    int[] selected = batch.selected();
    long[] from = values.values();
    long[] into = result.values();
    boolean[] nulls = values.nulls();
    long lost = factor == 0 ? 1 : 0;
    for (int k = 0; k < batch.count(); k++) {
      int i = selected[k];
      if (nulls == null || !nulls[i]) {
        into[i] = from[i] * factor;
        lost |= Math.multiplyHigh(from[i], factor) ^ (into[i] >> 63);
      }
    }
    return lost == 0;
  }

  private void rescale(Batch batch, LongVector values, LongVector result) {
    long factor = POWERS[type.scale() - operand.type().scale()];
    int[] selected = batch.selected();
    long[] from = values.values();
    long[] into = result.values();
    boolean done = fits(batch, values, result);
    for (int k = 0; k < batch.count() && !done; k++) {
      int i = selected[k];
      if (!values.isNull(i)) {
        into[i] = product(from[i], factor);
      }
    }
    LongRange.of(type.name()).check(batch, result);
  }

  private static long product(long value, long factor) {
    try {
      return Math.multiplyExact(value, factor);
    } catch (ArithmeticException e) {
      throw SqlState.OUT_OF_RANGE.failure(value + " is out of range", e);
    }
  }

  private void approximate(Batch batch, Vector values, DoubleVector result) {
    int[] selected = batch.selected();
    double[] into = result.values();
    boolean single = type.name() == SqlTypeName.REAL;
    boolean integers = operand.type().scale() == 0;
    for (int k = 0; k < batch.count(); k++) {
      int i = selected[k];
      if (values.isNull(i)) {
        continue;
      }
      double value;
      if (values instanceof DoubleVector doubles) {
        value = doubles.values()[i];
      } else if (values instanceof LongVector longs && integers) {
        value = longs.values()[i];
      } else {
        value = ((Number) values.box(i)).doubleValue();
      }
      into[i] = single ? Approximate.real(value) : value;
    }
  }

  private void decimals(Batch batch, Vector values, ObjectVector result) {
    int[] selected = batch.selected();
    for (int k = 0; k < batch.count(); k++) {
      int i = selected[k];
      if (!values.isNull(i)) {
        BigDecimal number = Comparing.decimal((Number) values.box(i));
        result.unbox(i, number.setScale(type.scale()));
      }
    }
  }
}

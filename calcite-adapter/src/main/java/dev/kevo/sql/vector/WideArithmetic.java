package dev.kevo.sql.vector;

import dev.kevo.sql.exec.Arithmetic;
import dev.kevo.sql.exec.Comparing;
import dev.kevo.sql.exec.Decimals;
import dev.kevo.sql.exec.StatementContext;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Arithmetic on exact numbers whose result may need more digits than a long has. */
public record WideArithmetic(
    Arithmetic.Operation operation, VectorExpression left, VectorExpression right, VectorType type)
    implements VectorExpression {
  /** Whether the operation is one that this computes. */
  public static boolean knows(Arithmetic.Operation operation) {
    return switch (operation) {
      case PLUS, MINUS, TIMES -> true;
      case DIVIDE, MOD -> false;
    };
  }

  @Override
  public Evaluation open(StatementContext context) {
    Evaluation first = left.open(context);
    Evaluation second = right.open(context);
    return new Computation(first, second);
  }

  private final class Computation implements Evaluation {
    private final Evaluation first;
    private final Evaluation second;
    private final Scratch scratch = new Scratch(type);
    private final Scratch compact = new Scratch(type.compact());

    Computation(Evaluation first, Evaluation second) {
      this.first = first;
      this.second = second;
    }

    @Override
    public Vector eval(Batch batch) {
      return objects(batch, first.evalCompact(batch), second.evalCompact(batch));
    }

    @Override
    public Vector evalCompact(Batch batch) {
      Vector a = first.evalCompact(batch);
      Vector b = second.evalCompact(batch);
      if (a instanceof LongVector x && b instanceof LongVector y) {
        LongVector result = compact.longs(batch);
        boolean[] nulls = Scratch.eitherNull(a, b, batch);
        result.setNulls(nulls);
        if (compute(batch, x, y, nulls, result.values())) {
          return result;
        }
      }
      return objects(batch, a, b);
    }

    private Vector objects(Batch batch, Vector a, Vector b) {
      ObjectVector result = (ObjectVector) scratch.vector(batch);
      result.setNulls(Scratch.eitherNull(a, b, batch));
      for (int k = 0; k < batch.count(); k++) {
        int i = batch.selected()[k];
        if (!result.isNull(i)) {
          result.unbox(i, compute(a, b, i));
        }
      }
      return result;
    }
  }

  /** Computes in longs; false if some result, or an operand at its scale, is none. */
  private boolean compute(
      Batch batch, LongVector a, LongVector b, boolean @Nullable [] nulls, long[] into) {
    int aScale = a.type().scale();
    int bScale = b.type().scale();
    if (operation == Arithmetic.Operation.TIMES) {
      return aScale + bScale == type.scale()
          && multiply(batch, a.values(), b.values(), nulls, into);
    }
    long aFactor = Conversion.power(type.scale() - aScale);
    long bFactor = Conversion.power(type.scale() - bScale);
    return aFactor > 0
        && bFactor > 0
        && add(batch, a.values(), aFactor, b.values(), bFactor, nulls, into);
  }

  private static boolean multiply(
      Batch batch, long[] a, long[] b, boolean @Nullable [] nulls, long[] into) {
    int[] selected = batch.selected();
    long lost = 0;
    for (int k = 0; k < batch.count(); k++) {
      int i = selected[k];
      if (nulls == null || !nulls[i]) {
        long product = a[i] * b[i];
        lost |= Math.multiplyHigh(a[i], b[i]) ^ (product >> 63);
        into[i] = product;
      }
    }
    return lost == 0;
  }

  private boolean add(
      Batch batch,
      long[] a,
      long aFactor,
      long[] b,
      long bFactor,
      boolean @Nullable [] nulls,
      long[] into) {
    int[] selected = batch.selected();
    // The difference is the sum with the complement, plus one.
    long turned = operation == Arithmetic.Operation.MINUS ? -1 : 0;
    long lost = 0;
    for (int k = 0; k < batch.count(); k++) {
      int i = selected[k];
      if (nulls == null || !nulls[i]) {
        long x = a[i] * aFactor;
        long y = b[i] * bFactor;
        lost |= Math.multiplyHigh(a[i], aFactor) ^ (x >> 63);
        lost |= Math.multiplyHigh(b[i], bFactor) ^ (y >> 63);
        long added = y ^ turned;
        long sum = x + added - turned;
        lost |= ((x ^ sum) & (added ^ sum)) >> 63;
        into[i] = sum;
      }
    }
    return lost == 0;
  }

  private BigDecimal compute(Vector a, Vector b, int i) {
    if (operation == Arithmetic.Operation.TIMES
        && a instanceof LongVector x
        && b instanceof LongVector y
        && type.scale() == x.type().scale() + y.type().scale()) {
      long product = x.values()[i] * y.values()[i];
      if (Math.multiplyHigh(x.values()[i], y.values()[i]) == product >> 63) {
        return BigDecimal.valueOf(product, type.scale());
      }
    }
    BigDecimal left = Comparing.decimal((Number) a.box(i));
    BigDecimal right = Comparing.decimal((Number) b.box(i));
    BigDecimal result =
        switch (operation) {
          case PLUS -> left.add(right);
          case MINUS -> left.subtract(right);
          default -> left.multiply(right);
        };
    return Decimals.inRange(
        result.scale() > type.scale()
            ? result.setScale(type.scale(), RoundingMode.HALF_UP)
            : result,
        type.scale());
  }
}

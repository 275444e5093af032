package dev.kevo.sql.vector;

import dev.kevo.sql.exec.Arithmetic;
import dev.kevo.sql.exec.Comparing;
import dev.kevo.sql.exec.Decimals;
import dev.kevo.sql.exec.StatementContext;
import java.math.BigDecimal;
import java.math.RoundingMode;

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
    Scratch scratch = new Scratch(type);
    return batch -> {
      Vector a = first.eval(batch);
      Vector b = second.eval(batch);
      ObjectVector result = (ObjectVector) scratch.vector(batch);
      result.setNulls(Scratch.eitherNull(a, b, batch));
      for (int k = 0; k < batch.count(); k++) {
        int i = batch.selected()[k];
        if (!result.isNull(i)) {
          result.unbox(i, compute(a, b, i));
        }
      }
      return result;
    };
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

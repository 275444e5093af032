package dev.kevo.sql.vector;

import dev.kevo.sql.exec.Arithmetic;
import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.types.SqlState;
import org.apache.calcite.sql.type.SqlTypeName;

/** Arithmetic on approximate numbers. */
public record ApproximateArithmetic(
    Arithmetic.Operation operation, VectorExpression left, VectorExpression right, VectorType type)
    implements VectorExpression {
  @Override
  public Evaluation open(StatementContext context) {
    Evaluation first = left.open(context);
    Evaluation second = right.open(context);
    Scratch scratch = new Scratch(type);
    boolean single = type.name() == SqlTypeName.REAL;
    return batch -> {
      Vector x = first.eval(batch);
      Vector y = second.eval(batch);
      DoubleVector result = (DoubleVector) scratch.vector(batch);
      result.setNulls(Scratch.eitherNull(x, y, batch));
      double[] a = ((DoubleVector) x).values();
      double[] b = ((DoubleVector) y).values();
      double[] into = result.values();
      int[] selected = batch.selected();
      for (int k = 0; k < batch.count(); k++) {
        int i = selected[k];
        double value =
            switch (operation) {
              case PLUS -> a[i] + b[i];
              case MINUS -> a[i] - b[i];
              case TIMES -> a[i] * b[i];
              case DIVIDE -> quotient(a[i], b[i], result.isNull(i));
              case MOD -> throw new AssertionError("MOD of approximate numbers");
            };
        into[i] = single ? (float) value : value;
      }
      return result;
    };
  }

  private static double quotient(double a, double b, boolean isNull) {
    if (b == 0 && !isNull) {
      throw SqlState.DIVISION_BY_ZERO.failure("division by zero");
    }
    return a / b;
  }
}

package dev.kevo.sql.vector;

import dev.kevo.sql.exec.Approximate;
import dev.kevo.sql.exec.Arithmetic;
import dev.kevo.sql.exec.StatementContext;
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
        if (result.isNull(i)) {
          continue;
        }
        double value =
            switch (operation) {
              case PLUS -> Approximate.plus(a[i], b[i]);
              case MINUS -> Approximate.minus(a[i], b[i]);
              case TIMES -> Approximate.times(a[i], b[i]);
              case DIVIDE -> Approximate.divide(a[i], b[i]);
              case MOD -> throw new AssertionError("MOD of approximate numbers");
            };
        into[i] = single ? Approximate.real(value) : value;
      }
      return result;
    };
  }
}

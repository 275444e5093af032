package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.function.LongUnaryOperator;

/** A function from one number to another, both of the lane LONG. */
public record LongMapped(VectorExpression operand, LongUnaryOperator function, VectorType type)
    implements VectorExpression {
  @Override
  public Evaluation open(StatementContext context) {
    Evaluation evaluation = operand.open(context);
    Scratch scratch = new Scratch(type);
    return batch -> {
      LongVector values = (LongVector) evaluation.eval(batch);
      LongVector result = scratch.longs(batch);
      result.setNulls(values.nulls());
      for (int k = 0; k < batch.count(); k++) {
        int i = batch.selected()[k];
        if (!values.isNull(i)) {
          result.values()[i] = function.applyAsLong(values.values()[i]);
        }
      }
      return result;
    };
  }
}

package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;

/**
 * A number that another one stands for.
 *
 * @param column the column of the lane LONG that says which
 * @param numbers by its value
 */
public record Chosen(int column, long[] numbers, VectorType type) implements VectorExpression {
  @Override
  public Evaluation open(StatementContext context) {
    Scratch scratch = new Scratch(type);
    return batch -> {
      long[] which = ((LongVector) batch.column(column)).values();
      LongVector result = scratch.longs(batch);
      for (int k = 0; k < batch.count(); k++) {
        int i = batch.selected()[k];
        result.values()[i] = numbers[(int) which[i]];
      }
      return result;
    };
  }
}

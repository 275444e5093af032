package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;

/** A column of the batch as it is. */
public record ColumnReference(int column, VectorType type) implements VectorExpression {
  @Override
  public Evaluation open(StatementContext context) {
    return batch -> batch.column(column);
  }
}

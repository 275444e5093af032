package dev.kevo.sql.vector;

import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.exec.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * An expression that is evaluated row by row on the executor's objects: for what needs no speed.
 *
 * @param columns the columns that it reads
 * @param width the number of columns that its rows have
 */
public record RowExpression(Scalar scalar, int[] columns, int width, VectorType type)
    implements VectorExpression {
  @Override
  public Evaluation open(StatementContext context) {
    Scratch scratch = new Scratch(type);
    @Nullable Object[] row = new Object[width];
    return batch -> {
      Vector[] vectors = new Vector[columns.length];
      for (int c = 0; c < columns.length; c++) {
        vectors[c] = batch.column(columns[c]);
      }
      Vector result = scratch.vector(batch);
      for (int k = 0; k < batch.count(); k++) {
        int i = batch.selected()[k];
        for (int c = 0; c < columns.length; c++) {
          row[columns[c]] = vectors[c].get(i);
        }
        result.set(i, scalar.eval(row, context));
      }
      return result;
    };
  }
}

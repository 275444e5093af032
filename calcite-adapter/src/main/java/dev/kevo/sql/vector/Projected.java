package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expressions over rows. */
public record Projected(BatchSource input, List<VectorExpression> expressions)
    implements BatchSource {
  public Projected {
    expressions = List.copyOf(expressions);
  }

  @Override
  public List<VectorType> types() {
    return expressions.stream().map(VectorExpression::type).toList();
  }

  @Override
  public BatchCursor open(StatementContext context) {
    VectorExpression.Evaluation[] evaluations =
        expressions.stream()
            .map(each -> each.open(context))
            .toArray(VectorExpression.Evaluation[]::new);
    BatchCursor rows = input.open(context);
    return new BatchCursor() {
      @Override
      public @Nullable Batch next() {
        Batch batch = rows.next();
        if (batch == null) {
          return null;
        }
        Vector[] columns = new Vector[evaluations.length];
        for (int i = 0; i < columns.length; i++) {
          columns[i] = evaluations[i].eval(batch);
        }
        return batch.withColumns(columns);
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }
}

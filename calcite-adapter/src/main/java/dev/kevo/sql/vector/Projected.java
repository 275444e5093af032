package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Expressions over rows.
 *
 * @param compact the columns that may come as {@link VectorExpression.Evaluation#evalCompact} gives
 *     them, as whoever reads them knows
 */
public record Projected(BatchSource input, List<VectorExpression> expressions, Set<Integer> compact)
    implements BatchSource {
  public Projected {
    expressions = List.copyOf(expressions);
    compact = Set.copyOf(compact);
  }

  public Projected(BatchSource input, List<VectorExpression> expressions) {
    this(input, expressions, Set.of());
  }

  /** The same for who takes some columns as longs, too. */
  public Projected withCompact(Set<Integer> columns) {
    return new Projected(input, expressions, columns);
  }

  /** The same over other rows. */
  Projected over(BatchSource rows) {
    return new Projected(rows, expressions, compact);
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
          columns[i] =
              compact.contains(i) ? evaluations[i].evalCompact(batch) : evaluations[i].eval(batch);
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

package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows for which a condition is true. */
public record Filtered(BatchSource input, VectorExpression condition) implements BatchSource {
  @Override
  public List<VectorType> types() {
    return input.types();
  }

  @Override
  public BatchCursor open(StatementContext context) {
    VectorExpression.Evaluation[] conjuncts =
        conjuncts(condition)
            .map(each -> each.open(context))
            .toArray(VectorExpression.Evaluation[]::new);
    BatchCursor rows = input.open(context);
    return new BatchCursor() {
      private int[] kept = new int[0];

      @Override
      public @Nullable Batch next() {
        for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
          if (kept.length < batch.count()) {
            kept = new int[batch.capacity()];
          }
          Batch rest = batch;
          for (int c = 0; c < conjuncts.length && rest.count() > 0; c++) {
            int count = conjuncts[c].select(rest, kept);
            rest = count == rest.count() ? rest : rest.filtered(kept, count);
          }
          if (rest.count() > 0) {
            return rest;
          }
        }
        return null;
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }

  /** What must all be true: a row that one of them leaves out costs the later ones nothing. */
  private static Stream<VectorExpression> conjuncts(VectorExpression condition) {
    return condition instanceof Logic logic && logic.isAnd()
        ? logic.conditions().stream().flatMap(Filtered::conjuncts)
        : Stream.of(condition);
  }
}

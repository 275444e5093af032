package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows for which a condition is true. */
public record Filtered(BatchSource input, VectorExpression condition) implements BatchSource {
  @Override
  public List<VectorType> types() {
    return input.types();
  }

  @Override
  public BatchCursor open(StatementContext context) {
    VectorExpression.Evaluation evaluation = condition.open(context);
    BatchCursor rows = input.open(context);
    return new BatchCursor() {
      private int[] kept = new int[0];

      @Override
      public @Nullable Batch next() {
        for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
          if (kept.length < batch.count()) {
            kept = new int[batch.capacity()];
          }
          int count = select(batch, (LongVector) evaluation.eval(batch), kept);
          if (count > 0) {
            return batch.filtered(kept, count);
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

  /** Writes the positions at which a condition is true; gives their number. */
  static int select(Batch batch, LongVector condition, int[] into) {
    int[] selected = batch.selected();
    long[] values = condition.values();
    boolean[] nulls = condition.nulls();
    int count = 0;
    for (int k = 0; k < batch.count(); k++) {
      int i = selected[k];
      if (values[i] != 0 && (nulls == null || !nulls[i])) {
        into[count++] = i;
      }
    }
    return count;
  }
}

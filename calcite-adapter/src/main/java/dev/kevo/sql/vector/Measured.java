package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.exec.StoreCounts;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An operator that is watched for EXPLAIN ANALYZE, in one execution at a time. */
public record Measured(BatchSource input, Measure measure) implements BatchSource {
  @Override
  public List<VectorType> types() {
    return input.types();
  }

  @Override
  public BatchCursor open(StatementContext context) {
    measure.addOpening();
    BatchCursor rows = watched(context, () -> input.open(context));
    return new BatchCursor() {
      @Override
      public @Nullable Batch next() {
        Batch batch = watched(context, rows::next);
        if (batch != null) {
          measure.addBatch(batch.count());
        }
        return batch;
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }

  private <T extends @Nullable Object> T watched(StatementContext context, Supplier<T> work) {
    StoreCounts before = StoreCounts.now(context);
    long begin = System.nanoTime();
    try {
      return work.get();
    } finally {
      long duration = System.nanoTime() - begin;
      measure.addWork(duration, StoreCounts.now(context).since(before));
    }
  }
}

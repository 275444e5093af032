package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operator that is watched for EXPLAIN ANALYZE, in one execution at a time. */
public record Measured(BatchSource input, Measure measure) implements BatchSource {
  @Override
  public List<VectorType> types() {
    return input.types();
  }

  @Override
  public BatchCursor open(StatementContext context) {
    long begin = System.nanoTime();
    BatchCursor rows = input.open(context);
    measure.addOpening(System.nanoTime() - begin);
    return new BatchCursor() {
      @Override
      public @Nullable Batch next() {
        long start = System.nanoTime();
        Batch batch = rows.next();
        long duration = System.nanoTime() - start;
        if (batch == null) {
          measure.addEnd(duration);
        } else {
          measure.addBatch(batch.count(), duration);
        }
        return batch;
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }
}

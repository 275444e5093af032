package dev.kevo.sql.vector;

import dev.kevo.sql.exec.RowCursor;
import dev.kevo.sql.exec.RowSource;
import dev.kevo.sql.exec.StatementContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operator of generated code among operators on columns.
 *
 * @param code its rows; those of its inputs it takes from {@link EnumerableBatches}
 */
public record GeneratedBatches(RowSource code, List<VectorType> types) implements BatchSource {
  public GeneratedBatches {
    types = List.copyOf(types);
  }

  @Override
  public BatchCursor open(StatementContext context) {
    StatementContext part = context.part();
    RowCursor rows;
    try {
      rows = code.open(part, 0);
    } catch (Throwable e) {
      part.close();
      throw e;
    }
    BatchCursor batches = RowBatches.open(rows, types);
    return new BatchCursor() {
      @Override
      public @Nullable Batch next() {
        return batches.next();
      }

      @Override
      public void close() {
        try {
          batches.close();
        } finally {
          part.close();
        }
      }
    };
  }
}

package dev.kevo.sql.vector;

import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.exec.StatementContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of expressions without columns: VALUES. */
public record ListedBatches(List<Scalar[]> rows, List<VectorType> types) implements BatchSource {
  private static final @Nullable Object[] NO_ROW = new Object[0];

  public ListedBatches {
    rows = List.copyOf(rows);
    types = List.copyOf(types);
  }

  @Override
  public BatchCursor open(StatementContext context) {
    return new BatchCursor() {
      private int given;

      @Override
      public @Nullable Batch next() {
        int count = Math.min(Batch.ROWS_MAX, rows.size() - given);
        if (count == 0) {
          return null;
        }
        Vector[] columns =
            types.stream().map(type -> Vector.create(type, count)).toArray(Vector[]::new);
        for (int i = 0; i < count; i++) {
          Scalar[] row = rows.get(given++);
          for (int c = 0; c < row.length; c++) {
            columns[c].set(i, row[c].eval(NO_ROW, context));
          }
        }
        return Batch.of(columns, count);
      }

      @Override
      public void close() {
        given = rows.size();
      }
    };
  }
}

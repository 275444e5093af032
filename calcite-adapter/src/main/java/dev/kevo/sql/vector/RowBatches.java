package dev.kevo.sql.vector;

import dev.kevo.sql.exec.RowCursor;
import dev.kevo.sql.exec.StatementContext;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a cursor as batches.
 *
 * @param rows opens the cursor
 */
public record RowBatches(Function<StatementContext, RowCursor> rows, List<VectorType> types)
    implements BatchSource {
  @Override
  public BatchCursor open(StatementContext context) {
    return open(rows.apply(context), types);
  }

  static BatchCursor open(RowCursor rows, List<VectorType> types) {
    return new Cursor(rows, types);
  }

  private static final class Cursor implements BatchCursor {
    private final RowCursor rows;
    private final List<VectorType> types;
    private final BatchSizes sizes = new BatchSizes();
    private Vector[] columns = new Vector[0];

    Cursor(RowCursor rows, List<VectorType> types) {
      this.rows = rows;
      this.types = types;
    }

    @Override
    public @Nullable Batch next() {
      int capacity = sizes.next();
      columns = sizes.vectors(columns, types, capacity);
      int count = 0;
      while (count < capacity && rows.next()) {
        @Nullable Object[] row = rows.row();
        for (int c = 0; c < columns.length; c++) {
          columns[c].set(count, row[c]);
        }
        count++;
      }
      return count == 0 ? null : Batch.of(columns, count);
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}

package dev.kevo.sql.vector;

import dev.kevo.sql.exec.RowCursor;
import dev.kevo.sql.exec.RowSource;
import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.exec.WorkMemory;
import org.jspecify.annotations.Nullable;

/** A query that runs on columns: the rows of its last operator. */
public record BatchRows(BatchSource source) implements RowSource {
  @Override
  public RowCursor open(StatementContext context, long maxRows) {
    try {
      return new Rows(
          source.open(context), maxRows == 0 ? Long.MAX_VALUE : maxRows, context.memory());
    } catch (Throwable e) {
      context.memory().close();
      throw e;
    }
  }

  @Override
  public boolean isSinglePass() {
    return false;
  }

  private static final class Rows implements RowCursor {
    private final BatchCursor batches;
    private final WorkMemory memory;
    private long wanted;
    private @Nullable Batch batch;
    private int at;
    private @Nullable Object[] row = new Object[0];

    Rows(BatchCursor batches, long wanted, WorkMemory memory) {
      this.memory = memory;
      this.batches = batches;
      this.wanted = wanted;
    }

    @Override
    public boolean next() {
      if (wanted == 0) {
        return false;
      }
      Batch current = batch;
      if (current == null || ++at == current.count()) {
        current = batches.next();
        batch = current;
        at = 0;
        if (current == null) {
          wanted = 0;
          return false;
        }
      }
      wanted--;
      read(current, current.selected()[at]);
      return true;
    }

    private void read(Batch current, int position) {
      if (row.length != current.width()) {
        row = new Object[current.width()];
      }
      for (int c = 0; c < row.length; c++) {
        row[c] = current.column(c).get(position);
      }
    }

    @Override
    public @Nullable Object[] row() {
      return row;
    }

    @Override
    public void close() {
      try {
        batches.close();
      } finally {
        memory.close();
      }
    }
  }
}

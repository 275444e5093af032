package dev.kevo.sql.vector;

import dev.kevo.sql.exec.RowCursor;
import dev.kevo.sql.exec.WorkMemory;
import org.jspecify.annotations.Nullable;

/** The rows of batches one by one. */
final class BatchRowCursor implements RowCursor {
  private final BatchCursor batches;

  /** What is given back at the end. */
  private final @Nullable WorkMemory memory;

  private long wanted;
  private @Nullable Batch batch;
  private int at;
  private @Nullable Object[] row = new Object[0];

  BatchRowCursor(BatchCursor batches, long wanted, @Nullable WorkMemory memory) {
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
      if (memory != null) {
        memory.close();
      }
    }
  }
}

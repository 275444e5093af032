package dev.kevo.sql.vector;

import dev.kevo.sql.exec.WorkMemory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Small batches put together, for what costs something per batch. The first ones are given as they
 * come, so that who needs few rows does not wait for more.
 */
final class Gathered implements BatchCursor {
  private static final int GROWTH = 4;

  private final BatchCursor rows;
  private final StoredRows together;

  /** Read, but without room in the batch before. */
  private @Nullable Batch held;

  private int wanted = 1;

  Gathered(BatchCursor rows, List<VectorType> types, WorkMemory memory) {
    this.rows = rows;
    this.together = new StoredRows(types, memory);
  }

  @Override
  public @Nullable Batch next() {
    Batch first = held == null ? rows.next() : held;
    held = null;
    int enough = wanted;
    wanted = Math.min(Batch.ROWS_MAX, GROWTH * wanted);
    if (first == null || first.count() >= enough) {
      return first;
    }
    together.clear();
    together.addAll(first);
    while (together.size() < enough) {
      Batch more = rows.next();
      if (more == null) {
        break;
      }
      if (together.size() + more.count() > Batch.ROWS_MAX) {
        held = more;
        break;
      }
      together.addAll(more);
    }
    together.requireRoom();
    return Batch.of(together.columns(), together.size());
  }

  @Override
  public void close() {
    together.release();
    rows.close();
  }
}

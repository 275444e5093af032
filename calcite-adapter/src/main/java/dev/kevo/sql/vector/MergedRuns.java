package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Sorted runs as one; of rows that are equal, those of the earlier run come first. */
final class MergedRuns implements BatchCursor {
  private final List<Run> runs = new ArrayList<>();
  private final PriorityQueue<Run> next;
  private final List<VectorType> types;

  MergedRuns(List<SpilledRows> files, List<SortKey> keys, StatementContext context) {
    this.types = files.get(0).types();
    this.next = new PriorityQueue<>((a, b) -> compare(a, b, keys));
    for (SpilledRows file : files) {
      Run run = new Run(runs.size(), file.open(context));
      runs.add(run);
      if (run.step()) {
        next.add(run);
      }
    }
  }

  private static int compare(Run a, Run b, List<SortKey> keys) {
    for (SortKey key : keys) {
      int order = key.compare(a.column(key.column()), a.at, b.column(key.column()), b.at);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.number, b.number);
  }

  @Override
  public @Nullable Batch next() {
    Vector[] columns =
        types.stream().map(type -> Vector.create(type, Batch.ROWS_MAX)).toArray(Vector[]::new);
    int count = 0;
    for (Run run = next.poll(); run != null; run = count < Batch.ROWS_MAX ? next.poll() : null) {
      for (int c = 0; c < columns.length; c++) {
        columns[c].copy(count, run.column(c), run.at);
      }
      count++;
      if (run.step()) {
        next.add(run);
      }
    }
    return count == 0 ? null : Batch.of(columns, count);
  }

  @Override
  public void close() {
    runs.forEach(run -> run.rows.close());
  }

  /** One run and the row at which it stands. */
  private static final class Run {
    private final int number;
    private final BatchCursor rows;
    private @Nullable Batch batch;
    private int at = -1;

    Run(int number, BatchCursor rows) {
      this.number = number;
      this.rows = rows;
    }

    boolean step() {
      Batch current = batch;
      at++;
      if (current == null || at == current.count()) {
        current = rows.next();
        batch = current;
        at = 0;
      }
      return current != null;
    }

    Vector column(int index) {
      Batch current = batch;
      if (current == null) {
        throw new AssertionError("run " + number + " has ended");
      }
      return current.column(index);
    }
  }
}

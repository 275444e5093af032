package dev.kevo.sql.vector;

import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.exec.StatementContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All rows in an order, or the first of them: then little more than twice as many are kept. Rows
 * that do not fit memory go to files in sorted runs, which are merged.
 *
 * @param offset rows to leave out, or null
 * @param fetch rows to give at most, or null
 */
public record Sorted(
    BatchSource input, List<SortKey> keys, @Nullable Scalar offset, @Nullable Scalar fetch)
    implements BatchSource {
  /** Rows that are kept beyond twice those that are needed, before the surplus is dropped. */
  private static final int SLACK = 64;

  public Sorted {
    keys = List.copyOf(keys);
  }

  @Override
  public List<VectorType> types() {
    return input.types();
  }

  @Override
  public BatchCursor open(StatementContext context) {
    long skip = Limited.count(offset, context, 0);
    long most = Limited.count(fetch, context, Long.MAX_VALUE);
    BatchCursor rows = input.open(context);
    return new Cursor(rows, context, skip, most);
  }

  private final class Cursor implements BatchCursor {
    private final BatchCursor rows;
    private final StatementContext context;
    private final long skip;
    private final long needed;
    private final BestOfBatch best = new BestOfBatch(keys);
    private final List<SpilledRows> runs = new ArrayList<>();
    private StoredRows kept;
    private @Nullable BatchCursor merged;
    private int @Nullable [] order;
    private int given;
    private int end;

    /** The last row of those that are needed, by its number in what is kept; or -1. */
    private int last = -1;

    Cursor(BatchCursor rows, StatementContext context, long skip, long most) {
      this.rows = rows;
      this.context = context;
      this.kept = new StoredRows(types(), context.memory());
      this.skip = skip;
      this.needed = most > Long.MAX_VALUE - skip ? Long.MAX_VALUE : most + skip;
    }

    @Override
    public @Nullable Batch next() {
      if (merged != null) {
        return merged.next();
      }
      int[] sorted = order;
      if (sorted == null) {
        if (needed > 0) {
          readAll();
        }
        if (!runs.isEmpty()) {
          return merge();
        }
        sorted = new RowOrder(kept, keys).sorted();
        order = sorted;
        end = (int) Math.min(needed, sorted.length);
        given = (int) Math.min(skip, end);
      }
      int count = Math.min(Batch.ROWS_MAX, end - given);
      if (count == 0) {
        return null;
      }
      given += count;
      return kept.batch(sorted, given - count, given);
    }

    private void readAll() {
      for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
        if (kept.isFull()) {
          writeRun();
        }
        if (needed > Integer.MAX_VALUE / 4) {
          kept.addAll(batch);
          continue;
        }
        addBest(batch);
        if (kept.size() >= 2 * needed + SLACK) {
          dropSurplus();
        }
      }
    }

    /** Moves what is kept to a file, in order. */
    private void writeRun() {
      SpilledRows run = new SpilledRows(types(), context.memory().file());
      int[] sorted = new RowOrder(kept, keys).sorted();
      int count = (int) Math.min(needed, sorted.length);
      for (int i = 0; i < count; i++) {
        run.add(kept.columns(), sorted[i]);
      }
      runs.add(run);
      kept.release();
      kept = new StoredRows(types(), context.memory());
      last = -1;
    }

    private @Nullable Batch merge() {
      writeRun();
      BatchCursor all = new MergedRuns(runs, keys, context);
      BatchCursor limited = Limited.open(all, skip, needed - skip);
      merged = limited;
      return limited.next();
    }

    /** Of a batch no more rows are kept than are needed, and none after the last one so far. */
    private void addBest(Batch batch) {
      int most = (int) Math.min(needed, Batch.ROWS_MAX);
      int[] found = best.find(batch, most, kept, last);
      if (found.length > 0) {
        kept.addAll(batch.filtered(found, found.length));
      }
    }

    private void dropSurplus() {
      int[] sorted = new RowOrder(kept, keys).sorted();
      StoredRows first = new StoredRows(types(), context.memory());
      Vector[] row = new Vector[kept.width()];
      for (int c = 0; c < row.length; c++) {
        row[c] = kept.column(c);
      }
      for (int i = 0; i < needed; i++) {
        first.add(row, sorted[i]);
      }
      kept.release();
      kept = first;
      last = kept.size() - 1;
    }

    @Override
    public void close() {
      rows.close();
      kept.release();
      if (merged != null) {
        merged.close();
      }
      kept.release();
    }
  }
}

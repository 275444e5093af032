package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All rows in an order of which they have the first keys already: it sorts one stretch after the
 * other, and so gives the first rows before it has read the last ones.
 *
 * @param keys the whole order
 * @param presorted how many of the keys the input is sorted by
 */
public record PartlySorted(BatchSource input, List<SortKey> keys, int presorted)
    implements BatchSource {
  public PartlySorted {
    keys = List.copyOf(keys);
  }

  @Override
  public List<VectorType> types() {
    return input.types();
  }

  @Override
  public BatchCursor open(StatementContext context) {
    return new Cursor(context, input.open(context));
  }

  private final class Cursor implements BatchCursor {
    private final StatementContext context;
    private final BatchCursor rows;

    /** Rows that were read with the stretch before, but belong to the next; all in one group. */
    private final StoredRows left;

    private @Nullable BatchCursor stretch;
    private boolean ended;

    Cursor(StatementContext context, BatchCursor rows) {
      this.context = context;
      this.rows = rows;
      this.left = new StoredRows(types(), context.memory());
    }

    @Override
    public @Nullable Batch next() {
      while (true) {
        BatchCursor sorted = stretch;
        if (sorted == null) {
          if (ended && left.size() == 0) {
            return null;
          }
          sorted = new Sorted(new Stretch(this), keys, null, null).open(context);
          stretch = sorted;
        }
        Batch batch = sorted.next();
        if (batch != null) {
          return batch;
        }
        sorted.close();
        stretch = null;
      }
    }

    /** Whether two rows have the same values of the keys that the input is sorted by. */
    private boolean isSameGroup(Vector[] a, int i, Vector[] b, int j) {
      for (SortKey key : keys.subList(0, presorted)) {
        if (key.compare(a[key.column()], i, b[key.column()], j) != 0) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void close() {
      if (stretch != null) {
        stretch.close();
      }
      left.release();
      rows.close();
    }
  }

  /** Rows up to the last end of a group in the batch in which a group ends. */
  private record Stretch(Cursor owner) implements BatchSource {
    @Override
    public List<VectorType> types() {
      return owner.left.types();
    }

    @Override
    public BatchCursor open(StatementContext context) {
      StoredRows first = new StoredRows(types(), context.memory());
      return new BatchCursor() {
        private boolean begun;
        private boolean done;

        @Override
        public @Nullable Batch next() {
          if (done) {
            return null;
          }
          if (!begun) {
            begun = true;
            Batch kept = takeLeft();
            if (kept != null) {
              return kept;
            }
          }
          Batch batch = owner.rows.next();
          if (batch == null) {
            owner.ended = true;
            done = true;
            return null;
          }
          return cut(batch);
        }

        private @Nullable Batch takeLeft() {
          int count = owner.left.size();
          if (count == 0) {
            return null;
          }
          int[] order = new int[count];
          for (int i = 0; i < count; i++) {
            order[i] = i;
          }
          Batch kept = owner.left.batch(order, 0, count);
          first.add(StoredRows.columnsOf(kept), 0);
          owner.left.clear();
          return kept;
        }

        private @Nullable Batch cut(Batch batch) {
          Vector[] columns = StoredRows.columnsOf(batch);
          int[] selected = batch.selected();
          if (first.size() == 0) {
            first.add(columns, selected[0]);
          }
          int end = batch.count() - 1;
          int last = selected[end];
          if (owner.isSameGroup(first.columns(), 0, columns, last)) {
            return batch;
          }
          while (end > 0 && owner.isSameGroup(columns, selected[end - 1], columns, last)) {
            end--;
          }
          for (int k = end; k < batch.count(); k++) {
            owner.left.add(columns, selected[k]);
          }
          done = true;
          return end == 0 ? null : batch.filtered(selected, end);
        }

        @Override
        public void close() {
          // The rows are their owner's.
        }
      };
    }
  }
}

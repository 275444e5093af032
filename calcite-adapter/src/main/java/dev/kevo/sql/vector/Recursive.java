package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * WITH RECURSIVE: the rows of a seed, then again and again those that a step makes of the rows
 * before, until there are none.
 *
 * @param step reads the rows before as {@link Before}
 * @param key under which they are passed to the step
 * @param all whether rows may repeat; else each comes once, and all are kept to know them
 */
public record Recursive(BatchSource seed, BatchSource step, Object key, boolean all)
    implements BatchSource {
  @Override
  public List<VectorType> types() {
    return seed.types();
  }

  @Override
  public BatchCursor open(StatementContext context) {
    return new Cursor(context);
  }

  /** The rows that the round before has made. */
  public record Before(Object key, List<VectorType> types) implements BatchSource {
    public Before {
      types = List.copyOf(types);
    }

    @Override
    public BatchCursor open(StatementContext context) {
      return ((KeptRows) context.passed(key)).read();
    }
  }

  private final class Cursor implements BatchCursor {
    private final StatementContext context;
    private final KeyTable known;
    private BatchCursor rows;

    /** What this round reads, and what it has made so far. */
    private KeptRows before;

    private KeptRows made;

    Cursor(StatementContext context) {
      this.context = context;
      this.known = new KeyTable(types(), context.memory());
      this.before = new KeptRows(types(), context);
      this.made = new KeptRows(types(), context);
      this.rows = seed.open(context);
    }

    @Override
    public @Nullable Batch next() {
      while (true) {
        // The step may have recursive queries of its own within.
        context.pass(key, before);
        for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
          Batch fresh = all ? batch : fresh(batch);
          if (fresh.count() > 0) {
            made.addAll(fresh);
            return fresh;
          }
        }
        if (made.size() == 0) {
          return null;
        }
        rows.close();
        KeptRows read = before;
        before = made;
        made = read;
        made.clear();
        context.pass(key, before);
        rows = step.open(context);
      }
    }

    private Batch fresh(Batch batch) {
      Vector[] row = StoredRows.columnsOf(batch);
      int[] positions = new int[batch.count()];
      int count = 0;
      for (int k = 0; k < batch.count(); k++) {
        int i = batch.selected()[k];
        int before = known.size();
        if (known.findOrAdd(row, i) == before) {
          positions[count++] = i;
        }
      }
      known.keys().requireRoom();
      return batch.filtered(positions, count);
    }

    @Override
    public void close() {
      rows.close();
      before.clear();
      made.clear();
      known.keys().release();
    }
  }
}

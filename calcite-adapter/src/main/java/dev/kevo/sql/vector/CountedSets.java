package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that several inputs have in common, or that only the first one has: INTERSECT and EXCEPT.
 *
 * @param counted each different row of all inputs, and how often each of them has it
 * @param inputs the number of inputs
 * @param all whether a row comes as often as it is left, instead of once
 */
public record CountedSets(BatchSource counted, int inputs, Kind kind, boolean all)
    implements BatchSource {
  /** Which rows are given. */
  public enum Kind {
    INTERSECT,
    EXCEPT
  }

  @Override
  public List<VectorType> types() {
    List<VectorType> types = counted.types();
    return types.subList(0, types.size() - inputs);
  }

  /** How often a row comes. */
  private long copies(Batch batch, int position) {
    int width = batch.width() - inputs;
    long first = ((LongVector) batch.column(width)).values()[position];
    long least = first;
    long others = 0;
    for (int i = 1; i < inputs; i++) {
      long count = ((LongVector) batch.column(width + i)).values()[position];
      least = Math.min(least, count);
      others += count;
    }
    if (kind == Kind.INTERSECT) {
      return all ? least : Math.min(1, least);
    }
    return all ? Math.max(0, first - others) : first > 0 && others == 0 ? 1 : 0;
  }

  @Override
  public BatchCursor open(StatementContext context) {
    return new Cursor(counted.open(context), context);
  }

  private final class Cursor implements BatchCursor {
    private final BatchCursor rows;
    private final StatementContext context;
    private final BatchSizes sizes = new BatchSizes();
    private final List<VectorType> types = types();
    private Vector[] columns = new Vector[0];
    private @Nullable Batch batch;
    private int at;

    /** How often the row at which it stands is still to be given. */
    private long left;

    Cursor(BatchCursor rows, StatementContext context) {
      this.rows = rows;
      this.context = context;
    }

    @Override
    public @Nullable Batch next() {
      int capacity = sizes.next();
      columns = sizes.vectors(columns, types, capacity);
      int count = 0;
      while (count < capacity && (left > 0 || step())) {
        Batch current = batch;
        if (current == null) {
          throw new AssertionError("no batch");
        }
        for (int c = 0; c < columns.length; c++) {
          columns[c].copy(count, current.column(c), current.selected()[at]);
        }
        count++;
        left--;
      }
      return count == 0 ? null : Batch.of(columns, count);
    }

    /** Moves to the next row that is given. */
    private boolean step() {
      do {
        Batch current = batch;
        if (current == null || ++at == current.count()) {
          context.poll();
          current = rows.next();
          batch = current;
          at = 0;
          if (current == null) {
            return false;
          }
        }
        left = copies(current, current.selected()[at]);
      } while (left == 0);
      return true;
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}

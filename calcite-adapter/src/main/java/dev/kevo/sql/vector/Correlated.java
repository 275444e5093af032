package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For each left row the rows of a right input that depends on it.
 *
 * @param key under which the left row is passed to the right input
 * @param passed the left columns that the right input reads
 */
public record Correlated(
    Joined.Kind kind, BatchSource left, BatchSource right, Object key, int[] passed)
    implements BatchSource {
  @Override
  public List<VectorType> types() {
    if (kind.givesLeftOnly()) {
      return left.types();
    }
    List<VectorType> types = new ArrayList<>(left.types());
    types.addAll(right.types());
    return types;
  }

  @Override
  public BatchCursor open(StatementContext context) {
    return new Cursor(left.open(context), context);
  }

  private final class Cursor implements BatchCursor {
    private final BatchCursor rows;
    private final StatementContext context;
    private final int width = left.types().size();
    private final List<VectorType> types = types();
    private final BatchSizes sizes = new BatchSizes();
    private @Nullable Batch outer;
    private int at = -1;
    private @Nullable BatchCursor inner;
    private @Nullable Batch batch;
    private int innerAt;

    /** Whether the left row has had a partner. */
    private boolean partnered;

    Cursor(BatchCursor rows, StatementContext context) {
      this.rows = rows;
      this.context = context;
    }

    @Override
    public @Nullable Batch next() {
      int capacity = sizes.next();
      Vector[] result =
          types.stream().map(type -> Vector.create(type, capacity)).toArray(Vector[]::new);
      int count = 0;
      while (count < capacity) {
        context.poll();
        if (inner == null && !begin()) {
          break;
        }
        if (add(result, count)) {
          count++;
        }
      }
      return count == 0 ? null : Batch.of(result, count);
    }

    /** Moves to the next left row and opens the right input for it. */
    private boolean begin() {
      Batch current = outer;
      if (current == null || ++at == current.count()) {
        current = rows.next();
        outer = current;
        at = 0;
        if (current == null) {
          return false;
        }
      }
      @Nullable Object[] row = new Object[width];
      for (int column : passed) {
        row[column] = current.column(column).get(current.selected()[at]);
      }
      context.pass(key, row);
      inner = right.open(context);
      batch = null;
      partnered = false;
      return true;
    }

    /** Adds the next row for the left one, if there is one to be given. */
    private boolean add(Vector[] result, int position) {
      Batch found = innerRow();
      if (found != null) {
        partnered = true;
        if (kind.givesLeftOnly()) {
          end();
          return kind == Joined.Kind.SEMI && put(result, position, null);
        }
        return put(result, position, found);
      }
      end();
      boolean alone = kind == Joined.Kind.ANTI || kind.keepsLeft;
      return alone && !partnered && put(result, position, null);
    }

    private @Nullable Batch innerRow() {
      BatchCursor cursor = inner;
      Batch current = batch;
      if (cursor != null && (current == null || ++innerAt == current.count())) {
        current = cursor.next();
        batch = current;
        innerAt = 0;
      }
      return current;
    }

    private boolean put(Vector[] result, int position, @Nullable Batch partner) {
      Batch current = outer;
      if (current == null) {
        throw new AssertionError("no left row");
      }
      for (int c = 0; c < result.length; c++) {
        if (c < width) {
          result[c].copy(position, current.column(c), current.selected()[at]);
        } else if (partner == null) {
          result[c].setNull(position);
        } else {
          result[c].copy(position, partner.column(c - width), partner.selected()[innerAt]);
        }
      }
      return true;
    }

    private void end() {
      if (inner != null) {
        inner.close();
        inner = null;
      }
    }

    @Override
    public void close() {
      end();
      rows.close();
    }
  }
}

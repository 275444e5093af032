package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows with functions of their windows. One partition at a time is kept, in a file if it does not
 * fit memory.
 *
 * @param input rows sorted by partition and order
 * @param partition the columns that the rows of a partition have in common
 * @param order the order within a partition
 * @param calls the columns that are added
 */
public record Windowed(
    BatchSource input,
    int[] partition,
    List<SortKey> order,
    WindowFrame frame,
    List<WindowCall> calls)
    implements BatchSource {
  public Windowed {
    order = List.copyOf(order);
    calls = List.copyOf(calls);
  }

  @Override
  public List<VectorType> types() {
    List<VectorType> types = new ArrayList<>(input.types());
    calls.forEach(call -> types.add(call.type()));
    return types;
  }

  @Override
  public BatchCursor open(StatementContext context) {
    return new Cursor(input.open(context), context);
  }

  private final class Cursor implements BatchCursor {
    private final BatchCursor rows;
    private final List<VectorType> types = types();
    private final int width = input.types().size();
    private final BatchSizes sizes = new BatchSizes();
    private final KeptRows kept;
    private final FrameRows frames;
    private final KeptRows.Pointer current;
    private final List<WindowFunction> functions = new ArrayList<>();

    /** What the rows of the partition have in common, at position 0. */
    private final Vector[] key = new Vector[partition.length];

    private @Nullable Batch batch;
    private int at;
    private long given;
    private boolean ended;

    Cursor(BatchCursor rows, StatementContext context) {
      this.rows = rows;
      this.kept = new KeptRows(input.types(), context);
      this.frames = new FrameRows(frame, order, kept, context);
      this.current = kept.pointer();
      for (WindowCall call : calls) {
        functions.add(call.open(frames, input.types(), context));
      }
    }

    @Override
    public @Nullable Batch next() {
      int capacity = sizes.next();
      Vector[] result =
          types.stream().map(type -> Vector.create(type, capacity)).toArray(Vector[]::new);
      int count = 0;
      while (count < capacity && (given < kept.size() || nextPartition())) {
        frames.step();
        current.moveTo(given++);
        for (int c = 0; c < width; c++) {
          result[c].copy(count, current.column(c), current.position());
        }
        for (int f = 0; f < functions.size(); f++) {
          functions.get(f).eval(result[width + f], count);
        }
        count++;
      }
      return count == 0 ? null : Batch.of(result, count);
    }

    /** Reads the rows of the next partition; false if there is none. */
    private boolean nextPartition() {
      kept.clear();
      given = 0;
      for (Batch rest = rest(); rest != null; rest = rest()) {
        if (kept.size() == 0) {
          begin(rest);
        }
        Vector[] columns = StoredRows.columnsOf(rest);
        while (at < rest.count() && isOfPartition(columns, rest.selected()[at])) {
          kept.add(columns, rest.selected()[at++]);
        }
        if (at < rest.count()) {
          break;
        }
      }
      frames.restart();
      functions.forEach(WindowFunction::restart);
      return kept.size() > 0;
    }

    /** The batch in which rows are left, or null at the end. */
    private @Nullable Batch rest() {
      Batch rest = batch;
      if (!ended && (rest == null || at == rest.count())) {
        rest = rows.next();
        batch = rest;
        at = 0;
        ended = rest == null;
      }
      return rest;
    }

    private void begin(Batch first) {
      for (int i = 0; i < key.length; i++) {
        Vector column = first.column(partition[i]);
        key[i] = Vector.create(column.type(), 1);
        key[i].copy(0, column, first.selected()[at]);
      }
    }

    private boolean isOfPartition(Vector[] columns, int position) {
      for (int i = 0; i < key.length; i++) {
        if (!key[i].same(0, columns[partition[i]], position)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void close() {
      rows.close();
      kept.clear();
      functions.forEach(WindowFunction::release);
    }
  }
}

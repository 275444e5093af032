package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The items of collections as rows: for each input row, the items of all its columns side by side,
 * those of the shorter ones followed by NULLs.
 *
 * @param widths by input column, how many columns an item has; 0 if it is a value by itself
 * @param numbered whether the items' numbers, from 1, are the last column
 */
public record Unnested(BatchSource input, int[] widths, boolean numbered, List<VectorType> types)
    implements BatchSource {
  public Unnested {
    types = List.copyOf(types);
  }

  @Override
  public BatchCursor open(StatementContext context) {
    return new Cursor(input.open(context), context);
  }

  private final class Cursor implements BatchCursor {
    private final BatchCursor rows;
    private final StatementContext context;
    private final BatchSizes sizes = new BatchSizes();
    private final List<?>[] lists = new List<?>[widths.length];
    private Vector[] columns = new Vector[0];
    private @Nullable Batch batch;
    private int at;
    private int item;
    private int items;

    Cursor(BatchCursor rows, StatementContext context) {
      this.rows = rows;
      this.context = context;
    }

    @Override
    public @Nullable Batch next() {
      context.poll();
      int capacity = sizes.next();
      columns = sizes.vectors(columns, types, capacity);
      int count = 0;
      while (count < capacity && (item < items || step())) {
        put(count++);
        item++;
      }
      return count == 0 ? null : Batch.of(columns, count);
    }

    /** Moves to the next row with items. */
    private boolean step() {
      do {
        context.poll();
        Batch current = batch;
        if (current == null || ++at == current.count()) {
          current = rows.next();
          batch = current;
          at = 0;
          if (current == null) {
            return false;
          }
        }
        item = 0;
        items = 0;
        for (int c = 0; c < lists.length; c++) {
          Object value = current.column(c).get(current.selected()[at]);
          lists[c] = value instanceof List<?> list ? list : List.of();
          items = Math.max(items, lists[c].size());
        }
      } while (items == 0);
      return true;
    }

    private void put(int position) {
      int column = 0;
      for (int c = 0; c < lists.length; c++) {
        Object value = item < lists[c].size() ? lists[c].get(item) : null;
        if (widths[c] == 0) {
          columns[column++].set(position, value);
          continue;
        }
        for (int field = 0; field < widths[c]; field++) {
          columns[column++].set(position, field(value, field));
        }
      }
      if (numbered) {
        columns[column].set(position, item + 1);
      }
    }

    private static @Nullable Object field(@Nullable Object item, int field) {
      if (item instanceof Object[] array) {
        return array[field];
      }
      // A row of one field may be that field's value.
      return item instanceof List<?> list ? list.get(field) : item;
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}

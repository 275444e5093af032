package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stretch of a merge join's right input that the left batch at hand reaches to. Both inputs
 * come in the ascending order of their keys, NULL last.
 */
final class MergeWindow implements Partners {
  private final StatementContext context;
  private final List<VectorType> types;
  private final int[] keyColumns;
  private final BatchCursor right;

  private StoredRows rows;

  /** Takes the rows that stay when the window moves on; then they change places. */
  private StoredRows spare;

  /** The first row whose key is not below the last that was asked for. */
  private int at;

  private boolean ended;

  MergeWindow(BatchSource right, int[] keyColumns, StatementContext context) {
    this.context = context;
    this.types = right.types();
    this.keyColumns = keyColumns;
    this.rows = new StoredRows(types, context.memory());
    this.spare = new StoredRows(types, context.memory());
    this.right = right.open(context);
  }

  @Override
  public @Nullable BatchSource admit(Batch left, Vector[] key) {
    forgetPassed();
    int first = left.selected()[0];
    int last = lastWithoutNull(left, key);
    if (last < 0) {
      return null;
    }
    while (!ended && !reachesBeyond(key, last)) {
      context.poll();
      Batch batch = right.next();
      if (batch == null) {
        ended = true;
      } else if (!isBelow(batch, key, first)) {
        rows.addAll(batch);
        if (rows.isFull()) {
          return remaining();
        }
      }
    }
    return null;
  }

  /** Keeps the rows from {@link #at} on only. */
  private void forgetPassed() {
    if (at == 0) {
      return;
    }
    Vector[] columns = rows.columns();
    for (int row = at; row < rows.size(); row++) {
      spare.add(columns, row);
    }
    StoredRows passed = rows;
    rows = spare;
    spare = passed;
    spare.clear();
    at = 0;
  }

  private static int lastWithoutNull(Batch left, Vector[] key) {
    for (int k = left.count() - 1; k >= 0; k--) {
      int position = left.selected()[k];
      if (!Partners.hasNull(key, position)) {
        return position;
      }
    }
    return -1;
  }

  private boolean reachesBeyond(Vector[] key, int position) {
    return rows.size() > 0 && compare(rows.columns(), rows.size() - 1, key, position) > 0;
  }

  private boolean isBelow(Batch batch, Vector[] key, int position) {
    return !Partners.hasNull(key, position)
        && compare(StoredRows.columnsOf(batch), batch.selected()[batch.count() - 1], key, position)
            < 0;
  }

  /** Compares a right row's key with a left one, which has no NULL. */
  private int compare(Vector[] row, int position, Vector[] key, int keyPosition) {
    for (int c = 0; c < key.length; c++) {
      Vector column = row[keyColumns[c]];
      int order = column.isNull(position) ? 1 : column.compareValues(position, key[c], keyPosition);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** What is in the window, and what has not been read. */
  private BatchSource remaining() {
    List<BatchCursor> cursors = new ArrayList<>();
    int[] numbers = new int[rows.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    for (int from = 0; from < numbers.length; from += Batch.ROWS_MAX) {
      int to = Math.min(from + Batch.ROWS_MAX, numbers.length);
      cursors.add(Remaining.one(rows.batch(numbers, from, to)));
    }
    cursors.add(right);
    rows.clear();
    return new Remaining(types, cursors);
  }

  @Override
  public StoredRows rows() {
    return rows;
  }

  @Override
  public int first(Vector[] key, int position) {
    if (Partners.hasNull(key, position)) {
      return -1;
    }
    Vector[] columns = rows.columns();
    while (at < rows.size()) {
      int order = compare(columns, at, key, position);
      if (order >= 0) {
        return order == 0 ? at : -1;
      }
      at++;
    }
    return -1;
  }

  @Override
  public int next(int row) {
    if (row + 1 == rows.size()) {
      return -1;
    }
    for (int column : keyColumns) {
      Vector values = rows.column(column);
      if (!values.same(row + 1, values, row)) {
        return -1;
      }
    }
    return row + 1;
  }

  @Override
  public void release() {
    rows.release();
    spare.release();
    right.close();
  }
}

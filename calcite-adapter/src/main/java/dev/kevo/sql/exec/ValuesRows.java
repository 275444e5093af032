package dev.kevo.sql.exec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that the statement's text gives. */
public record ValuesRows(List<Scalar[]> rows) implements RowSource {
  private static final @Nullable Object[] NO_ROW = new Object[0];

  public ValuesRows {
    rows = List.copyOf(rows);
  }

  @Override
  public RowCursor open(StatementContext context, long maxRows) {
    long wanted = maxRows == 0 ? Long.MAX_VALUE : maxRows;
    return new RowCursor() {
      private int index = -1;
      private @Nullable Object[] row = NO_ROW;

      @Override
      public boolean next() {
        if (index + 1 >= rows.size() || index + 1 >= wanted) {
          return false;
        }
        context.poll();
        Scalar[] scalars = rows.get(++index);
        row = new Object[scalars.length];
        for (int i = 0; i < row.length; i++) {
          row[i] = scalars[i].eval(NO_ROW, context);
        }
        return true;
      }

      @Override
      public @Nullable Object[] row() {
        return row;
      }

      @Override
      public void close() {
        index = rows.size();
      }
    };
  }

  @Override
  public boolean isSinglePass() {
    return true;
  }

  @Override
  public boolean needsSnapshot() {
    return false;
  }
}

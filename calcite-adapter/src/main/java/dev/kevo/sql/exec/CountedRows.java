package dev.kevo.sql.exec;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * COUNT(*) over rows that need no generated code.
 *
 * @param rows what is counted
 * @param columns how often the count is asked for
 */
public record CountedRows(RowSource rows, int columns) implements RowSource {
  @Override
  public RowCursor open(StatementContext context, long maxRows) {
    long count = 0;
    try (RowCursor cursor = rows.open(context, 0)) {
      while (cursor.next()) {
        count++;
      }
    }
    @Nullable Object[] row = new Object[columns];
    Arrays.fill(row, count);
    return new ListedRows(List.<@Nullable Object[]>of(row));
  }

  @Override
  public boolean isSinglePass() {
    return true;
  }

  @Override
  public boolean needsSnapshot() {
    return rows.needsSnapshot();
  }
}

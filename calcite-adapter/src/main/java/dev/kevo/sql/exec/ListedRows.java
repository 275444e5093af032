package dev.kevo.sql.exec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that were all read before. */
final class ListedRows implements RowCursor {
  private static final @Nullable Object[] NO_ROW = new Object[0];

  private final List<@Nullable Object[]> rows;
  private int index;
  private @Nullable Object[] row = NO_ROW;

  ListedRows(List<@Nullable Object[]> rows) {
    this.rows = rows;
  }

  @Override
  public boolean next() {
    if (index == rows.size()) {
      return false;
    }
    row = rows.get(index++);
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
}

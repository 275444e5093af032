package dev.kevo.sql.session;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/** Rows that a statement gave which changes or locks them: all there when it ends. */
final class RowsResult implements SqlResult {
  private final RelDataType rowType;
  private final List<@Nullable Object[]> rows;
  private final long wanted;
  private int next;

  /**
   * A result.
   *
   * @param maxRows no more rows are given; 0 for all
   */
  RowsResult(RelDataType rowType, List<@Nullable Object[]> rows, long maxRows) {
    this.rowType = rowType;
    this.rows = rows;
    this.wanted = maxRows == 0 ? rows.size() : Math.min(maxRows, rows.size());
  }

  @Override
  public long updateCount() {
    return -1;
  }

  @Override
  public boolean next() {
    if (next >= wanted) {
      return false;
    }
    next++;
    return true;
  }

  @Override
  public @Nullable Object get(int column) {
    return QueryResult.shown(rows.get(next - 1)[column], column, rowType);
  }

  @Override
  public void close() {}
}

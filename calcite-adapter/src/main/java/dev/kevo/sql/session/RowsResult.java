package dev.kevo.sql.session;

import java.util.List;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/** Rows that a change gave back. */
final class RowsResult implements SqlResult {
  private final List<@Nullable Object[]> rows;
  private final long wanted;
  private int next;

  /**
   * A result.
   *
   * @param maxRows no more rows are given; 0 for all
   */
  RowsResult(List<@Nullable Object[]> rows, long maxRows) {
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
    Object value = rows.get(next - 1)[column];
    return value instanceof ByteString bytes ? bytes.getBytes() : value;
  }

  @Override
  public void close() {}
}

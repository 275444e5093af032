package dev.kevo.jdbc;

import dev.kevo.sql.session.ResultColumn;
import dev.kevo.sql.session.SqlResult;
import java.sql.ResultSet;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that are all there already, such as metadata. */
final class MemoryRows implements SqlResult {
  private final List<@Nullable Object[]> rows;
  private int position = -1;

  private MemoryRows(List<@Nullable Object[]> rows) {
    this.rows = rows;
  }

  /** A result set of those rows; values are represented as in {@link SqlResult}. */
  static ResultSet of(
      KevoStatement statement, List<ResultColumn> columns, List<@Nullable Object[]> rows) {
    return new KevoResultSet(statement, columns, new MemoryRows(rows));
  }

  static ResultColumn text(String label) {
    return column(label, Types.VARCHAR, "VARCHAR");
  }

  static ResultColumn integer(String label) {
    return column(label, Types.INTEGER, "INTEGER");
  }

  static ResultColumn smallint(String label) {
    return column(label, Types.SMALLINT, "SMALLINT");
  }

  static ResultColumn bigint(String label) {
    return column(label, Types.BIGINT, "BIGINT");
  }

  static ResultColumn bool(String label) {
    return column(label, Types.BOOLEAN, "BOOLEAN");
  }

  private static ResultColumn column(String label, int jdbcType, String typeName) {
    int width = jdbcType == Types.VARCHAR ? 256 : 20;
    return new ResultColumn(label, label, "", "", jdbcType, typeName, width, 0, width, true, false);
  }

  @Override
  public long updateCount() {
    return -1;
  }

  @Override
  public boolean next() {
    if (position + 1 >= rows.size()) {
      return false;
    }
    position++;
    return true;
  }

  @Override
  public @Nullable Object get(int column) {
    return rows.get(position)[column];
  }

  @Override
  public void close() {}
}

package dev.kevo.sql.plan;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Makes SELECT statements that stand for parts of other ones. */
final class Selects {
  private Selects() {}

  static SqlSelect of(SqlNodeList items, SqlNode from, @Nullable SqlNode where) {
    return new SqlSelect(
        SqlParserPos.ZERO,
        null,
        items,
        from,
        where,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}

package dev.kevo.sql.plan;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.parser.OneRow;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code FROM DUAL}, which pools test connections with, as a table of one row; where the
 * schema has a table or view of that name it stays.
 */
final class DualTable extends SqlShuttle {
  private static final String NAME = "DUAL";

  private DualTable() {}

  /** The statement without DUAL. */
  static SqlNode rewrite(SqlNode statement, Catalog catalog, String schema) {
    if (catalog.table(schema, NAME).isPresent() || catalog.view(schema, NAME).isPresent()) {
      return statement;
    }
    SqlNode rewritten = statement.accept(new DualTable());
    return rewritten == null ? statement : rewritten;
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    SqlNode visited = super.visit(call);
    if (visited instanceof SqlSelect select
        && select.getFrom() instanceof SqlIdentifier from
        && from.isSimple()
        && from.getSimple().equals(NAME)) {
      SqlSelect copy = (SqlSelect) select.clone(select.getParserPosition());
      copy.setFrom(OneRow.at(from.getParserPosition()));
      return copy;
    }
    return visited;
  }
}

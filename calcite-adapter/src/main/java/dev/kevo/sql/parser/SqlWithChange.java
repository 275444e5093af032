package dev.kevo.sql.parser;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/** A change after WITH, whose queries all its parts can name. */
public final class SqlWithChange extends StatementNode {
  private final SqlNodeList with;
  private final SqlNode change;

  public SqlWithChange(SqlNodeList with, SqlNode change) {
    super(with.getParserPosition(), "WITH", SqlKind.INSERT, parts(with, change));
    this.with = with;
    this.change = change;
  }

  /** The named queries. */
  public SqlNodeList with() {
    return with;
  }

  /** The INSERT, UPDATE, DELETE or MERGE. */
  public SqlNode change() {
    return change;
  }
}

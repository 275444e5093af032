package dev.kevo.sql.parser;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;

/** CANCEL SESSION: stops the statement that another session runs. */
public final class SqlCancelStatement extends StatementNode {
  private final long session;

  public SqlCancelStatement(SqlParserPos pos, long session) {
    super(pos, "CANCEL SESSION", SqlKind.OTHER, parts());
    this.session = session;
  }

  /** The id of the session. */
  public long session() {
    return session;
  }
}

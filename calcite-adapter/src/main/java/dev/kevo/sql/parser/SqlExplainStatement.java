package dev.kevo.sql.parser;

import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code EXPLAIN [ANALYZE] [PLAN [level] FOR] statement}. */
public final class SqlExplainStatement extends StatementNode {
  private final SqlNode statement;
  private final SqlExplainLevel level;
  private final boolean analyze;

  public SqlExplainStatement(
      SqlParserPos pos, SqlNode statement, SqlExplainLevel level, boolean analyze) {
    super(pos, analyze ? "EXPLAIN ANALYZE" : "EXPLAIN", SqlKind.EXPLAIN, parts(statement));
    this.statement = statement;
    this.level = level;
    this.analyze = analyze;
  }

  /** The statement whose plan is shown. */
  public SqlNode statement() {
    return statement;
  }

  /** How much is shown. */
  public SqlExplainLevel level() {
    return level;
  }

  /** Whether the statement runs, and what it did is shown. */
  public boolean analyze() {
    return analyze;
  }
}

package dev.kevo.sql.parser.ddl;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/** ANALYZE [TABLE] [table, ...]. */
public final class AnalyzeStatement extends DefinitionNode {
  private final List<SqlIdentifier> names;

  public AnalyzeStatement(SqlParserPos pos, List<SqlIdentifier> names) {
    super(pos, "ANALYZE", names);
    this.names = List.copyOf(names);
  }

  /** The tables' names, with or without a schema; empty for all tables. */
  public List<SqlIdentifier> names() {
    return names;
  }
}

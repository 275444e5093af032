package dev.kevo.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** SHOW and DESCRIBE. */
public final class SqlShowStatement extends StatementNode {
  /** What is shown. */
  public enum What {
    TABLES,
    VIEWS,
    SEQUENCES,
    SCHEMAS,
    COLUMNS,
    INDEXES,
    /** The CREATE statement of a table or view. */
    DEFINITION
  }

  private final What what;
  private final @Nullable SqlIdentifier name;

  public SqlShowStatement(SqlParserPos pos, What what, @Nullable SqlIdentifier name) {
    super(pos, "SHOW", SqlKind.OTHER, parts(name));
    this.what = what;
    this.name = name;
  }

  /** What is shown. */
  public What what() {
    return what;
  }

  /** The schema or table that it is shown of, or null. */
  public @Nullable SqlIdentifier name() {
    return name;
  }
}

package dev.kevo.sql.parser.ddl;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** COMMENT ON. */
public final class CommentStatement extends DefinitionNode {
  /** What the comment is on. */
  public enum Kind {
    TABLE,
    VIEW,
    COLUMN,
    SEQUENCE,
    SCHEMA
  }

  private final Kind kind;
  private final SqlIdentifier name;
  private final @Nullable String text;

  public CommentStatement(SqlParserPos pos, Kind kind, SqlIdentifier name, @Nullable String text) {
    super(pos, "COMMENT ON " + kind, List.of(name));
    this.kind = kind;
    this.name = name;
    this.text = text;
  }

  /** What the comment is on. */
  public Kind kind() {
    return kind;
  }

  /** Its name; a column's ends with the column. */
  public SqlIdentifier name() {
    return name;
  }

  /** The comment; null to remove it. */
  public @Nullable String text() {
    return text;
  }
}

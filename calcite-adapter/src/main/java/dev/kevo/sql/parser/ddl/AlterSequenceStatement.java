package dev.kevo.sql.parser.ddl;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/** ALTER SEQUENCE. */
public final class AlterSequenceStatement extends DefinitionNode {
  private final SqlIdentifier name;
  private final boolean ifExists;
  private final SequenceClause options;

  public AlterSequenceStatement(
      SqlParserPos pos, SqlIdentifier name, boolean ifExists, SequenceClause options) {
    super(pos, "ALTER SEQUENCE", List.of(name));
    this.name = name;
    this.ifExists = ifExists;
    this.options = options;
  }

  /** The sequence's name, with or without a schema. */
  public SqlIdentifier name() {
    return name;
  }

  /** Whether a missing sequence makes the statement do nothing. */
  public boolean ifExists() {
    return ifExists;
  }

  /** What is to change. */
  public SequenceClause options() {
    return options;
  }
}

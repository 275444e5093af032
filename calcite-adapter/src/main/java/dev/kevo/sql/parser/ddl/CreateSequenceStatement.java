package dev.kevo.sql.parser.ddl;

import java.util.List;
import org.apache.calcite.sql.SqlCreate;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** CREATE SEQUENCE. */
public final class CreateSequenceStatement extends SqlCreate {
  private final SqlIdentifier name;
  private final SequenceClause options;

  public CreateSequenceStatement(
      SqlParserPos pos,
      boolean replace,
      boolean ifNotExists,
      SqlIdentifier name,
      SequenceClause options) {
    super(DefinitionNode.operator("CREATE SEQUENCE"), pos, replace, ifNotExists);
    this.name = name;
    this.options = options;
  }

  /** The sequence's name, with or without a schema. */
  public SqlIdentifier name() {
    return name;
  }

  /** Whether a sequence of that name makes the statement do nothing. */
  public boolean ifNotExists() {
    return ifNotExists;
  }

  /** What was said of it. */
  public SequenceClause options() {
    return options;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of(name);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    DefinitionNode.write(writer, getOperator(), getOperandList());
  }
}

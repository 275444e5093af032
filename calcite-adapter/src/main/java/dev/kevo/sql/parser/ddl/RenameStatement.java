package dev.kevo.sql.parser.ddl;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/** ALTER ... RENAME TO, of what is no table. */
public final class RenameStatement extends DefinitionNode {
  private final DropStatement.Kind kind;
  private final boolean ifExists;
  private final SqlIdentifier name;
  private final SqlIdentifier newName;

  public RenameStatement(
      SqlParserPos pos,
      DropStatement.Kind kind,
      boolean ifExists,
      SqlIdentifier name,
      SqlIdentifier newName) {
    super(pos, "ALTER " + kind, List.of(name, newName));
    this.kind = kind;
    this.ifExists = ifExists;
    this.name = name;
    this.newName = newName;
  }

  /** What is renamed: a view, a sequence or an index. */
  public DropStatement.Kind kind() {
    return kind;
  }

  /** Whether a missing object makes the statement do nothing. */
  public boolean ifExists() {
    return ifExists;
  }

  /** The object's name, with or without a schema. */
  public SqlIdentifier name() {
    return name;
  }

  /** Its new name, without the schema, which stays. */
  public String newName() {
    return newName.getSimple();
  }
}

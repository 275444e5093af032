package dev.kevo.sql.parser.ddl;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** ALTER TABLE: one or more actions, done in their order. */
public final class AlterTableStatement extends DefinitionNode {
  private final SqlIdentifier name;
  private final boolean ifExists;
  private final List<AlterTableAction> actions;

  public AlterTableStatement(
      SqlParserPos pos, SqlIdentifier name, boolean ifExists, List<AlterTableAction> actions) {
    super(pos, "ALTER TABLE", nodes(name, actions));
    this.name = name;
    this.ifExists = ifExists;
    this.actions = List.copyOf(actions);
  }

  private static List<SqlNode> nodes(SqlIdentifier name, List<AlterTableAction> actions) {
    List<SqlNode> nodes = new ArrayList<>(List.of(name));
    actions.forEach(action -> nodes.addAll(action.nodes()));
    return nodes;
  }

  /** The table's name, with or without a schema. */
  public SqlIdentifier name() {
    return name;
  }

  /** Whether a missing table makes the statement do nothing. */
  public boolean ifExists() {
    return ifExists;
  }

  /** What is done, in order. */
  public List<AlterTableAction> actions() {
    return actions;
  }
}

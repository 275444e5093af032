package dev.kevo.sql.parser.ddl;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCreate;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** CREATE INDEX. */
public final class CreateIndexStatement extends SqlCreate {
  /** A column, or an expression over the table's columns. */
  public record Key(SqlNode expression, boolean descending) {}

  private final boolean unique;
  private final @Nullable SqlIdentifier name;
  private final SqlIdentifier table;
  private final List<Key> keys;
  private final SqlNodeList included;

  public CreateIndexStatement(
      SqlParserPos pos,
      boolean replace,
      boolean ifNotExists,
      boolean unique,
      @Nullable SqlIdentifier name,
      SqlIdentifier table,
      List<Key> keys,
      SqlNodeList included) {
    super(DefinitionNode.operator("CREATE INDEX"), pos, replace, ifNotExists);
    this.unique = unique;
    this.name = name;
    this.table = table;
    this.keys = List.copyOf(keys);
    this.included = included;
  }

  /** Whether no two rows may have the same keys. */
  public boolean unique() {
    return unique;
  }

  /** Whether an index of that name makes the statement do nothing. */
  public boolean ifNotExists() {
    return ifNotExists;
  }

  /** The index's name, if it is given one; a schema before it must be the table's. */
  public @Nullable SqlIdentifier name() {
    return name;
  }

  /** The table's name, with or without a schema. */
  public SqlIdentifier table() {
    return table;
  }

  /** What it sorts by. */
  public List<Key> keys() {
    return keys;
  }

  /** The names of the columns that entries carry besides. */
  public List<String> included() {
    return ConstraintClause.names(included);
  }

  @Override
  public List<SqlNode> getOperandList() {
    List<SqlNode> operands = new ArrayList<>();
    if (name != null) {
      operands.add(name);
    }
    operands.add(table);
    keys.forEach(key -> operands.add(key.expression()));
    operands.add(included);
    return operands;
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    DefinitionNode.write(writer, getOperator(), getOperandList());
  }
}

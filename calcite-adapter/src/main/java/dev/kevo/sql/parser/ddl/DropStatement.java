package dev.kevo.sql.parser.ddl;

import java.util.List;
import org.apache.calcite.sql.SqlDrop;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** DROP of one or more objects of a kind. */
public final class DropStatement extends SqlDrop {
  /** What is dropped. */
  public enum Kind {
    TABLE,
    VIEW,
    SEQUENCE,
    SCHEMA,
    INDEX
  }

  private final Kind kind;
  private final List<SqlIdentifier> names;
  private final boolean cascade;

  public DropStatement(
      SqlParserPos pos, Kind kind, boolean ifExists, List<SqlIdentifier> names, boolean cascade) {
    super(DefinitionNode.operator("DROP " + kind), pos, ifExists);
    this.kind = kind;
    this.names = List.copyOf(names);
    this.cascade = cascade;
  }

  /** What is dropped. */
  public Kind kind() {
    return kind;
  }

  /** The objects' names, with or without a schema. */
  public List<SqlIdentifier> names() {
    return names;
  }

  /** Whether missing objects are passed over. */
  public boolean ifExists() {
    return ifExists;
  }

  /** Whether what depends on them goes too, instead of keeping them from going. */
  public boolean cascade() {
    return cascade;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.copyOf(names);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    DefinitionNode.write(writer, getOperator(), getOperandList());
  }
}

package dev.kevo.sql.parser;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code UPDATE t [AS a] SET ... [FROM ...] [WHERE ...] [RETURNING ...]}. */
public final class SqlUpdateStatement extends StatementNode {
  private final SqlIdentifier target;
  private final @Nullable SqlIdentifier alias;
  private final List<Assignment> assignments;
  private final @Nullable SqlNode from;
  private final @Nullable SqlNode where;
  private final @Nullable SqlNodeList returning;

  public SqlUpdateStatement(
      SqlParserPos pos,
      SqlIdentifier target,
      @Nullable SqlIdentifier alias,
      List<Assignment> assignments,
      @Nullable SqlNode from,
      @Nullable SqlNode where,
      @Nullable SqlNodeList returning) {
    super(pos, "UPDATE", SqlKind.UPDATE, parts(target, alias, assignments, from, where, returning));
    this.target = target;
    this.alias = alias;
    this.assignments = List.copyOf(assignments);
    this.from = from;
    this.where = where;
    this.returning = returning;
  }

  private static List<@Nullable SqlNode> parts(
      SqlIdentifier target,
      @Nullable SqlIdentifier alias,
      List<Assignment> assignments,
      @Nullable SqlNode from,
      @Nullable SqlNode where,
      @Nullable SqlNodeList returning) {
    List<@Nullable SqlNode> parts = parts(target, alias);
    Assignment.addParts(assignments, parts);
    parts.addAll(parts(from, where, returning));
    return parts;
  }

  /** The table. */
  public SqlIdentifier target() {
    return target;
  }

  /** The table's name in the other clauses, if not its own. */
  public @Nullable SqlIdentifier alias() {
    return alias;
  }

  /** What is set. */
  public List<Assignment> assignments() {
    return assignments;
  }

  /** What the table is joined with. */
  public @Nullable SqlNode from() {
    return from;
  }

  /** Which rows are updated. */
  public @Nullable SqlNode where() {
    return where;
  }

  /** What RETURNING asks for. */
  public @Nullable SqlNodeList returning() {
    return returning;
  }
}

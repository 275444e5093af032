package dev.kevo.sql.parser;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code MERGE INTO t [AS a] USING s ON ... WHEN ... [RETURNING ...]}. */
public final class SqlMergeStatement extends StatementNode {
  private final SqlIdentifier target;
  private final @Nullable SqlIdentifier alias;
  private final SqlNode source;
  private final SqlNode condition;
  private final List<MergeClause> clauses;
  private final @Nullable SqlNodeList returning;

  public SqlMergeStatement(
      SqlParserPos pos,
      SqlIdentifier target,
      @Nullable SqlIdentifier alias,
      SqlNode source,
      SqlNode condition,
      List<MergeClause> clauses,
      @Nullable SqlNodeList returning) {
    super(pos, "MERGE", SqlKind.MERGE, parts(target, alias, source, condition, clauses, returning));
    this.target = target;
    this.alias = alias;
    this.source = source;
    this.condition = condition;
    this.clauses = List.copyOf(clauses);
    this.returning = returning;
  }

  private static List<@Nullable SqlNode> parts(
      SqlIdentifier target,
      @Nullable SqlIdentifier alias,
      SqlNode source,
      SqlNode condition,
      List<MergeClause> clauses,
      @Nullable SqlNodeList returning) {
    List<@Nullable SqlNode> parts = parts(target, alias, source, condition);
    for (MergeClause clause : clauses) {
      parts.add(clause.condition());
      Assignment.addParts(clause.set(), parts);
      parts.addAll(clause.values());
    }
    parts.add(returning);
    return parts;
  }

  /** The table that is changed. */
  public SqlIdentifier target() {
    return target;
  }

  /** The table's name in the other clauses, if not its own. */
  public @Nullable SqlIdentifier alias() {
    return alias;
  }

  /** What is merged into it. */
  public SqlNode source() {
    return source;
  }

  /** What makes rows match. */
  public SqlNode condition() {
    return condition;
  }

  /** The WHEN clauses, in their order. */
  public List<MergeClause> clauses() {
    return clauses;
  }

  /** What RETURNING asks for. */
  public @Nullable SqlNodeList returning() {
    return returning;
  }
}

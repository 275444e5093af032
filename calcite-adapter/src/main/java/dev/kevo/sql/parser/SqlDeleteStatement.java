package dev.kevo.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code DELETE FROM t [AS a] [USING ...] [WHERE ...] [RETURNING ...]}. */
public final class SqlDeleteStatement extends StatementNode {
  private final SqlIdentifier target;
  private final @Nullable SqlIdentifier alias;
  private final @Nullable SqlNode using;
  private final @Nullable SqlNode where;
  private final @Nullable SqlNodeList returning;

  public SqlDeleteStatement(
      SqlParserPos pos,
      SqlIdentifier target,
      @Nullable SqlIdentifier alias,
      @Nullable SqlNode using,
      @Nullable SqlNode where,
      @Nullable SqlNodeList returning) {
    super(pos, "DELETE", SqlKind.DELETE, parts(target, alias, using, where, returning));
    this.target = target;
    this.alias = alias;
    this.using = using;
    this.where = where;
    this.returning = returning;
  }

  /** The table. */
  public SqlIdentifier target() {
    return target;
  }

  /** The table's name in the other clauses, if not its own. */
  public @Nullable SqlIdentifier alias() {
    return alias;
  }

  /** What the table is joined with. */
  public @Nullable SqlNode using() {
    return using;
  }

  /** Which rows are deleted. */
  public @Nullable SqlNode where() {
    return where;
  }

  /** What RETURNING asks for. */
  public @Nullable SqlNodeList returning() {
    return returning;
  }
}

package dev.kevo.sql.parser;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** INSERT or UPSERT with what Calcite's own node does not have. */
public final class SqlInsertStatement extends StatementNode {
  private final SqlInsert insert;
  private final @Nullable SqlIdentifier alias;
  private final Overriding overriding;
  private final @Nullable OnConflict conflict;
  private final @Nullable SqlNodeList returning;

  /** Which value an identity column takes that is given one. */
  public enum Overriding {
    /** The given one, but columns that are GENERATED ALWAYS are not to be given any. */
    NOTHING,
    /** The given one. */
    SYSTEM_VALUE,
    /** The generated one. */
    USER_VALUE
  }

  private SqlInsertStatement(
      SqlInsert insert,
      @Nullable SqlIdentifier alias,
      Overriding overriding,
      @Nullable OnConflict conflict,
      @Nullable SqlNodeList returning) {
    super(insert.getParserPosition(), "INSERT", SqlKind.INSERT, parts(insert, conflict, returning));
    this.insert = insert;
    this.alias = alias;
    this.overriding = overriding;
    this.conflict = conflict;
    this.returning = returning;
  }

  /** The statement; Calcite's node if that says it all. */
  public static SqlNode of(
      SqlInsert insert,
      @Nullable SqlIdentifier alias,
      Overriding overriding,
      @Nullable OnConflict conflict,
      @Nullable SqlNodeList returning) {
    return conflict == null && returning == null && overriding == Overriding.NOTHING
        ? insert
        : new SqlInsertStatement(insert, alias, overriding, conflict, returning);
  }

  /** The source of DEFAULT VALUES: one row without values. */
  public static SqlNode defaultValues(SqlParserPos pos) {
    return SqlStdOperatorTable.VALUES.createCall(pos);
  }

  private static List<@Nullable SqlNode> parts(
      SqlInsert insert, @Nullable OnConflict conflict, @Nullable SqlNodeList returning) {
    List<@Nullable SqlNode> parts = parts(insert);
    if (conflict != null) {
      Assignment.addParts(conflict.set(), parts);
      parts.add(conflict.where());
    }
    parts.add(returning);
    return parts;
  }

  /** The rows to insert. */
  public SqlInsert insert() {
    return insert;
  }

  /** The name that the table has in the other clauses, if not its own. */
  public @Nullable SqlIdentifier alias() {
    return alias;
  }

  /** The OVERRIDING clause. */
  public Overriding overriding() {
    return overriding;
  }

  /** The ON CONFLICT clause. */
  public @Nullable OnConflict conflict() {
    return conflict;
  }

  /** What RETURNING asks for. */
  public @Nullable SqlNodeList returning() {
    return returning;
  }
}

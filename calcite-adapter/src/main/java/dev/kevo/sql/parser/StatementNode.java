package dev.kevo.sql.parser;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A statement that Calcite has no node for, or has too small a one. */
public abstract sealed class StatementNode extends SqlCall
    permits SqlInsertStatement,
        SqlUpdateStatement,
        SqlDeleteStatement,
        SqlMergeStatement,
        SqlWithChange,
        SqlLockingQuery,
        SqlExplainStatement,
        SqlShowStatement,
        SqlCancelStatement {
  private final SqlOperator operator;
  private final List<@Nullable SqlNode> parts;

  StatementNode(SqlParserPos pos, String name, SqlKind kind, List<@Nullable SqlNode> parts) {
    super(pos);
    this.operator = new SqlSpecialOperator(name, kind);
    this.parts = Collections.unmodifiableList(new ArrayList<>(parts));
  }

  static List<@Nullable SqlNode> parts(@Nullable SqlNode... parts) {
    return new ArrayList<>(Arrays.asList(parts));
  }

  @Override
  public final SqlOperator getOperator() {
    return operator;
  }

  /** All parts, in the order of the text, so that limits see them; no way to make another one. */
  @Override
  public final List<@Nullable SqlNode> getOperandList() {
    return parts;
  }

  @Override
  public final void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(operator.getName());
    for (SqlNode part : parts) {
      if (part != null) {
        part.unparse(writer, 0, 0);
      }
    }
  }
}

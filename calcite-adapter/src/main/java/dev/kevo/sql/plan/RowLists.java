package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code (a, b) IN ((?, ?), ...)} as {@code a = ? AND b = ? OR ...}: in lists of rows the
 * validator does not find the types of parameters.
 */
final class RowLists extends SqlShuttle {
  private RowLists() {}

  /** The statement with its lists of rows written out. */
  static SqlNode expand(SqlNode statement) {
    SqlNode expanded = statement.accept(new RowLists());
    return expanded == null ? statement : expanded;
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    if ((call.getKind() == SqlKind.IN || call.getKind() == SqlKind.NOT_IN)
        && call.operand(0).getKind() == SqlKind.ROW
        && call.operand(1) instanceof SqlNodeList list
        && list.size() > 0
        && isRows(list, ((SqlCall) call.operand(0)).operandCount())) {
      SqlNode expanded = expand(call.operand(0), list, call.getParserPosition());
      return call.getKind() == SqlKind.IN
          ? expanded
          : SqlStdOperatorTable.NOT.createCall(call.getParserPosition(), expanded);
    }
    return super.visit(call);
  }

  private static boolean isRows(SqlNodeList list, int columns) {
    for (SqlNode element : list) {
      if (element.getKind() != SqlKind.ROW || ((SqlCall) element).operandCount() != columns) {
        return false;
      }
    }
    return true;
  }

  private static SqlNode expand(SqlCall columns, SqlNodeList rows, SqlParserPos pos) {
    List<SqlNode> alternatives = new ArrayList<>();
    for (SqlNode row : rows) {
      List<SqlNode> equalities = new ArrayList<>();
      for (int i = 0; i < columns.operandCount(); i++) {
        equalities.add(
            SqlStdOperatorTable.EQUALS.createCall(
                pos, columns.operand(i), ((SqlCall) row).operand(i)));
      }
      alternatives.add(chain(SqlStdOperatorTable.AND, equalities, pos));
    }
    return chain(SqlStdOperatorTable.OR, alternatives, pos);
  }

  /** A balanced tree, so that long lists do not nest deeply. */
  private static SqlNode chain(SqlOperator operator, List<SqlNode> terms, SqlParserPos pos) {
    if (terms.size() == 1) {
      return terms.get(0);
    }
    int middle = terms.size() / 2;
    return operator.createCall(
        pos,
        chain(operator, terms.subList(0, middle), pos),
        chain(operator, terms.subList(middle, terms.size()), pos));
  }
}

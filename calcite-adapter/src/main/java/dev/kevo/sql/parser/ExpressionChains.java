package dev.kevo.sql.parser;

import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserUtil;

/**
 * Makes a tree of a chain of operands and operators. The generated parser calls it where Calcite's
 * grammar calls {@link SqlParserUtil#toTree(List)}, which descends once for each operator: a few
 * thousand ORs overflow the stack there, or in any step after it. Here long chains of OR and AND
 * become balanced trees, and other chains have a limit.
 */
public final class ExpressionChains {
  /** Operands and operators of a chain without OR and AND. */
  static final int ITEMS_MAX = 4 * SqlLimits.TREE_DEPTH_MAX;

  /** Shorter chains become the tree that Calcite makes of them. */
  private static final int ITEMS_MIN = 64;

  private ExpressionChains() {}

  /** The tree of a chain, in which an operand is a SqlNode and an operator a ToTreeListItem. */
  public static SqlNode toTree(List<Object> chain) {
    if (chain.size() < ITEMS_MIN) {
      return SqlParserUtil.toTree(chain);
    }
    List<SqlNode> alternatives = new ArrayList<>();
    for (List<Object> alternative : split(chain, SqlKind.OR)) {
      List<SqlNode> conditions = new ArrayList<>();
      for (List<Object> condition : split(alternative, SqlKind.AND)) {
        if (condition.size() > ITEMS_MAX) {
          throw SqlState.TOO_COMPLEX.failure(
              "an expression has more than " + ITEMS_MAX + " operands and operators");
        }
        conditions.add(SqlParserUtil.toTree(new ArrayList<>(condition)));
      }
      alternatives.add(balance(SqlStdOperatorTable.AND, conditions));
    }
    return balance(SqlStdOperatorTable.OR, alternatives);
  }

  /** Cuts a chain at an operator of the lowest precedence, but not inside BETWEEN ... AND. */
  private static List<List<Object>> split(List<Object> chain, SqlKind kind) {
    List<List<Object>> parts = new ArrayList<>();
    int betweens = 0;
    int start = 0;
    for (int i = 0; i < chain.size(); i++) {
      SqlKind here = kind(chain.get(i));
      if (here == SqlKind.BETWEEN) {
        betweens++;
      } else if (here == SqlKind.AND && betweens > 0) {
        betweens--;
      } else if (here == kind && betweens == 0 && i > start) {
        parts.add(chain.subList(start, i));
        start = i + 1;
      }
    }
    parts.add(chain.subList(start, chain.size()));
    return parts;
  }

  private static SqlKind kind(Object item) {
    return item instanceof SqlParserUtil.ToTreeListItem operator
        ? operator.getOperator().getKind()
        : SqlKind.OTHER;
  }

  private static SqlNode balance(SqlOperator operator, List<SqlNode> terms) {
    if (terms.size() == 1) {
      return terms.get(0);
    }
    int middle = terms.size() / 2;
    SqlNode left = balance(operator, terms.subList(0, middle));
    SqlNode right = balance(operator, terms.subList(middle, terms.size()));
    return operator.createCall(
        left.getParserPosition().plus(right.getParserPosition()), left, right);
  }
}

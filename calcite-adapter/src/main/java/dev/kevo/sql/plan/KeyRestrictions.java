package dev.kevo.sql.plan;

import dev.kevo.sql.exec.LikePattern;
import dev.kevo.sql.table.KeySpace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * What single conditions say of a key's columns, which may be columns of a table or expressions.
 */
final class KeyRestrictions {
  private final KeySpace space;
  private final List<RexNode> keys;
  private final RexBuilder rexBuilder;

  KeyRestrictions(KeySpace space, List<RexNode> keys, RexBuilder rexBuilder) {
    this.space = space;
    this.keys = keys;
    this.rexBuilder = rexBuilder;
  }

  /** What one condition says of one key column: any of the points, or one of the intervals. */
  record Restriction(
      RexNode condition, int column, List<Side> sides, boolean points, boolean exact) {
    /** Whether it is LIKE. */
    boolean isPattern() {
      return sides.get(0).like() != null;
    }
  }

  /** An interval of operands, a point if both ends are one; or a pattern. */
  record Side(
      @Nullable RexNode lower,
      boolean lowerInclusive,
      @Nullable RexNode upper,
      boolean upperInclusive,
      @Nullable RexNode like,
      char escape) {}

  /** What a condition says of one key column, or null if it says nothing. */
  @Nullable Restriction of(RexNode condition) {
    if (!(condition instanceof RexCall call)) {
      int column = keyColumn(condition);
      return column < 0 || condition.getType().getSqlTypeName() != SqlTypeName.BOOLEAN
          ? null
          : equality(condition, column, rexBuilder.makeLiteral(true));
    }
    return switch (call.getKind()) {
      case EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          comparison(call);
      case NOT -> {
        int column = keyColumn(call.getOperands().get(0));
        yield column < 0 ? null : equality(condition, column, rexBuilder.makeLiteral(false));
      }
      case SEARCH -> search(call);
      case LIKE -> like(call);
      case OR -> alternatives(call);
      default -> null;
    };
  }

  private Restriction equality(RexNode condition, int column, RexNode value) {
    Side side = new Side(value, true, value, true, null, '\0');
    return new Restriction(condition, column, List.of(side), true, isExactColumn(column));
  }

  private @Nullable Restriction comparison(RexCall call) {
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    SqlKind kind = call.getKind();
    int column = keyColumn(left);
    RexNode value = right;
    if (column < 0 || !isOperand(right, column)) {
      column = keyColumn(right);
      value = left;
      kind = kind.reverse();
      if (column < 0 || !isOperand(left, column)) {
        return null;
      }
    }
    if (kind == SqlKind.EQUALS) {
      return equality(call, column, value);
    }
    boolean inclusive = kind == SqlKind.LESS_THAN_OR_EQUAL || kind == SqlKind.GREATER_THAN_OR_EQUAL;
    boolean lower = kind == SqlKind.GREATER_THAN || kind == SqlKind.GREATER_THAN_OR_EQUAL;
    Side side =
        lower
            ? new Side(value, inclusive, null, false, null, '\0')
            : new Side(null, false, value, inclusive, null, '\0');
    boolean exact = isExactColumn(column) && isExactRange(column);
    return new Restriction(call, column, List.of(side), false, exact);
  }

  private @Nullable Restriction search(RexCall call) {
    int column = keyColumn(call.getOperands().get(0));
    if (column < 0
        || !ScalarCompiler.isComparable(
            call.getOperands().get(0).getType(), call.getOperands().get(1).getType())
        || Sargs.excludesPoints(call)
        || Sargs.includesNull(call)) {
      return null;
    }
    List<Side> sides = new ArrayList<>();
    boolean points = true;
    for (Sargs.Interval interval : Sargs.intervals(call, rexBuilder)) {
      points &= interval.isPoint();
      sides.add(
          new Side(
              interval.lower(),
              interval.lowerInclusive(),
              interval.upper(),
              interval.upperInclusive(),
              null,
              '\0'));
    }
    if (sides.isEmpty()) {
      return null;
    }
    boolean exact = isExactColumn(column) && (points || isExactRange(column));
    return new Restriction(call, column, sides, points, exact);
  }

  /** An OR of equalities of one column, as a list of parameters gives it. */
  private @Nullable Restriction alternatives(RexCall call) {
    List<Side> sides = new ArrayList<>();
    int column = -1;
    boolean points = true;
    boolean exact = true;
    for (RexNode branch : RelOptUtil.disjunctions(call)) {
      Restriction restriction = branch.getKind() == SqlKind.OR ? null : of(branch);
      if (restriction == null
          || (column >= 0 && restriction.column != column)
          || restriction.sides.get(0).like != null) {
        return null;
      }
      column = restriction.column;
      points &= restriction.points;
      exact &= restriction.exact;
      sides.addAll(restriction.sides);
    }
    return column < 0
        ? null
        : new Restriction(call, column, List.copyOf(new LinkedHashSet<>(sides)), points, exact);
  }

  private @Nullable Restriction like(RexCall call) {
    List<RexNode> arguments = call.getOperands();
    int column = keyColumn(arguments.get(0));
    // ILIKE has the same kind.
    if (column < 0
        || !call.getOperator().equals(SqlStdOperatorTable.LIKE)
        || columnType(column) != SqlTypeName.VARCHAR
        || space.isKeyDescending(column)
        || !isOperand(arguments.get(1), column)) {
      return null;
    }
    char escape = 0;
    if (arguments.size() > 2) {
      if (!(arguments.get(2) instanceof RexLiteral literal)
          || !(Literals.value(literal) instanceof String text)
          || text.length() != 1) {
        return null;
      }
      escape = text.charAt(0);
    }
    boolean exact =
        arguments.get(1) instanceof RexLiteral literal
            && Literals.value(literal) instanceof String pattern
            && LikePattern.isPrefixOnly(pattern, escape);
    Side side = new Side(null, false, null, false, arguments.get(1), escape);
    return new Restriction(call, column, List.of(side), false, exact);
  }

  /** The place in the key of the column that an expression is, lossless casts aside; or -1. */
  int keyColumn(RexNode expression) {
    RexNode inner = expression;
    while (inner.getKind() == SqlKind.CAST) {
      RexNode operand = ((RexCall) inner).getOperands().get(0);
      if (!Widening.isLossless(operand.getType(), inner.getType())) {
        return -1;
      }
      inner = operand;
    }
    return keys.indexOf(inner);
  }

  /** Whether an expression can be compared with a key column and needs no row of the table. */
  boolean isOperand(RexNode expression, int column) {
    return ScalarCompiler.isComparable(
            expression.getType(), space.keyType(column).toRel(rexBuilder.getTypeFactory()))
        && isFreeOfColumns(expression);
  }

  private static boolean isFreeOfColumns(RexNode expression) {
    if (!RexUtil.isDeterministic(expression)) {
      return false;
    }
    boolean[] free = {true};
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public @Nullable Void visitInputRef(RexInputRef ref) {
            free[0] = false;
            return null;
          }

          @Override
          public @Nullable Void visitOver(RexOver over) {
            free[0] = false;
            return null;
          }

          @Override
          public @Nullable Void visitSubQuery(RexSubQuery subQuery) {
            free[0] = false;
            return null;
          }
        });
    return free[0];
  }

  /** Whether bounds on the column say all that its comparisons say. */
  boolean isExactColumn(int column) {
    return columnType(column) != SqlTypeName.CHAR;
  }

  /** Whether bounds that are no points say so too. */
  boolean isExactRange(int column) {
    return space.keepsTextOrder() || !space.keyType(column).isText();
  }

  /** The type of a key column. */
  SqlTypeName columnType(int column) {
    return space.keyType(column).typeName();
  }
}

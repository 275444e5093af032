package dev.kevo.sql.plan;

import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Turns arithmetic on integers into arithmetic that reports overflow, everywhere in a tree. */
final class CheckedArithmetic extends RelHomogeneousShuttle {
  private final RexShuttle expressions;

  CheckedArithmetic(RexBuilder rexBuilder) {
    this.expressions = new Expressions(rexBuilder);
  }

  @Override
  public RelNode visit(RelNode other) {
    return visitChildren(other).accept(expressions);
  }

  private final class Expressions extends SubQueryTrees {
    private final RexBuilder rexBuilder;

    Expressions(RexBuilder rexBuilder) {
      super(CheckedArithmetic.this);
      this.rexBuilder = rexBuilder;
    }

    @Override
    public RexNode visitOver(RexOver over) {
      RexOver visited = (RexOver) super.visitOver(over);
      if (!SumOperands.isSum(visited.getAggOperator().getKind())
          || !SumOperands.needsCast(visited.getType(), visited.getOperands().get(0).getType())) {
        return visited;
      }
      RexNode operand = visited.getOperands().get(0);
      RelDataType type =
          rexBuilder
              .getTypeFactory()
              .createTypeWithNullability(visited.getType(), operand.getType().isNullable());
      RexWindow window = visited.getWindow();
      return rexBuilder.makeOver(
          visited.getType(),
          visited.getAggOperator(),
          List.of(rexBuilder.makeCast(type, operand)),
          window.partitionKeys,
          window.orderKeys,
          window.getLowerBound(),
          window.getUpperBound(),
          window.getExclude(),
          window.isRows(),
          true,
          false,
          visited.isDistinct(),
          visited.ignoreNulls());
    }

    @Override
    public RexNode visitCall(RexCall call) {
      RexCall visited = (RexCall) super.visitCall(call);
      if (visited.getKind() == SqlKind.DIVIDE
          && SqlTypeName.APPROX_TYPES.contains(visited.getType().getSqlTypeName())) {
        return guardedDivision(rexBuilder, visited);
      }
      SqlOperator checked = checked(visited);
      if (checked == null) {
        return visited;
      }
      List<RexNode> operands = visited.getOperands();
      return rexBuilder.makeCall(visited.getType(), checked, operands);
    }
  }

  private static RexNode guardedDivision(RexBuilder rexBuilder, RexCall division) {
    RexNode divisor = division.getOperands().get(1);
    if (divisor instanceof RexLiteral literal
        && literal.getValue() instanceof BigDecimal number
        && number.signum() != 0) {
      return division;
    }
    RexCall guarded = (RexCall) Functions.nonZero(rexBuilder, divisor);
    return division.clone(division.getType(), List.of(division.getOperands().get(0), guarded));
  }

  private static @Nullable SqlOperator checked(RexCall call) {
    SqlTypeName type = call.getType().getSqlTypeName();
    if (!SqlTypeName.INT_TYPES.contains(type)) {
      return null;
    }
    for (RexNode operand : call.getOperands()) {
      if (!SqlTypeName.INT_TYPES.contains(operand.getType().getSqlTypeName())) {
        return null;
      }
    }
    return switch (call.getKind()) {
      case PLUS -> SqlStdOperatorTable.CHECKED_PLUS;
      case MINUS -> SqlStdOperatorTable.CHECKED_MINUS;
      case TIMES -> SqlStdOperatorTable.CHECKED_MULTIPLY;
      case MINUS_PREFIX -> SqlStdOperatorTable.CHECKED_UNARY_MINUS;
      case DIVIDE -> SqlStdOperatorTable.CHECKED_DIVIDE;
      default -> null;
    };
  }
}

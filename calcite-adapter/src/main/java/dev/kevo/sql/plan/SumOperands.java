package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Casts the operands of sums whose result is a DECIMAL though they are integers: the generated code
 * adds only what has the result's class. And it adds without limit, so sums that are DECIMALs are
 * checked for their digits.
 */
final class SumOperands extends RelHomogeneousShuttle {
  @Override
  public RelNode visit(RelNode other) {
    RelNode rel = visitChildren(other);
    return rel instanceof LogicalAggregate aggregate ? checked(widened(aggregate)) : rel;
  }

  private static RelNode checked(LogicalAggregate aggregate) {
    RexBuilder rexBuilder = aggregate.getCluster().getRexBuilder();
    int groups = aggregate.getGroupCount();
    List<RexNode> projects = new ArrayList<>();
    boolean decimals = false;
    for (int i = 0; i < aggregate.getRowType().getFieldCount(); i++) {
      RexNode column = RexInputRef.of(i, aggregate.getRowType());
      boolean decimal =
          i >= groups
              && isSum(aggregate.getAggCallList().get(i - groups).getAggregation().getKind())
              && column.getType().getSqlTypeName() == SqlTypeName.DECIMAL;
      decimals |= decimal;
      projects.add(
          decimal
              ? rexBuilder.makeCall(column.getType(), Functions.IN_RANGE, List.of(column))
              : column);
    }
    return decimals
        ? LogicalProject.create(
            aggregate, List.of(), projects, aggregate.getRowType().getFieldNames(), Set.of())
        : aggregate;
  }

  private static LogicalAggregate widened(LogicalAggregate aggregate) {
    RelNode input = aggregate.getInput();
    RexBuilder rexBuilder = aggregate.getCluster().getRexBuilder();
    List<RexNode> projects = new ArrayList<>();
    List<String> names = new ArrayList<>(input.getRowType().getFieldNames());
    for (int i = 0; i < names.size(); i++) {
      projects.add(RexInputRef.of(i, input.getRowType()));
    }
    List<AggregateCall> calls = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      if (needsCast(call.getAggregation().getKind(), call, input)) {
        int argument = call.getArgList().get(0);
        RelDataType type =
            rexBuilder
                .getTypeFactory()
                .createTypeWithNullability(
                    call.getType(),
                    input.getRowType().getFieldList().get(argument).getType().isNullable());
        calls.add(call.withArgList(List.of(projects.size())));
        projects.add(rexBuilder.makeCast(type, projects.get(argument)));
        names.add("$SUM" + projects.size());
      } else {
        calls.add(call);
      }
    }
    if (projects.size() == input.getRowType().getFieldCount()) {
      return aggregate;
    }
    RelNode widened = LogicalProject.create(input, List.of(), projects, names, Set.of());
    return aggregate.copy(
        aggregate.getTraitSet(), widened, aggregate.getGroupSet(), aggregate.getGroupSets(), calls);
  }

  private static boolean needsCast(SqlKind kind, AggregateCall call, RelNode input) {
    return isSum(kind)
        && needsCast(
            call.getType(),
            input.getRowType().getFieldList().get(call.getArgList().get(0)).getType());
  }

  static boolean isSum(SqlKind kind) {
    return kind == SqlKind.SUM || kind == SqlKind.SUM0;
  }

  static boolean needsCast(RelDataType sum, RelDataType operand) {
    return sum.getSqlTypeName() == SqlTypeName.DECIMAL
        && SqlTypeName.INT_TYPES.contains(operand.getSqlTypeName());
  }
}

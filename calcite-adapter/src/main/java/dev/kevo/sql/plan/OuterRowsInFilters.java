package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/**
 * Marks what a filter over an aggregation or an outer join takes for equal to a column of an outer
 * row, for the reason of {@link CorrelatedInputs}: Calcite joins by it.
 */
final class OuterRowsInFilters extends RelHomogeneousShuttle {
  @Override
  public RelNode visit(RelNode other) {
    RelNode node = super.visit(other);
    if (!(node instanceof Filter filter) || !CorrelatedInputs.misleads(filter.getInput())) {
      return node;
    }
    RexBuilder rexBuilder = filter.getCluster().getRexBuilder();
    return filter.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            return call.getKind() == SqlKind.EQUALS
                ? marked(call, rexBuilder)
                : super.visitCall(call);
          }
        });
  }

  private static RexNode marked(RexCall equality, RexBuilder rexBuilder) {
    List<RexNode> operands = new ArrayList<>(equality.getOperands());
    for (int side = 0; side < 2; side++) {
      RexNode own = operands.get(side);
      if (RexUtil.containsFieldAccess(operands.get(1 - side))
          && !RexUtil.containsFieldAccess(own)
          && own.getType().isNullable()) {
        operands.set(side, CorrelatedInputs.mark(rexBuilder, own));
      }
    }
    return equality.clone(equality.getType(), operands);
  }
}

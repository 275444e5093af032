package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;

/**
 * Makes inner correlations with an aggregate of one row left ones. Both mean the same; but Calcite
 * turns the aggregate into one that groups by what correlates, which has no row where the inner
 * query found none, and loses the outer row with it.
 */
final class LateralAggregates extends RelHomogeneousShuttle {
  @Override
  public RelNode visit(RelNode other) {
    RelNode node = super.visit(other);
    if (!(node instanceof Correlate correlate)
        || correlate.getJoinType() != JoinRelType.INNER
        || !isOneRow(correlate.getRight())) {
      return node;
    }
    Correlate left =
        correlate.copy(
            correlate.getTraitSet(),
            correlate.getLeft(),
            correlate.getRight(),
            correlate.getCorrelationId(),
            correlate.getRequiredColumns(),
            JoinRelType.LEFT);
    RexBuilder rexBuilder = node.getCluster().getRexBuilder();
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < node.getRowType().getFieldCount(); i++) {
      RexNode column = rexBuilder.makeInputRef(left, i);
      columns.add(
          rexBuilder.makeCast(
              node.getRowType().getFieldList().get(i).getType(), column, true, false));
    }
    return LogicalProject.create(
        left, List.of(), columns, node.getRowType().getFieldNames(), Set.of());
  }

  private static boolean isOneRow(RelNode rel) {
    return rel instanceof Project project
        ? isOneRow(project.getInput())
        : rel instanceof Aggregate aggregate
            && aggregate.getGroupCount() == 0
            && aggregate.getGroupType() == Aggregate.Group.SIMPLE;
  }
}

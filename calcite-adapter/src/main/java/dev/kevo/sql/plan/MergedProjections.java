package dev.kevo.sql.plan;

import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;

/**
 * Makes one of projections that lie on each other, unless one has a sub-query that depends on its
 * rows. Calcite's converter could do so on the way, but then lays what it has merged for such a
 * sub-query on the lower projection, where the columns are others.
 */
final class MergedProjections extends RelHomogeneousShuttle {
  /** How many nodes more the merged expressions may have than the two; Calcite's own measure. */
  private static final int NODES_MORE_MAX = 100;

  private final RexShuttle subQueries = new SubQueryTrees(this);

  @Override
  public RelNode visit(RelNode other) {
    RelNode node = super.visit(other).accept(subQueries);
    if (!(node instanceof Project upper)
        || !(upper.getInput() instanceof Project lower)
        || !upper.getVariablesSet().isEmpty()
        || !lower.getVariablesSet().isEmpty()
        || RexUtil.SubQueryFinder.containsSubQuery(lower)) {
      return node;
    }
    List<RexNode> merged =
        RelOptUtil.pushPastProjectUnlessBloat(upper.getProjects(), lower, NODES_MORE_MAX);
    return merged == null
        ? upper
        : LogicalProject.create(
            lower.getInput(),
            upper.getHints(),
            merged,
            upper.getRowType(),
            upper.getVariablesSet());
  }
}

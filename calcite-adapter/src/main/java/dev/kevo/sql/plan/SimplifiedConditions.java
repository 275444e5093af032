package dev.kevo.sql.plan;

import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSimplify;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.Util;

/**
 * Makes the conditions of filters as simple as they get, before anything asks what follows from
 * them: where one compares with what turns out to be NULL, Calcite fails.
 */
final class SimplifiedConditions extends RelHomogeneousShuttle {
  /** Each pass may find something to do in what the one before has made. */
  private static final int PASSES_MAX = 4;

  private final RexShuttle subQueries = new SubQueryTrees(this);

  @Override
  public RelNode visit(RelNode other) {
    RelNode node = super.visit(other).accept(subQueries);
    if (!(node instanceof Filter filter)) {
      return node;
    }
    RexExecutor executor =
        Util.first(filter.getCluster().getPlanner().getExecutor(), RexUtil.EXECUTOR);
    RexSimplify simplify =
        new RexSimplify(filter.getCluster().getRexBuilder(), RelOptPredicateList.EMPTY, executor);
    RexNode condition = filter.getCondition();
    for (int pass = 0; pass < PASSES_MAX; pass++) {
      RexNode simplified = simplify.simplifyUnknownAsFalse(condition);
      if (simplified.equals(condition)) {
        break;
      }
      condition = simplified;
    }
    return filter.copy(filter.getTraitSet(), filter.getInput(), condition);
  }
}

package dev.kevo.sql.plan;

import com.google.common.collect.ImmutableSet;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;

/**
 * Moves conditions of inner joins that hold sub-queries which depend on the joined rows above the
 * join, where they mean the same and Calcite can turn them into joins. Those of outer joins it
 * turns into wrong ones, so they are refused.
 */
final class JoinSubQueries extends RelHomogeneousShuttle {
  @Override
  public RelNode visit(RelNode other) {
    RelNode node = super.visit(other);
    if (!(node instanceof Join join)) {
      return node;
    }
    Set<CorrelationId> variables = new LinkedHashSet<>();
    List<RexNode> moved = new ArrayList<>();
    List<RexNode> kept = new ArrayList<>();
    for (RexNode condition : RelOptUtil.conjunctions(join.getCondition())) {
      Set<CorrelationId> used = variablesOf(condition);
      variables.addAll(used);
      (used.isEmpty() ? kept : moved).add(condition);
    }
    if (moved.isEmpty()) {
      return node;
    }
    if (join.getJoinType() != JoinRelType.INNER) {
      throw SqlState.NOT_SUPPORTED.failure(
          "a sub-query in the ON of an outer join cannot depend on the joined tables");
    }
    RexBuilder rexBuilder = join.getCluster().getRexBuilder();
    Join without =
        join.copy(
            join.getTraitSet(),
            RexUtil.composeConjunction(rexBuilder, kept),
            join.getLeft(),
            join.getRight(),
            join.getJoinType(),
            join.isSemiJoinDone());
    return LogicalFilter.create(
        without, RexUtil.composeConjunction(rexBuilder, moved), ImmutableSet.copyOf(variables));
  }

  /** What the sub-queries of a condition take from outside. */
  private static Set<CorrelationId> variablesOf(RexNode condition) {
    Set<CorrelationId> variables = new LinkedHashSet<>();
    condition.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitSubQuery(RexSubQuery subQuery) {
            variables.addAll(RelOptUtil.getVariablesUsed(subQuery.rel));
            return super.visitSubQuery(subQuery);
          }
        });
    return variables;
  }
}

package dev.kevo.sql.plan;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCostImpl;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql2rel.CorrelateProjectExtractor;
import org.apache.calcite.sql2rel.RelDecorrelator;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.tools.RelBuilder;

/**
 * What a query with joins or sub-queries goes through before a physical plan is sought: sub-queries
 * become joins, conditions move down to the tables, joins are put in order, unneeded columns go. So
 * what follows only has to choose physical nodes.
 */
final class LogicalProgram {
  private static final List<RelOptRule> SUB_QUERIES =
      List.of(
          CoreRules.FILTER_SUB_QUERY_TO_CORRELATE,
          ProjectedSubQueries.INSTANCE,
          CoreRules.JOIN_SUB_QUERY_TO_CORRELATE);

  private static final List<RelOptRule> CONDITIONS =
      List.of(
          CoreRules.FILTER_REDUCE_EXPRESSIONS,
          ReducedProjections.INSTANCE,
          CoreRules.FILTER_INTO_JOIN,
          CoreRules.JOIN_CONDITION_PUSH,
          CoreRules.JOIN_PUSH_EXPRESSIONS,
          CoreRules.FILTER_PROJECT_TRANSPOSE,
          CoreRules.FILTER_AGGREGATE_TRANSPOSE,
          CoreRules.FILTER_SET_OP_TRANSPOSE,
          CoreRules.FILTER_MERGE,
          ProjectMerge.INSTANCE,
          CoreRules.PROJECT_REMOVE,
          CoreRules.AGGREGATE_JOIN_REMOVE);

  private static final List<RelOptRule> CONDITIONS_AGAIN =
      List.of(
          CoreRules.FILTER_INTO_JOIN,
          CoreRules.JOIN_CONDITION_PUSH,
          CoreRules.FILTER_PROJECT_TRANSPOSE,
          CoreRules.FILTER_MERGE,
          ProjectMerge.INSTANCE,
          CoreRules.PROJECT_REMOVE);

  /** The last trim lays projections on tables; a condition on the key must lie below them. */
  private static final List<RelOptRule> CONDITIONS_ON_TABLES =
      List.of(
          CoreRules.FILTER_PROJECT_TRANSPOSE,
          CoreRules.FILTER_MERGE,
          ProjectMerge.INSTANCE,
          CoreRules.PROJECT_REMOVE);

  private static final int INFERRING_PASSES_MAX = 3;

  /**
   * Rule firings in one phase; far more than any query needs, so that no rules chase each other.
   */
  private static final int MATCHES_MAX = 20_000;

  private LogicalProgram() {}

  /** Rewrites a tree of logical nodes into one that gives the same rows. */
  static RelNode run(RelNode root) {
    RelOptCluster cluster = root.getCluster();
    RelBuilder builder = RelFactories.LOGICAL_BUILDER.create(cluster, null);
    RelNode rel =
        root.accept(new SimplifiedConditions())
            .accept(new OneRowSubQueries())
            .accept(new RowSubQueries())
            .accept(new JoinSubQueries(builder));
    rel = apply(SUB_QUERIES, HepMatchOrder.DEPTH_FIRST, rel);
    rel = rel.accept(new LateralAggregates()).accept(new ConstantGroups(builder));
    rel =
        rel.accept(new CorrelatedInputs(builder))
            .accept(new CorrelateProjectExtractor(RelFactories.LOGICAL_BUILDER))
            .accept(new OuterRowsInJoins(builder))
            .accept(new OuterRowsInFilters())
            .accept(new PartlyKnownColumns());
    rel = CorrelatedInputs.unmarked(RelDecorrelator.decorrelateQuery(rel, builder));
    rel = withCommonFactorsPulled(rel);
    rel = withConditionsMovedDown(rel, builder);
    rel = new RelFieldTrimmer(null, builder).trim(rel);
    rel = JoinOrder.of(rel);
    rel = apply(CONDITIONS_AGAIN, HepMatchOrder.BOTTOM_UP, rel);
    rel = new RelFieldTrimmer(null, builder).trim(rel);
    return apply(CONDITIONS_ON_TABLES, HepMatchOrder.BOTTOM_UP, rel);
  }

  /** A condition may have to cross several joins: each pass carries it over one. */
  private static RelNode withConditionsMovedDown(RelNode root, RelBuilder builder) {
    RelNode rel = apply(CONDITIONS, HepMatchOrder.BOTTOM_UP, root);
    for (int pass = 0; pass < INFERRING_PASSES_MAX; pass++) {
      RelNode inferred = InferredConditions.add(rel, builder);
      if (inferred == rel) {
        break;
      }
      rel = apply(CONDITIONS, HepMatchOrder.BOTTOM_UP, inferred);
    }
    return rel;
  }

  /**
   * {@code (a AND b) OR (a AND c)} becomes {@code a AND (b OR c)}. Without this a join condition
   * that stands in every branch of an OR is not seen, and the join compares all pairs of rows.
   */
  private static RelNode withCommonFactorsPulled(RelNode root) {
    return root.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode other) {
            RelNode node = super.visit(other);
            if (!(node instanceof LogicalFilter filter)) {
              return node;
            }
            RexNode condition =
                RexUtil.pullFactors(filter.getCluster().getRexBuilder(), filter.getCondition());
            return condition.equals(filter.getCondition())
                ? filter
                : filter.copy(filter.getTraitSet(), filter.getInput(), condition);
          }
        });
  }

  private static RelNode apply(List<RelOptRule> rules, HepMatchOrder order, RelNode root) {
    HepPlanner planner =
        new HepPlanner(
            new HepProgramBuilder()
                .addMatchOrder(order)
                .addMatchLimit(MATCHES_MAX)
                .addRuleCollection(rules)
                .build(),
            root.getCluster().getPlanner().getContext(),
            // Equal parts stay apart: the decorrelation keeps what it knows by node, and what it
            // learns of one would count for the other.
            true,
            null,
            RelOptCostImpl.FACTORY);
    planner.setRoot(root);
    return planner.findBestExp();
  }
}

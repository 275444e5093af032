package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRules;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRules;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.rules.AggregateExtractProjectRule;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.PruneEmptyRules;
import org.apache.calcite.util.ImmutableBitSet;

/** The steps that take a tree from what the statement says to what runs. */
final class Programs {
  /** A group of everything is there even if there are no rows. */
  private static final RelOptRule PRUNE_GROUPS =
      PruneEmptyRules.RemoveEmptySingleRule.RemoveEmptySingleRuleConfig.AGGREGATE
          .withOperandFor(
              Aggregate.class,
              aggregate -> !aggregate.getGroupSets().contains(ImmutableBitSet.of()))
          .toRule();

  private static final HepProgram SIMPLE =
      program(
          List.of(
              CoreRules.FILTER_MERGE,
              CoreRules.FILTER_PROJECT_TRANSPOSE,
              ProjectMerge.INSTANCE,
              CoreRules.PROJECT_REMOVE,
              PruneEmptyRules.FILTER_INSTANCE,
              PruneEmptyRules.PROJECT_INSTANCE,
              PruneEmptyRules.SORT_INSTANCE));

  private static final HepProgram PRUNE =
      program(
          List.of(
              PruneEmptyRules.UNION_INSTANCE,
              PruneEmptyRules.INTERSECT_INSTANCE,
              PruneEmptyRules.MINUS_INSTANCE,
              PruneEmptyRules.PROJECT_INSTANCE,
              PruneEmptyRules.FILTER_INSTANCE,
              PruneEmptyRules.SORT_INSTANCE,
              PRUNE_GROUPS,
              PruneEmptyRules.JOIN_LEFT_INSTANCE,
              PruneEmptyRules.JOIN_RIGHT_INSTANCE,
              PruneEmptyRules.SORT_FETCH_ZERO_INSTANCE));

  private static final HepProgram TO_IMPLEMENT =
      program(
          List.of(
              CoreRules.AGGREGATE_EXPAND_DISTINCT_AGGREGATES,
              AggregateExtractProjectRule.Config.DEFAULT
                  .withOperandFor(Aggregate.class, LogicalTableScan.class)
                  .toRule(),
              AggregateExtractProjectRule.Config.DEFAULT
                  .withOperandFor(Aggregate.class, LogicalFilter.class)
                  .withDescription("AggregateExtractProjectRule:Filter")
                  .as(AggregateExtractProjectRule.Config.class)
                  .toRule(),
              CoreRules.AGGREGATE_REDUCE_FUNCTIONS,
              CoreRules.PROJECT_TO_LOGICAL_PROJECT_AND_WINDOW,
              CoreRules.FILTER_MERGE,
              CoreRules.FILTER_PROJECT_TRANSPOSE,
              GroupsToSemiJoin.INSTANCE,
              ProjectMerge.INSTANCE,
              CoreRules.PROJECT_REMOVE));

  private static final HepProgram CALCS = program(RelOptRules.CALC_RULES);

  private static final List<RelOptRule> PHYSICAL = physical();

  private final RelOptCluster cluster;

  Programs(RelOptCluster cluster) {
    this.cluster = cluster;
  }

  private static List<RelOptRule> physical() {
    List<RelOptRule> rules =
        new ArrayList<>(
            List.of(
                EnumerableRules.ENUMERABLE_JOIN_RULE,
                EnumerableRules.ENUMERABLE_CORRELATE_RULE,
                EnumerableRules.ENUMERABLE_CONDITIONAL_CORRELATE_RULE,
                EnumerableRules.ENUMERABLE_PROJECT_RULE,
                EnumerableRules.ENUMERABLE_FILTER_RULE,
                EnumerableRules.ENUMERABLE_AGGREGATE_RULE,
                EnumerableRules.ENUMERABLE_SORT_RULE,
                EnumerableRules.ENUMERABLE_LIMIT_RULE,
                EnumerableRules.ENUMERABLE_LIMIT_SORT_RULE,
                EnumerableRules.ENUMERABLE_UNION_RULE,
                EnumerableRules.ENUMERABLE_INTERSECT_RULE,
                EnumerableRules.ENUMERABLE_MINUS_RULE,
                EnumerableRules.ENUMERABLE_VALUES_RULE,
                EnumerableRules.ENUMERABLE_WINDOW_RULE,
                EnumerableRules.ENUMERABLE_COLLECT_RULE,
                EnumerableRules.ENUMERABLE_UNCOLLECT_RULE,
                EnumerableRules.ENUMERABLE_MATCH_RULE,
                EnumerableRules.ENUMERABLE_REPEAT_UNION_RULE,
                EnumerableRules.ENUMERABLE_TABLE_SPOOL_RULE,
                EnumerableRules.ENUMERABLE_ASOFJOIN_RULE,
                EnumerableRules.ENUMERABLE_TABLE_FUNCTION_SCAN_RULE));
    rules.add(CoreRules.JOIN_COMMUTE);
    return List.copyOf(rules);
  }

  private static HepProgram program(Collection<? extends RelOptRule> rules) {
    return new HepProgramBuilder().addRuleCollection(new ArrayList<>(rules)).build();
  }

  /** Brings a tree without joins and sub-queries into the form that key-value plans have. */
  RelNode tidySimple(RelNode rel) {
    return hep(SIMPLE, rel);
  }

  /** Rewrites any other tree, up to where each node can be implemented. */
  RelNode optimizeLogic(RelNode rel) {
    return hep(TO_IMPLEMENT, hep(PRUNE, LogicalProgram.run(rel)));
  }

  /** Chooses how each node runs. */
  RelNode implement(RelNode rel) {
    if (rel instanceof EnumerableRel) {
      return rel;
    }
    RelNode physical;
    try {
      physical = volcano(rel, PHYSICAL);
    } catch (RelOptPlanner.CannotPlanException e) {
      physical = volcano(rel, allRules());
    }
    return PolledInput.insert(hep(CALCS, physical));
  }

  private static List<RelOptRule> allRules() {
    VolcanoPlanner planner = new VolcanoPlanner();
    RelOptUtil.registerDefaultRules(planner, false, false);
    List<RelOptRule> rules = new ArrayList<>(planner.getRules());
    rules.addAll(PHYSICAL);
    return rules;
  }

  private RelNode volcano(RelNode rel, List<RelOptRule> rules) {
    RelOptPlanner planner = cluster.getPlanner();
    planner.clear();
    for (RelOptRule rule : rules) {
      planner.addRule(rule);
    }
    RelTraitSet traits = rel.getTraitSet().replace(EnumerableConvention.INSTANCE);
    // A plain read of a system table has them already, which changeTraits refuses.
    planner.setRoot(traits.equals(rel.getTraitSet()) ? rel : planner.changeTraits(rel, traits));
    return planner.findBestExp();
  }

  private RelNode hep(HepProgram program, RelNode rel) {
    HepPlanner planner = new HepPlanner(program, cluster.getPlanner().getContext());
    planner.setExecutor(cluster.getPlanner().getExecutor());
    planner.setRoot(rel);
    RelNode result = planner.findBestExp();
    cluster.invalidateMetadataQuery();
    return result;
  }
}

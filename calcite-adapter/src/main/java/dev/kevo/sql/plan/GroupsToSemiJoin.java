package dev.kevo.sql.plan;

import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.rules.SemiJoinRule;

/**
 * Joins with groups whose columns nobody reads become semi-joins with the rows that were grouped.
 *
 * <p>Calcite's rule does that for an aggregate without groups as well. Such an aggregate has one
 * row even where its input has none: rows that find no match in an empty input would be lost.
 */
final class GroupsToSemiJoin extends SemiJoinRule.ProjectToSemiJoinRule {
  static final RelOptRule INSTANCE = new GroupsToSemiJoin();

  private GroupsToSemiJoin() {
    super(ProjectToSemiJoinRuleConfig.DEFAULT);
  }

  @Override
  public boolean matches(RelOptRuleCall call) {
    Aggregate groups = call.rel(3);
    return !groups.getGroupSet().isEmpty();
  }
}

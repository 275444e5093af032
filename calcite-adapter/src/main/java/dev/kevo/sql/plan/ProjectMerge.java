package dev.kevo.sql.plan;

import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.rules.ProjectMergeRule;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/**
 * Makes one projection of two, unless the lower one's columns have become NOT NULL since the upper
 * one was made: the outcome would be of another type, which Calcite refuses.
 */
final class ProjectMerge extends ProjectMergeRule {
  static final ProjectMerge INSTANCE =
      new ProjectMerge(
          Config.DEFAULT.withDescription("ProjectMerge").as(ProjectMergeRule.Config.class));

  private ProjectMerge(Config config) {
    super(config);
  }

  @Override
  public boolean matches(RelOptRuleCall call) {
    Project upper = call.rel(0);
    Project lower = call.rel(1);
    for (RexNode expression : upper.getProjects()) {
      if (expression instanceof RexInputRef ref
          && !ref.getType().equals(lower.getProjects().get(ref.getIndex()).getType())) {
        return false;
      }
    }
    return super.matches(call);
  }
}

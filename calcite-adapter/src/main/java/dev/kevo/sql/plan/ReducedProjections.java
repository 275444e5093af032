package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.rules.ReduceExpressionsRule;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.tools.RelBuilder;

/**
 * Reduces a projection's expressions by what is known of its rows, as Calcite's rule does. Where a
 * column that is NOT NULL is known to be NULL there are no rows; Calcite's rule would make it a
 * NULL, and the row's type another.
 */
final class ReducedProjections extends ReduceExpressionsRule.ProjectReduceExpressionsRule {
  static final ReducedProjections INSTANCE =
      new ReducedProjections(
          ProjectReduceExpressionsRuleConfig.DEFAULT
              .withDescription("ReducedProjections")
              .as(ProjectReduceExpressionsRuleConfig.class));

  private ReducedProjections(ProjectReduceExpressionsRuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    Project project = call.rel(0);
    RelNode input = project.getInput();
    List<RexNode> reduced = new ArrayList<>(project.getProjects());
    if (!reduceExpressions(
        project,
        reduced,
        call.getMetadataQuery().getPulledUpPredicates(input),
        false,
        config.matchNullability(),
        config.treatDynamicCallsAsConstant())) {
      return;
    }
    RelBuilder builder = call.builder();
    for (int i = 0; i < reduced.size(); i++) {
      if (RexUtil.isNullLiteral(reduced.get(i), true)
          && !project.getProjects().get(i).getType().isNullable()) {
        call.transformTo(builder.push(project).empty().build());
        return;
      }
    }
    call.transformTo(
        builder.push(input).project(reduced, project.getRowType().getFieldNames()).build());
    call.getPlanner().prune(project);
  }
}

package dev.kevo.sql.plan;

import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.rules.SubQueryRemoveRule;
import org.apache.calcite.rex.LogicVisitor;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.tools.RelBuilder;

/**
 * Makes a projection's sub-queries joins, as Calcite's rule does, but by the rows that are the
 * projection's own. Calcite's forgets them at the first sub-query, and takes those of queries
 * further out or further in for them.
 */
final class ProjectedSubQueries extends SubQueryRemoveRule {
  static final ProjectedSubQueries INSTANCE =
      new ProjectedSubQueries(
          SubQueryRemoveRule.Config.PROJECT
              .withDescription("ProjectedSubQueries")
              .as(SubQueryRemoveRule.Config.class));

  private ProjectedSubQueries(SubQueryRemoveRule.Config config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    Project project = call.rel(0);
    RexSubQuery subQuery = RexUtil.SubQueryFinder.find(project.getProjects());
    if (subQuery == null) {
      return;
    }
    RelBuilder builder = call.builder();
    builder.push(project.getInput());
    int columns = builder.peek().getRowType().getFieldCount();
    Set<CorrelationId> own = RelOptUtil.getVariablesUsed(subQuery.rel);
    own.retainAll(project.getVariablesSet());
    RelOptUtil.Logic logic =
        LogicVisitor.find(RelOptUtil.Logic.TRUE_FALSE_UNKNOWN, project.getProjects(), subQuery);
    RexNode value = apply(subQuery, own, logic, builder, 1, columns, 0);
    List<RexNode> values =
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery other) {
            return other.equals(subQuery) ? value : super.visitSubQuery(other);
          }
        }.apply(project.getProjects());
    builder.project(values, project.getRowType().getFieldNames(), false, project.getVariablesSet());
    call.transformTo(builder.build());
  }
}

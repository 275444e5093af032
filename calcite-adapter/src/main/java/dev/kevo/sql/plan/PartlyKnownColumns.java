package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/**
 * Where a node uses columns of outer rows, of which its input uses some too but not all, makes the
 * others columns of the input. Calcite joins all of them anew, else, and forgets which of them the
 * input's rows belong to.
 */
final class PartlyKnownColumns extends RelHomogeneousShuttle {
  @Override
  public RelNode visit(RelNode other) {
    RelNode node = super.visit(other);
    List<RexNode> expressions;
    if (node instanceof Filter filter) {
      expressions = List.of(filter.getCondition());
    } else if (node instanceof Project project) {
      expressions = project.getProjects();
    } else {
      return node;
    }
    Set<RexFieldAccess> used = OuterRowColumns.of(expressions);
    if (used.size() < 2) {
      return node;
    }
    Set<RexFieldAccess> known = OuterRowColumns.ofTree(node.getInput(0));
    List<RexFieldAccess> others = new ArrayList<>(used);
    others.removeAll(known);
    return others.isEmpty() || others.size() == used.size() ? node : widened(node, others);
  }

  private static RelNode widened(RelNode node, List<RexFieldAccess> others) {
    RexBuilder rexBuilder = node.getCluster().getRexBuilder();
    RelNode input = node.getInput(0);
    int count = input.getRowType().getFieldCount();
    List<RexNode> columns = new ArrayList<>(rexBuilder.identityProjects(input.getRowType()));
    columns.addAll(others);
    RelNode wider = LogicalProject.create(input, List.of(), columns, (List<String>) null, Set.of());
    RexShuttle ofInput =
        new RexShuttle() {
          @Override
          public RexNode visitFieldAccess(RexFieldAccess access) {
            int at = others.indexOf(access);
            return at < 0
                ? super.visitFieldAccess(access)
                : rexBuilder.makeInputRef(access.getType(), count + at);
          }
        };
    if (node instanceof Project project) {
      return LogicalProject.create(
          wider,
          project.getHints(),
          ofInput.apply(project.getProjects()),
          project.getRowType(),
          project.getVariablesSet());
    }
    Filter filter = (Filter) node;
    return LogicalProject.create(
        LogicalFilter.create(wider, filter.getCondition().accept(ofInput)),
        List.of(),
        rexBuilder.identityProjects(input.getRowType()),
        node.getRowType(),
        Set.of());
  }
}

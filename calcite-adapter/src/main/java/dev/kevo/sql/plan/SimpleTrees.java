package dev.kevo.sql.plan;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;

/** Trees of one table or of values that may become key-value plans. */
final class SimpleTrees {
  private SimpleTrees() {}

  /** Whether a tree has nothing but a scan or values under filters, projections and sorts. */
  static boolean isSimple(RelNode rel) {
    if (rel instanceof Filter filter && RexUtil.SubQueryFinder.containsSubQuery(filter)) {
      return false;
    }
    if (rel instanceof Project project
        && (RexUtil.SubQueryFinder.containsSubQuery(project)
            || RexOver.containsOver(project.getProjects(), null))) {
      return false;
    }
    if (rel instanceof TableScan || rel instanceof Values) {
      return true;
    }
    if (rel instanceof LogicalAggregate aggregate) {
      return KeyAggregates.mayBe(aggregate) && isSimple(aggregate.getInput());
    }
    if (rel instanceof Filter || rel instanceof Project || rel instanceof Sort) {
      return isSimple(rel.getInput(0));
    }
    if (rel instanceof Union union && union.all) {
      for (RelNode input : union.getInputs()) {
        if (!isRow(input)) {
          return false;
        }
      }
      return true;
    }
    return false;
  }

  private static boolean isRow(RelNode rel) {
    return rel instanceof Values
        || (rel instanceof Project project
            && !RexUtil.SubQueryFinder.containsSubQuery(project)
            && isRow(project.getInput()));
  }
}

package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.sql.SqlExplainLevel;

/** A key-value plan as EXPLAIN shows it: what is done to each row, then the scan. */
final class KeyValueText {
  private KeyValueText() {}

  static String of(RelNode rel, SqlExplainLevel level) {
    List<String> steps = new ArrayList<>();
    RelNode below = rel;
    while (!(below instanceof KevoScan)) {
      if (below instanceof Project project) {
        steps.add("project=" + project.getProjects());
      } else if (below instanceof Filter filter) {
        steps.add("filter=[" + filter.getCondition() + "]");
      } else if (below instanceof Sort sort) {
        if (sort.offset != null) {
          steps.add("offset=[" + sort.offset + "]");
        }
        if (sort.fetch != null) {
          steps.add("fetch=[" + sort.fetch + "]");
        }
      } else if (below instanceof Aggregate aggregate) {
        steps.add("aggregate=" + aggregate.getAggCallList());
      } else {
        break;
      }
      below = below.getInput(0);
    }
    if (!(below instanceof KevoScan)) {
      return RelOptUtil.toString(rel, level).stripTrailing().replace("Logical", "");
    }
    return "KeyValueQuery("
        + String.join(", ", steps)
        + ")\n  "
        + RelOptUtil.toString(below, level).stripTrailing();
  }
}

package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.sql.SqlExplainLevel;

/** A key-value plan as EXPLAIN shows it: what is done to each row, then the scan. */
final class KeyValueText {
  private KeyValueText() {}

  static String of(RelNode rel, SqlExplainLevel level) {
    List<LogicalAggregate> parts = new ArrayList<>();
    RelNode below = rel instanceof Project project ? project.getInput() : rel;
    if (!KeyAggregates.addParts(below, parts)) {
      return ofQuery(rel, level);
    }
    List<String> steps = new ArrayList<>();
    if (below != rel) {
      steps.add("project=" + ((Project) rel).getProjects());
    }
    List<String> calls = new ArrayList<>();
    StringBuilder inputs = new StringBuilder();
    for (LogicalAggregate aggregate : parts) {
      aggregate.getAggCallList().forEach(call -> calls.add(call.toString()));
      inputs.append('\n').append(ofQuery(aggregate.getInput(), level).indent(2).stripTrailing());
    }
    steps.add("aggregates=" + calls);
    return "KeyAggregate(" + String.join(", ", steps) + ")" + inputs;
  }

  private static String ofQuery(RelNode rel, SqlExplainLevel level) {
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
      } else {
        break;
      }
      below = below.getInput(0);
    }
    if (!(below instanceof KevoScan)) {
      return RelOptUtil.toString(rel, level).stripTrailing().replace("Logical", "");
    }
    String scan = RelOptUtil.toString(below, level).stripTrailing();
    return "KeyValueQuery(" + String.join(", ", steps) + ")\n  " + scan;
  }
}

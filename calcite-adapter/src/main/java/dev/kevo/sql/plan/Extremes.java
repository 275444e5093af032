package dev.kevo.sql.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/** MIN and MAX as the first row of a scan in one direction or the other. */
final class Extremes {
  /** Each extreme is a scan of its own. */
  private static final int CALLS_MAX = 8;

  private final RexBuilder rexBuilder;
  private final UnaryOperator<RelNode> absorption;

  /**
   * With a way to find scans.
   *
   * @param absorption gives a tree with its scans replaced, and without a sort whose order they
   *     give
   */
  Extremes(RexBuilder rexBuilder, UnaryOperator<RelNode> absorption) {
    this.rexBuilder = rexBuilder;
    this.absorption = absorption;
  }

  /** The aggregate over first rows; null if it asks for something else than they can tell. */
  @Nullable RelNode find(LogicalAggregate aggregate) {
    List<AggregateCall> calls = aggregate.getAggCallList();
    if (aggregate.getGroupCount() > 0 || calls.isEmpty() || calls.size() > CALLS_MAX) {
      return null;
    }
    List<RelNode> extremes = new ArrayList<>();
    for (AggregateCall call : calls) {
      SqlKind kind = call.getAggregation().getKind();
      if ((kind != SqlKind.MIN && kind != SqlKind.MAX)
          || call.hasFilter()
          || call.getArgList().size() != 1) {
        return null;
      }
      RelNode first = first(aggregate.getInput(), call.getArgList().get(0), kind == SqlKind.MAX);
      if (first == null) {
        return null;
      }
      extremes.add(
          LogicalAggregate.create(first, List.of(), aggregate.getGroupSet(), null, List.of(call)));
    }
    RelNode all = extremes.get(0);
    for (RelNode extreme : extremes.subList(1, extremes.size())) {
      // Each has one row.
      all =
          LogicalJoin.create(
              all, extreme, List.of(), rexBuilder.makeLiteral(true), Set.of(), JoinRelType.INNER);
    }
    return all;
  }

  private @Nullable RelNode first(RelNode input, int column, boolean last) {
    RelNode rows = input;
    // NULL comes last in keys.
    if (last && input.getRowType().getFieldList().get(column).getType().isNullable()) {
      RexNode value = RexInputRef.of(column, input.getRowType());
      rows = filtered(input, rexBuilder.makeCall(SqlStdOperatorTable.IS_NOT_NULL, value));
    }
    RelFieldCollation order =
        new RelFieldCollation(
            column,
            last ? RelFieldCollation.Direction.DESCENDING : RelFieldCollation.Direction.ASCENDING);
    RelNode found =
        absorption.apply(
            LogicalSort.create(
                rows, RelCollations.of(order), null, rexBuilder.makeExactLiteral(BigDecimal.ONE)));
    return found instanceof Sort sort && sort.getCollation().getFieldCollations().isEmpty()
        ? found
        : null;
  }

  /** The filter lies on the table, where it can bound a key. */
  private static RelNode filtered(RelNode input, RexNode condition) {
    if (input instanceof LogicalProject project && !project.containsOver()) {
      RexNode below = RelOptUtil.pushPastProject(condition, project);
      RelNode rows = LogicalFilter.create(project.getInput(), below);
      return project.copy(project.getTraitSet(), List.of(rows));
    }
    return LogicalFilter.create(input, condition);
  }
}

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

/**
 * MIN and MAX as the first row of a scan in one direction or the other, beside numbers of rows that
 * are counted by their entries.
 */
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
    if (!KeyAggregates.mayBe(aggregate)
        || KeyAggregates.onlyCountsRows(aggregate)
        || calls.size() > CALLS_MAX) {
      return null;
    }
    List<RelNode> extremes = new ArrayList<>();
    for (AggregateCall call : calls) {
      RelNode extreme =
          call.getAggregation().getKind() == SqlKind.COUNT
              ? counted(aggregate, call)
              : extreme(aggregate, call);
      if (extreme == null) {
        return null;
      }
      extremes.add(extreme);
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

  private @Nullable RelNode extreme(LogicalAggregate aggregate, AggregateCall call) {
    if (call.hasFilter() || call.getArgList().size() != 1) {
      return null;
    }
    boolean last = call.getAggregation().getKind() == SqlKind.MAX;
    RelNode first = first(aggregate.getInput(), call.getArgList().get(0), last);
    return first == null
        ? null
        : LogicalAggregate.create(first, List.of(), aggregate.getGroupSet(), null, List.of(call));
  }

  /** A count that needs no look at rows; null if it does. */
  private @Nullable RelNode counted(LogicalAggregate aggregate, AggregateCall call) {
    LogicalAggregate alone =
        LogicalAggregate.create(
            aggregate.getInput(), List.of(), aggregate.getGroupSet(), null, List.of(call));
    RelNode counted = KeyAggregates.onlyCountsRows(alone) ? absorption.apply(alone) : null;
    return counted != null
            && counted.getInput(0) instanceof KevoScan scan
            && scan.scan().countsEntries()
        ? counted
        : null;
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

package dev.kevo.sql.plan;

import dev.kevo.sql.exec.KeyAggregate;
import dev.kevo.sql.exec.KeyValueQuery;
import dev.kevo.sql.exec.Scalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * Recognises aggregates that make one row without a look at all rows: counts of rows, and the first
 * rows that {@link Extremes} puts in the place of MIN and MAX.
 */
final class KeyAggregates {
  private final ScalarCompiler scalars;
  private final Function<RelNode, @Nullable KeyValueQuery> queries;

  /**
   * With a way to plan what is aggregated.
   *
   * @param queries gives the plan of a scan with what lies on it; null if it is more than that
   */
  KeyAggregates(ScalarCompiler scalars, Function<RelNode, @Nullable KeyValueQuery> queries) {
    this.scalars = scalars;
    this.queries = queries;
  }

  /** Whether an aggregate has the form of those that keys may tell. */
  static boolean mayBe(LogicalAggregate aggregate) {
    return aggregate.getGroupCount() == 0
        && aggregate.getAggCallList().stream()
            .map(call -> call.getAggregation().getKind())
            .allMatch(kind -> kind == SqlKind.COUNT || kind == SqlKind.MIN || kind == SqlKind.MAX);
  }

  /** Whether no column of the input matters; COUNT of one that is not NULL has become COUNT(*). */
  static boolean onlyCountsRows(LogicalAggregate aggregate) {
    return aggregate.getGroupCount() == 0
        && aggregate.getAggCallList().stream()
            .allMatch(
                call ->
                    call.getAggregation().getKind() == SqlKind.COUNT
                        && call.getArgList().isEmpty()
                        && !call.hasFilter());
  }

  /** The plan of a tree whose scans are absorbed; null if it is something else. */
  @Nullable KeyAggregate find(RelNode rel) {
    if (rel instanceof Project project) {
      KeyAggregate below = find(project.getInput());
      Scalar[] projection =
          below == null || below.projection() != null
              ? null
              : scalars.compile(project.getProjects());
      return below == null || projection == null
          ? null
          : new KeyAggregate(below.parts(), projection);
    }
    List<LogicalAggregate> aggregates = new ArrayList<>();
    if (!addParts(rel, aggregates)) {
      return null;
    }
    List<KeyAggregate.Part> parts = new ArrayList<>();
    for (LogicalAggregate aggregate : aggregates) {
      KeyAggregate.Part part = part(aggregate);
      if (part == null) {
        return null;
      }
      parts.add(part);
    }
    return new KeyAggregate(parts, null);
  }

  /**
   * Adds the aggregates without groups that a tree joins to one row; false if it is no such tree.
   */
  static boolean addParts(RelNode rel, List<LogicalAggregate> parts) {
    if (rel instanceof Join join) {
      return join.getJoinType() == JoinRelType.INNER
          && join.getCondition().isAlwaysTrue()
          && addParts(join.getLeft(), parts)
          && addParts(join.getRight(), parts);
    }
    return rel instanceof LogicalAggregate part && part.getGroupCount() == 0 && parts.add(part);
  }

  private KeyAggregate.@Nullable Part part(LogicalAggregate aggregate) {
    RelNode input = aggregate.getInput();
    List<AggregateCall> calls = aggregate.getAggCallList();
    if (onlyCountsRows(aggregate)) {
      KeyValueQuery rows = queries.apply(input);
      return rows == null ? null : new KeyAggregate.Count(rows, calls.size());
    }
    KeyValueQuery rows =
        calls.size() == 1 && isExtreme(calls.get(0)) && hasOneRow(input)
            ? queries.apply(input.getInput(0))
            : null;
    return rows == null ? null : new KeyAggregate.First(rows, calls.get(0).getArgList().get(0));
  }

  private static boolean isExtreme(AggregateCall call) {
    SqlKind kind = call.getAggregation().getKind();
    return (kind == SqlKind.MIN || kind == SqlKind.MAX) && !call.hasFilter();
  }

  /** Whether a limit lets one row through. */
  private static boolean hasOneRow(RelNode rel) {
    if (rel instanceof Sort sort
        && sort.getCollation().getFieldCollations().isEmpty()
        && sort.offset == null
        && sort.fetch instanceof RexLiteral limit) {
      BigDecimal rows = limit.getValueAs(BigDecimal.class);
      return rows != null && rows.compareTo(BigDecimal.ONE) == 0;
    }
    return false;
  }
}

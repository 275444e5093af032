package dev.kevo.sql.plan;

import dev.kevo.sql.exec.KeyBounds;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.TableIndex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * About how many rows the nodes of a tree give, before its scans are absorbed and after: from the
 * store's estimates, unique keys, and what ANALYZE found. Remembers what it was asked; for one
 * thread, and for trees that stay as they are.
 */
final class Cardinality {
  /** Rows that fulfil a condition of which nothing is known, in a join that only looks for them. */
  private static final double FOUND_PART = 0.5;

  private final IdentityHashMap<RelNode, Estimate> known = new IdentityHashMap<>();

  /**
   * What is thought of rows.
   *
   * @param rows how many there are, at least 1
   */
  record Estimate(double rows, List<ColumnEstimate> columns) {
    Estimate {
      rows = Math.max(1, rows);
    }
  }

  /** About how many rows a node gives, at least 1. */
  double rows(RelNode rel) {
    return of(rel).rows();
  }

  /** About how many rows a node gives, and of which values. */
  Estimate of(RelNode rel) {
    Estimate found = known.get(rel);
    if (found == null) {
      found = estimated(rel);
      known.put(rel, found);
    }
    return found;
  }

  private Estimate estimated(RelNode rel) {
    if (rel instanceof KevoScan scan) {
      return scan(scan);
    }
    if (rel instanceof TableScan scan && SqlPlanner.tableOf(scan.getTable()) != null) {
      return table(scan);
    }
    if (rel instanceof Filter filter) {
      return filter(filter);
    }
    if (rel instanceof Project project) {
      return project(project);
    }
    if (rel instanceof Join join) {
      return join(join);
    }
    if (rel instanceof Aggregate aggregate) {
      return aggregate(aggregate);
    }
    if (rel instanceof Sort sort) {
      return sort(sort);
    }
    if (rel instanceof SetOp set) {
      return set(set);
    }
    if (rel instanceof Correlate correlate) {
      return correlate(correlate);
    }
    if (rel instanceof Values values) {
      return plain(values, values.getTuples().size());
    }
    if (rel instanceof Window window) {
      Estimate input = of(window.getInput());
      return new Estimate(input.rows(), widened(input.columns(), window, input.rows()));
    }
    Double rows = rel.getCluster().getMetadataQuery().getRowCount(rel);
    return plain(rel, rows == null ? 1 : rows);
  }

  /** Rows of which only the number is known. */
  private static Estimate plain(RelNode rel, double rows) {
    return new Estimate(rows, widened(List.of(), rel, rows));
  }

  /** A node's columns of which the first are known. */
  private static List<ColumnEstimate> widened(
      List<ColumnEstimate> first, RelNode rel, double rows) {
    List<ColumnEstimate> columns = new ArrayList<>(first);
    int missing = rel.getRowType().getFieldCount() - first.size();
    columns.addAll(Collections.nCopies(missing, guessed(rows)));
    return columns;
  }

  private static ColumnEstimate guessed(double rows) {
    return ColumnEstimate.of(Math.sqrt(rows), new ColumnEstimate.Source(rows));
  }

  private static Estimate table(TableScan scan) {
    KevoTable table = scan.getTable().unwrapOrThrow(KevoTable.class);
    double rows = scan.getTable().getRowCount();
    ColumnEstimate.Source source = new ColumnEstimate.Source(rows);
    List<ColumnEstimate> columns = new ArrayList<>();
    for (int i = 0; i < scan.getRowType().getFieldCount(); i++) {
      columns.add(ColumnEstimate.of(table, i, source));
    }
    return new Estimate(rows, columns);
  }

  private static Estimate scan(KevoScan scan) {
    KevoTable table = scan.scan().table();
    ColumnEstimate.Source source = new ColumnEstimate.Source(scan.getTable().getRowCount());
    KeyBounds bounds = scan.scan().bounds();
    TableIndex index = scan.scan().index();
    int[] key = index == null ? table.keyColumns() : index.keyColumns();
    List<ColumnEstimate> columns = new ArrayList<>();
    for (int ordinal : scan.scan().columns()) {
      ColumnEstimate column = ColumnEstimate.of(table, ordinal, source);
      boolean isBound = bounds != null && key.length > 0 && key[0] == ordinal;
      columns.add(isBound ? column.restricted(scan.rows()) : column);
    }
    return new Estimate(scan.rows(), columns);
  }

  private Estimate filter(Filter filter) {
    Estimate input = of(filter.getInput());
    Selectivity selectivity = new Selectivity(input.columns(), filter.getCluster().getRexBuilder());
    return new Estimate(
        input.rows() * selectivity.part(filter.getCondition()),
        selectivity.restricted(filter.getCondition()));
  }

  private Estimate project(Project project) {
    Estimate input = of(project.getInput());
    List<ColumnEstimate> columns = new ArrayList<>();
    for (RexNode each : project.getProjects()) {
      RexNode plain = RexUtil.removeCast(each);
      columns.add(
          plain instanceof RexInputRef ref
              ? input.columns().get(ref.getIndex())
              : computed(each, input));
    }
    return new Estimate(input.rows(), columns);
  }

  /** An expression has no more values than its columns have combinations of them. */
  private static ColumnEstimate computed(RexNode expression, Estimate input) {
    ImmutableBitSet used = RelOptUtil.InputFinder.bits(expression);
    double combinations = ColumnEstimate.combinations(chosen(input.columns(), used));
    ColumnEstimate.Source source = new ColumnEstimate.Source(input.rows());
    return ColumnEstimate.of(Math.min(input.rows(), combinations), source);
  }

  private static List<ColumnEstimate> chosen(
      List<ColumnEstimate> columns, Iterable<Integer> places) {
    List<ColumnEstimate> chosen = new ArrayList<>();
    for (int place : places) {
      chosen.add(columns.get(place));
    }
    return chosen;
  }

  private Estimate join(Join join) {
    Estimate left = of(join.getLeft());
    Estimate right = of(join.getRight());
    RexBuilder rexBuilder = join.getCluster().getRexBuilder();
    JoinInfo info = JoinInfo.of(join.getLeft(), join.getRight(), join.getCondition());
    List<ColumnEstimate> leftKeys = chosen(left.columns(), info.leftKeys);
    List<ColumnEstimate> rightKeys = chosen(right.columns(), info.rightKeys);
    List<ColumnEstimate> both = new ArrayList<>(left.columns());
    both.addAll(right.columns());
    RexNode rest = RexUtil.composeConjunction(rexBuilder, info.nonEquiConditions);
    double restPart = new Selectivity(both, rexBuilder).part(rest);
    if (!join.getJoinType().projectsRight()) {
      double found = foundPart(leftKeys, rightKeys, right.rows());
      found *= info.isEqui() ? 1 : FOUND_PART;
      double part = join.getJoinType() == JoinRelType.SEMI ? found : 1 - found;
      return new Estimate(left.rows() * part, left.columns());
    }
    double inner = left.rows() * right.rows() * equalPart(leftKeys, rightKeys) * restPart;
    double rows =
        switch (join.getJoinType()) {
          case LEFT -> Math.max(inner, left.rows());
          case RIGHT -> Math.max(inner, right.rows());
          case FULL -> Math.max(inner, Math.max(left.rows(), right.rows()));
          default -> inner;
        };
    return new Estimate(rows, both);
  }

  /** The part of all pairs of rows that have equal columns. */
  static double equalPart(List<ColumnEstimate> left, List<ColumnEstimate> right) {
    double present = 1;
    for (int i = 0; i < left.size(); i++) {
      present *= (1 - left.get(i).nulls()) * (1 - right.get(i).nulls());
    }
    return present
        / Math.max(ColumnEstimate.combinations(left), ColumnEstimate.combinations(right));
  }

  /** The part of the left rows that have a partner. */
  private static double foundPart(
      List<ColumnEstimate> left, List<ColumnEstimate> right, double rightRows) {
    double values = Math.min(rightRows, ColumnEstimate.combinations(right));
    return Math.min(1, values / ColumnEstimate.combinations(left));
  }

  private Estimate aggregate(Aggregate aggregate) {
    Estimate input = of(aggregate.getInput());
    double groups = 0;
    for (ImmutableBitSet set : aggregate.getGroupSets()) {
      double combinations = ColumnEstimate.combinations(chosen(input.columns(), set));
      groups += Math.min(input.rows(), combinations);
    }
    ColumnEstimate.Source source = new ColumnEstimate.Source(groups);
    List<ColumnEstimate> columns = new ArrayList<>();
    for (ColumnEstimate column : chosen(input.columns(), aggregate.getGroupSet())) {
      columns.add(
          new ColumnEstimate(
              Math.min(groups, column.distinct()), column.nulls(), column.quantiles(), source));
    }
    int computed = aggregate.getRowType().getFieldCount() - columns.size();
    columns.addAll(Collections.nCopies(computed, ColumnEstimate.of(groups, source)));
    return new Estimate(groups, columns);
  }

  private Estimate sort(Sort sort) {
    Estimate input = of(sort.getInput());
    double rows = input.rows() - (sort.offset == null ? 0 : number(sort.offset, 0));
    return new Estimate(Math.min(rows, number(sort.fetch, rows)), input.columns());
  }

  private static double number(@Nullable RexNode count, double unknown) {
    Object value = count instanceof RexLiteral literal ? Literals.value(literal) : null;
    return value instanceof Number number ? number.doubleValue() : unknown;
  }

  private Estimate set(SetOp set) {
    double rows = of(set.getInput(0)).rows();
    for (int i = 1; i < set.getInputs().size(); i++) {
      double other = of(set.getInput(i)).rows();
      rows =
          switch (set.kind) {
            case UNION -> rows + other;
            case INTERSECT -> Math.min(rows, other);
            default -> rows;
          };
    }
    return plain(set, rows);
  }

  private Estimate correlate(Correlate correlate) {
    Estimate left = of(correlate.getLeft());
    if (!correlate.getJoinType().projectsRight()) {
      return new Estimate(left.rows() * FOUND_PART, left.columns());
    }
    double rows = left.rows() * rows(correlate.getRight());
    return new Estimate(rows, widened(left.columns(), correlate, rows));
  }
}

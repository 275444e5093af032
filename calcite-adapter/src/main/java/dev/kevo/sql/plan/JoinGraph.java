package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Inner joins without their order: factors, which are joined, and what their rows must fulfil
 * together. Columns are numbered over all factors, one after the other. A set of factors is a
 * {@code long} with a bit for each.
 *
 * <p>Columns that are equal are a class: {@code a.x = b.y AND b.y = c.z} lets {@code a} and {@code
 * c} be joined, too.
 */
final class JoinGraph {
  static final int FACTORS_MAX = Long.SIZE - 2;

  private final RexBuilder rexBuilder;
  private final List<RelNode> factors = new ArrayList<>();
  private final List<Integer> offsets = new ArrayList<>();
  private final List<RexInputRef> columns = new ArrayList<>();
  private final List<Integer> factorOfColumn = new ArrayList<>();
  private final List<RexNode> outputs;
  private final List<RexNode> conjuncts = new ArrayList<>();
  private final List<List<Integer>> classes = new ArrayList<>();
  private final List<Condition> conditions = new ArrayList<>();

  /**
   * What no class of equal columns says.
   *
   * @param condition over the columns of the graph
   * @param factors whose columns it has: none or at least two
   */
  record Condition(RexNode condition, long factors) {
    /** Whether two sets of factors have its columns together, and neither of them alone. */
    boolean isBetween(long left, long right) {
      return factors != 0
          && (factors & ~(left | right)) == 0
          && (factors & ~left) != 0
          && (factors & ~right) != 0;
    }
  }

  /**
   * The graph of a join and of those below it.
   *
   * @param projects what is made of the join's columns; null for the columns themselves
   * @param visit is given each factor, gives what stands for it
   */
  JoinGraph(LogicalJoin join, @Nullable List<RexNode> projects, UnaryOperator<RelNode> visit) {
    this.rexBuilder = join.getCluster().getRexBuilder();
    List<RexNode> joined = collect(join, visit);
    this.outputs =
        projects == null
            ? joined
            : projects.stream().map(project -> replaced(project, joined)).toList();
    sortConjuncts();
  }

  /** The number of factors that a tree of inner joins has. */
  static int factors(RelNode rel) {
    if (isInner(rel)) {
      return factors(rel.getInput(0)) + factors(rel.getInput(1));
    }
    return isTransparent(rel) ? factors(rel.getInput(0)) : 1;
  }

  /** Whether a node is a join that is part of a graph. */
  static boolean isInner(RelNode rel) {
    return rel instanceof LogicalJoin join
        && join.getJoinType() == JoinRelType.INNER
        && join.getVariablesSet().isEmpty();
  }

  /** Whether a node above inner joins only drops, turns or tests their columns. */
  private static boolean isTransparent(RelNode rel) {
    boolean passes =
        rel instanceof LogicalProject project
            ? project.getProjects().stream()
                .allMatch(each -> each instanceof RexInputRef || each instanceof RexLiteral)
            : rel instanceof LogicalFilter filter
                && filter.getVariablesSet().isEmpty()
                && RexUtil.isDeterministic(filter.getCondition());
    return passes && (isInner(rel.getInput(0)) || isTransparent(rel.getInput(0)));
  }

  /** Adds what is below a node; gives its columns. */
  private List<RexNode> collect(RelNode rel, UnaryOperator<RelNode> visit) {
    if (isInner(rel)) {
      LogicalJoin join = (LogicalJoin) rel;
      List<RexNode> both = new ArrayList<>(collect(join.getLeft(), visit));
      both.addAll(collect(join.getRight(), visit));
      conjuncts.addAll(RelOptUtil.conjunctions(replaced(join.getCondition(), both)));
      return both;
    }
    if (!isTransparent(rel)) {
      return factor(visit.apply(rel));
    }
    List<RexNode> below = collect(rel.getInput(0), visit);
    if (rel instanceof LogicalFilter filter) {
      conjuncts.addAll(RelOptUtil.conjunctions(replaced(filter.getCondition(), below)));
      return below;
    }
    return ((LogicalProject) rel)
        .getProjects().stream().map(each -> replaced(each, below)).toList();
  }

  private List<RexNode> factor(RelNode rel) {
    List<RexNode> refs = new ArrayList<>();
    for (RelDataTypeField field : rel.getRowType().getFieldList()) {
      RexInputRef ref = new RexInputRef(columns.size(), field.getType());
      columns.add(ref);
      factorOfColumn.add(factors.size());
      refs.add(ref);
    }
    offsets.add(columns.size() - refs.size());
    factors.add(rel);
    return refs;
  }

  private static RexNode replaced(RexNode expression, List<? extends RexNode> columns) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            return columns.get(ref.getIndex());
          }
        });
  }

  /** Parts them into classes, filters of factors, and the rest. */
  private void sortConjuncts() {
    Map<Integer, List<Integer>> classOfColumn = new LinkedHashMap<>();
    List<RexNode> ofOneFactor = new ArrayList<>();
    for (RexNode each : conjuncts) {
      long used = factorsOf(each);
      if (Long.bitCount(used) == 1) {
        ofOneFactor.add(each);
      } else if (isEquality(each)) {
        unite(classOfColumn, (RexCall) each);
      } else {
        conditions.add(new Condition(each, used));
      }
    }
    classOfColumn.values().stream().distinct().forEach(classes::add);
    ofOneFactor.forEach(this::addFilter);
    classes.forEach(this::filterWithinFactors);
  }

  private boolean isEquality(RexNode condition) {
    return condition instanceof RexCall call
        && call.getKind() == SqlKind.EQUALS
        && call.getOperands().get(0) instanceof RexInputRef left
        && call.getOperands().get(1) instanceof RexInputRef right
        && SqlTypeUtil.equalSansNullability(
            rexBuilder.getTypeFactory(), left.getType(), right.getType());
  }

  private static void unite(Map<Integer, List<Integer>> classOfColumn, RexCall equality) {
    int left = ((RexInputRef) equality.getOperands().get(0)).getIndex();
    int right = ((RexInputRef) equality.getOperands().get(1)).getIndex();
    List<Integer> united = classOfColumn.computeIfAbsent(left, c -> new ArrayList<>(List.of(c)));
    List<Integer> other = classOfColumn.computeIfAbsent(right, c -> new ArrayList<>(List.of(c)));
    if (united != other) {
      united.addAll(other);
      other.forEach(column -> classOfColumn.put(column, united));
    }
  }

  /** Two columns of one factor that equal a third one equal each other. */
  private void filterWithinFactors(List<Integer> equal) {
    Map<Integer, Integer> first = new LinkedHashMap<>();
    for (int column : equal) {
      Integer before = first.putIfAbsent(factorOf(column), column);
      if (before != null) {
        addFilter(
            rexBuilder.makeCall(
                SqlStdOperatorTable.EQUALS, columns.get(before), columns.get(column)));
      }
    }
    equal.retainAll(first.values());
  }

  /** Lays a filter on the factor whose columns the condition has. */
  void addFilter(RexNode condition) {
    int factor = Long.numberOfTrailingZeros(factorsOf(condition));
    RexNode local = RexUtil.shift(condition, -offsets.get(factor));
    factors.set(factor, LogicalFilter.create(factors.get(factor), local));
  }

  /** The factors whose columns an expression has. */
  long factorsOf(RexNode expression) {
    long used = 0;
    for (int column : RelOptUtil.InputFinder.bits(expression)) {
      used |= 1L << factorOf(column);
    }
    return used;
  }

  /**
   * What rows of two sets of factors must fulfil together, and do not by themselves.
   *
   * @param leftColumns the columns that the rows of the left set have
   * @param rightColumns those of the right set
   */
  RexNode between(long left, long right, List<Integer> leftColumns, List<Integer> rightColumns) {
    List<RexNode> all = new ArrayList<>();
    for (List<Integer> equal : classes) {
      Integer one = memberOf(equal, leftColumns);
      Integer other = memberOf(equal, rightColumns);
      if (one != null && other != null) {
        all.add(
            rexBuilder.makeCall(SqlStdOperatorTable.EQUALS, columns.get(one), columns.get(other)));
      }
    }
    for (Condition each : conditions) {
      if (each.isBetween(left, right)) {
        all.add(each.condition);
      }
    }
    return RexUtil.composeConjunction(rexBuilder, all);
  }

  private static @Nullable Integer memberOf(List<Integer> equal, List<Integer> columns) {
    for (int column : equal) {
      if (columns.contains(column)) {
        return column;
      }
    }
    return null;
  }

  /** Whether some columns are no longer needed when they are joined with others. */
  boolean areOnlyJoined(List<Integer> joined, List<Integer> with) {
    ImmutableBitSet used =
        RelOptUtil.InputFinder.bits(outputs, null)
            .union(
                RelOptUtil.InputFinder.bits(
                    conditions.stream().map(Condition::condition).toList(), null));
    for (int column : joined) {
      if (used.get(column)) {
        return false;
      }
      for (List<Integer> equal : classes) {
        if (equal.contains(column) && memberOf(equal, with) == null) {
          return false;
        }
      }
    }
    return true;
  }

  RexBuilder rexBuilder() {
    return rexBuilder;
  }

  List<RelNode> factors() {
    return factors;
  }

  /** The factor that has a column. */
  int factorOf(int column) {
    return factorOfColumn.get(column);
  }

  /** The first column of a factor. */
  int offset(int factor) {
    return offsets.get(factor);
  }

  /** The classes of equal columns, of at most one column of a factor each. */
  List<List<Integer>> classes() {
    return classes;
  }

  List<Condition> conditions() {
    return conditions;
  }

  /** What the join gave, or what was made of its columns. */
  List<RexNode> outputs() {
    return outputs;
  }
}

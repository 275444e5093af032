package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * Puts inner joins into the order that costs least. Other joins, aggregations and whatever else is
 * between them stay where they are: what is below them is ordered by itself.
 */
final class JoinOrder extends RelHomogeneousShuttle {
  /** What an alternative says of one factor is tested there if it leaves no more of its rows. */
  private static final double ALTERNATIVES_PART_MAX = 0.8;

  private final Cardinality cardinality = new Cardinality();

  private JoinOrder() {}

  /** The tree with its inner joins in order. */
  static RelNode of(RelNode root) {
    return root.accept(new JoinOrder());
  }

  @Override
  public RelNode visit(RelNode other) {
    if (other instanceof LogicalProject project && isOrdered(project.getInput())) {
      JoinGraph graph =
          new JoinGraph(
              (LogicalJoin) project.getInput(),
              project.getProjects(),
              factor -> factor.accept(this));
      Built built = ordered(graph);
      return LogicalProject.create(
          built.rel,
          project.getHints(),
          built.locals(graph.outputs()),
          project.getRowType().getFieldNames(),
          project.getVariablesSet());
    }
    if (!isOrdered(other)) {
      return super.visit(other);
    }
    JoinGraph graph = new JoinGraph((LogicalJoin) other, null, factor -> factor.accept(this));
    Built built = ordered(graph);
    List<RexNode> outputs = built.locals(graph.outputs());
    return RexUtil.isIdentity(outputs, built.rel.getRowType())
        ? built.rel
        : LogicalProject.create(
            built.rel, List.of(), outputs, other.getRowType().getFieldNames(), Set.of());
  }

  private static boolean isOrdered(RelNode rel) {
    return JoinGraph.isInner(rel) && JoinGraph.factors(rel) <= JoinGraph.FACTORS_MAX;
  }

  private Built ordered(JoinGraph graph) {
    List<Double> parts = filteredByAlternatives(graph);
    List<JoinFactor> factors =
        graph.factors().stream().map(factor -> JoinFactor.of(factor, cardinality)).toList();
    Built built = build(graph, new JoinSearch(graph, factors, parts).best());
    List<RexNode> constant =
        graph.conditions().stream()
            .filter(each -> each.factors() == 0)
            .map(JoinGraph.Condition::condition)
            .toList();
    if (constant.isEmpty()) {
      return built;
    }
    RexNode condition = RexUtil.composeConjunction(graph.rexBuilder(), constant);
    return new Built(LogicalFilter.create(built.rel, condition), built.columns);
  }

  /**
   * {@code (a.x = 1 AND b.y = 2) OR (a.x = 3 AND b.y = 4)} can only hold if {@code a.x = 1 OR a.x =
   * 3}: that is tested before {@code a} is joined, too.
   *
   * @return what part of the rows that are left fulfils each condition of the graph
   */
  private List<Double> filteredByAlternatives(JoinGraph graph) {
    List<ColumnEstimate> columns = new ArrayList<>();
    graph.factors().forEach(factor -> columns.addAll(cardinality.of(factor).columns()));
    Selectivity selectivity = new Selectivity(columns, graph.rexBuilder());
    List<Double> parts = new ArrayList<>();
    for (JoinGraph.Condition each : graph.conditions()) {
      double part = selectivity.part(each.condition());
      for (RexNode implied : implied(graph, each)) {
        double impliedPart = selectivity.part(implied);
        if (impliedPart <= ALTERNATIVES_PART_MAX) {
          graph.addFilter(implied);
          part = impliedPart == 0 ? 1 : Math.min(1, part / impliedPart);
        }
      }
      parts.add(part);
    }
    return parts;
  }

  /** What a condition says of single factors. */
  private static List<RexNode> implied(JoinGraph graph, JoinGraph.Condition condition) {
    List<RexNode> implied = new ArrayList<>();
    if (condition.condition().getKind() == SqlKind.OR
        && RexUtil.isDeterministic(condition.condition())) {
      for (long rest = condition.factors(); rest != 0; rest &= rest - 1) {
        RexNode ofFactor = implied(graph, condition.condition(), rest & -rest);
        if (ofFactor != null) {
          implied.add(ofFactor);
        }
      }
    }
    return implied;
  }

  /** What alternatives say of one factor; null if one of them says nothing. */
  private static @Nullable RexNode implied(JoinGraph graph, RexNode alternatives, long factor) {
    RexBuilder rexBuilder = graph.rexBuilder();
    List<RexNode> implied = new ArrayList<>();
    for (RexNode branch : RelOptUtil.disjunctions(alternatives)) {
      List<RexNode> said =
          RelOptUtil.conjunctions(branch).stream()
              .filter(each -> graph.factorsOf(each) == factor)
              .toList();
      if (said.isEmpty()) {
        return null;
      }
      implied.add(RexUtil.composeConjunction(rexBuilder, said));
    }
    return RexUtil.composeDisjunction(rexBuilder, implied);
  }

  /**
   * A tree that was built.
   *
   * @param columns the graph's columns that its columns are
   */
  private record Built(RelNode rel, List<Integer> columns) {
    /** An expression over the graph's columns as one over the tree's. */
    RexNode local(RexNode expression) {
      return expression.accept(
          new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
              return new RexInputRef(columns.indexOf(ref.getIndex()), ref.getType());
            }
          });
    }

    List<RexNode> locals(List<RexNode> expressions) {
      return expressions.stream().map(this::local).toList();
    }

    /** The same rows without the columns behind the first. */
    Built first(int count) {
      List<RexNode> kept = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        kept.add(RexInputRef.of(i, rel.getRowType()));
      }
      List<String> names = rel.getRowType().getFieldNames().subList(0, count);
      return new Built(
          LogicalProject.create(rel, List.of(), kept, names, Set.of()), columns.subList(0, count));
    }
  }

  private static Built build(JoinGraph graph, JoinSearch.Tree tree) {
    JoinSearch.Tree first = tree.left();
    JoinSearch.Tree second = tree.right();
    if (first == null || second == null) {
      int factor = Long.numberOfTrailingZeros(tree.set());
      RelNode rel = graph.factors().get(factor);
      int offset = graph.offset(factor);
      int width = rel.getRowType().getFieldCount();
      return new Built(rel, IntStream.range(offset, offset + width).boxed().toList());
    }
    Built one = build(graph, first);
    Built other = build(graph, second);
    boolean turns =
        isGroups(one.rel)
            || (!isGroups(other.rel)
                && Long.numberOfTrailingZeros(second.set())
                    < Long.numberOfTrailingZeros(first.set()));
    Built left = turns ? other : one;
    Built right = turns ? one : other;
    List<Integer> columns = new ArrayList<>(left.columns);
    columns.addAll(right.columns);
    long leftSet = turns ? second.set() : first.set();
    RexNode condition = graph.between(leftSet, tree.set() & ~leftSet, left.columns, right.columns);
    Built joined =
        new Built(
            LogicalJoin.create(
                left.rel,
                right.rel,
                List.of(),
                new Built(left.rel, columns).local(condition),
                Set.of(),
                JoinRelType.INNER),
            columns);
    return isGroups(right.rel) && graph.areOnlyJoined(right.columns, left.columns)
        ? joined.first(left.columns.size())
        : joined;
  }

  /** Groups come right, where a semi-join is found if only their being there counts. */
  private static boolean isGroups(RelNode rel) {
    return rel instanceof Aggregate
        || (rel instanceof Project project && isGroups(project.getInput()));
  }
}

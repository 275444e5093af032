package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Takes literals out of groups, which Calcite's decorrelation does wrongly: it mistakes the columns
 * that are left, and with the last one drops the difference between no row of nothing and one row
 * of nothing. What groups by literals alone, as EXISTS and IN become, is the first row, or the
 * aggregates of everything under the condition that there is something.
 */
final class ConstantGroups extends RelHomogeneousShuttle {
  private final RelBuilder builder;

  ConstantGroups(RelBuilder builder) {
    this.builder = builder;
  }

  @Override
  public RelNode visit(RelNode other) {
    RelNode node = super.visit(other);
    if (!(node instanceof Aggregate aggregate)
        || aggregate.getGroupType() != Aggregate.Group.SIMPLE
        || aggregate.getGroupCount() == 0
        || !(aggregate.getInput() instanceof Project project)) {
      return node;
    }
    ImmutableBitSet literals =
        ImmutableBitSet.of(
            aggregate.getGroupSet().asList().stream()
                .filter(key -> project.getProjects().get(key) instanceof RexLiteral)
                .toList());
    if (literals.isEmpty()) {
      return node;
    }
    if (!literals.equals(aggregate.getGroupSet())) {
      return byOthers(aggregate, project, literals);
    }
    if (!RelOptUtil.getVariablesUsed(aggregate).isEmpty()) {
      return withMarked(aggregate, project, literals);
    }
    List<RexNode> keys =
        aggregate.getGroupSet().asList().stream().map(project.getProjects()::get).toList();
    return aggregate.getAggCallList().isEmpty()
        ? first(aggregate, keys)
        : ofSomething(aggregate, keys);
  }

  /** Groups by the keys that are no literals, and puts those beside them. */
  private RelNode byOthers(Aggregate aggregate, Project project, ImmutableBitSet literals) {
    ImmutableBitSet others = aggregate.getGroupSet().except(literals);
    builder.push(
        aggregate.copy(aggregate.getTraitSet(), project, others, null, aggregate.getAggCallList()));
    List<RexNode> columns = new ArrayList<>();
    for (int key : aggregate.getGroupSet()) {
      columns.add(
          literals.get(key) ? project.getProjects().get(key) : builder.field(others.indexOf(key)));
    }
    for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
      columns.add(builder.field(others.cardinality() + i));
    }
    return builder.project(columns, aggregate.getRowType().getFieldNames(), true).build();
  }

  /** The same with marked literals, of which Calcite makes wrong columns in a correlation. */
  private RelNode withMarked(Aggregate aggregate, Project project, ImmutableBitSet literals) {
    List<RexNode> columns = new ArrayList<>(project.getProjects());
    for (int key : literals) {
      columns.set(key, CorrelatedInputs.mark(builder.getRexBuilder(), columns.get(key)));
    }
    RelNode marked =
        builder
            .push(project.getInput())
            .project(columns, project.getRowType().getFieldNames(), true)
            .build();
    return aggregate.copy(aggregate.getTraitSet(), List.of(marked));
  }

  private RelNode first(Aggregate aggregate, List<RexNode> keys) {
    return builder
        .push(((Project) aggregate.getInput()).getInput())
        .limit(0, 1)
        .project(keys, aggregate.getRowType().getFieldNames(), true)
        .build();
  }

  private RelNode ofSomething(Aggregate aggregate, List<RexNode> keys) {
    builder.push(aggregate.getInput());
    List<RelBuilder.AggCall> calls = new ArrayList<>();
    aggregate.getAggCallList().forEach(call -> calls.add(builder.aggregateCall(call)));
    calls.add(builder.countStar(null));
    int count = calls.size() - 1;
    builder
        .aggregate(builder.groupKey(), calls)
        .filter(builder.greaterThan(builder.field(count), builder.literal(0)));
    List<RexNode> columns = new ArrayList<>(keys);
    for (int i = 0; i < count; i++) {
      columns.add(
          builder
              .getRexBuilder()
              .makeCast(
                  aggregate.getRowType().getFieldList().get(keys.size() + i).getType(),
                  Objects.requireNonNull(builder.field(i)),
                  true,
                  false));
    }
    return builder.project(columns, aggregate.getRowType().getFieldNames(), true).build();
  }
}

package dev.kevo.sql.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Takes sub-queries that depend on something out of the conditions of joins, where Calcite turns
 * them into wrong joins.
 *
 * <p>Of an inner join they become a filter above it, which means the same. Of an outer join they do
 * not. There the pairs of values for which the condition is true are found first, by the inner join
 * with its filter; then equality is all that is left to the outer join:
 *
 * <pre>
 *   L LEFT JOIN R ON c   =   L LEFT JOIN (R JOIN pairs ON r = pairs.r) ON l = pairs.l
 * </pre>
 *
 * where l and r are the columns that c uses, NULLs are equal to each other, and no pair comes
 * twice, so that a row of L still meets a row of R once.
 */
final class JoinSubQueries extends RelHomogeneousShuttle {
  private final RelBuilder builder;

  JoinSubQueries(RelBuilder builder) {
    this.builder = builder;
  }

  @Override
  public RelNode visit(RelNode other) {
    RelNode node = super.visit(other).accept(new SubQueryTrees(this));
    if (!(node instanceof Join join)) {
      return node;
    }
    List<RexNode> moved = new ArrayList<>();
    List<RexNode> kept = new ArrayList<>();
    for (RexNode condition : RelOptUtil.conjunctions(join.getCondition())) {
      (isCorrelated(condition) ? moved : kept).add(condition);
    }
    if (moved.isEmpty()) {
      return node;
    }
    RelNode inner =
        LogicalJoin.create(
            join.getLeft(),
            join.getRight(),
            List.of(),
            RexUtil.composeConjunction(builder.getRexBuilder(), kept),
            ImmutableSet.of(),
            JoinRelType.INNER);
    RelNode matched =
        LogicalFilter.create(
            inner,
            RexUtil.composeConjunction(builder.getRexBuilder(), moved),
            ImmutableSet.copyOf(join.getVariablesSet()));
    return join.getJoinType() == JoinRelType.INNER ? matched : outer(join, matched);
  }

  /** The outer join, of which the matching rows are known. */
  private RelNode outer(Join join, RelNode matched) {
    if (differsWhenReadAgain(join.getLeft()) || differsWhenReadAgain(join.getRight())) {
      throw SqlState.NOT_SUPPORTED.failure(
          "a sub-query in the ON of an outer join cannot depend on values made at random");
    }
    boolean full = join.getJoinType() == JoinRelType.FULL;
    boolean turned = join.getJoinType() == JoinRelType.RIGHT;
    RelNode far = turned ? join.getRight() : join.getLeft(); // Has all its rows in the result.
    RelNode near = turned ? join.getLeft() : join.getRight();
    int leftCount = join.getLeft().getRowType().getFieldCount();
    int farCount = far.getRowType().getFieldCount();
    int nearCount = near.getRowType().getFieldCount();
    int farStart = turned ? leftCount : 0;
    int nearStart = turned ? 0 : leftCount;
    ImmutableBitSet used = columnsOf(join);
    List<Integer> farKeys = used.get(farStart, farStart + farCount).asList();
    List<Integer> nearKeys = used.get(nearStart, nearStart + nearCount).asList();

    builder.push(matched);
    builder.project(builder.fields(ImmutableList.copyOf(Iterables.concat(farKeys, nearKeys))));
    builder.distinct();
    builder.projectPlus(builder.alias(builder.literal(true), "MATCHED"));
    RelNode pairs = builder.build();

    builder.push(near).push(pairs);
    List<RexNode> conditions = new ArrayList<>();
    for (int i = 0; i < nearKeys.size(); i++) {
      addEqual(
          conditions,
          builder.field(2, 0, nearKeys.get(i) - nearStart),
          builder.field(2, 1, farKeys.size() + i));
    }
    builder.join(full ? JoinRelType.LEFT : JoinRelType.INNER, conditions);
    RelNode nearPairs = builder.build();

    builder.push(far).push(nearPairs);
    conditions = new ArrayList<>();
    for (int i = 0; i < farKeys.size(); i++) {
      addEqual(
          conditions,
          builder.field(2, 0, farKeys.get(i) - farStart),
          builder.field(2, 1, nearCount + i));
    }
    conditions.add(builder.field(2, 1, nearCount + used.cardinality()));
    builder.join(full ? JoinRelType.FULL : JoinRelType.LEFT, conditions);
    List<RexNode> fields = new ArrayList<>();
    for (int i = 0; i < farCount + nearCount; i++) {
      boolean isFar = turned == i >= leftCount;
      fields.add(builder.field(isFar ? i - farStart : farCount + i - nearStart));
    }
    return builder.project(fields, join.getRowType().getFieldNames(), true).build();
  }

  /** The columns of both inputs that the condition uses, its sub-queries included. */
  private static ImmutableBitSet columnsOf(Join join) {
    ImmutableBitSet.Builder columns = RelOptUtil.InputFinder.bits(join.getCondition()).rebuild();
    join.getCondition()
        .accept(
            new RexVisitorImpl<Void>(true) {
              @Override
              public Void visitSubQuery(RexSubQuery subQuery) {
                join.getVariablesSet()
                    .forEach(id -> columns.addAll(RelOptUtil.correlationColumns(id, subQuery.rel)));
                return super.visitSubQuery(subQuery);
              }
            });
    return columns.build();
  }

  /**
   * Adds that two values of one type are equal or both NULL, in words that a hash join has keys in,
   * if the type has a literal that can stand for NULL.
   */
  private void addEqual(List<RexNode> conditions, RexNode a, RexNode b) {
    if (!a.getType().isNullable()) {
      conditions.add(builder.equals(a, b));
      return;
    }
    switch (a.getType().getSqlTypeName()) {
      case BOOLEAN,
          TINYINT,
          SMALLINT,
          INTEGER,
          BIGINT,
          DECIMAL,
          CHAR,
          VARCHAR,
          BINARY,
          VARBINARY,
          DATE,
          TIME,
          TIMESTAMP -> {
        conditions.add(builder.equals(orZero(a), orZero(b)));
        conditions.add(builder.equals(builder.isNull(a), builder.isNull(b)));
      }
      default -> conditions.add(builder.call(SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, a, b));
    }
  }

  private RexNode orZero(RexNode value) {
    RexNode zero = builder.getRexBuilder().makeZeroLiteral(value.getType());
    return builder.call(SqlStdOperatorTable.CASE, builder.isNull(value), zero, value);
  }

  private static boolean isCorrelated(RexNode condition) {
    boolean[] found = new boolean[1];
    condition.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitSubQuery(RexSubQuery subQuery) {
            found[0] |= !RelOptUtil.getVariablesUsed(subQuery.rel).isEmpty();
            return super.visitSubQuery(subQuery);
          }
        });
    return found[0];
  }

  private static boolean differsWhenReadAgain(RelNode rel) {
    boolean[] found = new boolean[1];
    rel.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode other) {
            other.accept(
                new RexShuttle() {
                  @Override
                  public RexNode visitCall(RexCall call) {
                    found[0] |= !call.getOperator().isDeterministic();
                    return super.visitCall(call);
                  }
                });
            return super.visit(other);
          }
        });
    return found[0];
  }
}

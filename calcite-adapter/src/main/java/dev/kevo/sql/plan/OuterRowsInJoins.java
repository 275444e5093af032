package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.tools.RelBuilder;

/**
 * Makes the outer row's columns that the condition of an outer join uses columns of the side that
 * keeps all its rows. Both mean the same; but Calcite takes the condition for one that every row
 * fulfils, hence the outer row's columns for such as are not NULL, and loses the outer rows where
 * they are.
 */
final class OuterRowsInJoins extends RelHomogeneousShuttle {
  private final RelBuilder builder;

  OuterRowsInJoins(RelBuilder builder) {
    this.builder = builder;
  }

  @Override
  public RelNode visit(RelNode other) {
    RelNode node = super.visit(other);
    if (!(node instanceof Join join) || !join.getJoinType().isOuterJoin()) {
      return node;
    }
    List<RexFieldAccess> outerColumns =
        List.copyOf(OuterRowColumns.of(List.of(join.getCondition())));
    return outerColumns.isEmpty() ? node : widened(join, outerColumns);
  }

  private RelNode widened(Join join, List<RexFieldAccess> outerColumns) {
    boolean onRight = join.getJoinType() == JoinRelType.RIGHT;
    int leftCount = join.getLeft().getRowType().getFieldCount();
    int count = join.getRowType().getFieldCount();
    int added = outerColumns.size();
    int start = onRight ? count : leftCount;
    RexBuilder rexBuilder = join.getCluster().getRexBuilder();
    RexNode condition =
        join.getCondition()
            .accept(
                new RexShuttle() {
                  @Override
                  public RexNode visitFieldAccess(RexFieldAccess access) {
                    int at = outerColumns.indexOf(access);
                    return at < 0
                        ? super.visitFieldAccess(access)
                        : rexBuilder.makeInputRef(access.getType(), start + at);
                  }

                  @Override
                  public RexNode visitInputRef(RexInputRef ref) {
                    return ref.getIndex() < start
                        ? ref
                        : rexBuilder.makeInputRef(ref.getType(), ref.getIndex() + added);
                  }
                });
    builder.push(join.getLeft());
    if (!onRight) {
      builder.projectPlus(outerColumns);
    }
    builder.push(join.getRight());
    if (onRight) {
      builder.projectPlus(outerColumns);
    }
    builder.join(join.getJoinType(), condition);
    List<RexNode> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      fields.add(builder.field(i < start ? i : i + added));
    }
    return builder.project(fields, join.getRowType().getFieldNames(), true).build();
  }
}

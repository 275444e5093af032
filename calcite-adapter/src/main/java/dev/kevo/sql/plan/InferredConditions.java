package dev.kevo.sql.plan;

import java.util.List;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.tools.RelBuilder;

/**
 * Conditions that a join's inputs must meet because of what holds on the other side: {@code a.id =
 * b.id AND a.id = 5} gives {@code b.id = 5}.
 *
 * <p>One pass looks at each join once. The rule of Calcite that does the same runs for ever where
 * it does not recognise its own result.
 */
final class InferredConditions extends RelHomogeneousShuttle {
  private final RelBuilder builder;
  private boolean found;

  private InferredConditions(RelBuilder builder) {
    this.builder = builder;
  }

  /** The tree with filters added on inputs of joins; the same object if there are none to add. */
  static RelNode add(RelNode root, RelBuilder builder) {
    root.getCluster().invalidateMetadataQuery();
    InferredConditions pass = new InferredConditions(builder);
    RelNode added = root.accept(pass);
    return pass.found ? added : root;
  }

  @Override
  public RelNode visit(RelNode other) {
    return other instanceof LogicalJoin join ? visit(join) : super.visit(other);
  }

  @Override
  public RelNode visit(LogicalJoin join) {
    RelNode visited = super.visitChildren(join);
    RelOptPredicateList inferred =
        visited.getCluster().getMetadataQuery().getPulledUpPredicates(visited);
    List<RexNode> ofLeft = withoutFailing(inferred.leftInferredPredicates);
    List<RexNode> ofRight = withoutFailing(inferred.rightInferredPredicates);
    if (ofLeft.isEmpty() && ofRight.isEmpty()) {
      return visited;
    }
    found = true;
    LogicalJoin same = (LogicalJoin) visited;
    RelNode left = builder.push(same.getLeft()).filter(ofLeft).build();
    RelNode right = builder.push(same.getRight()).filter(ofRight).build();
    return same.copy(
        same.getTraitSet(),
        same.getCondition(),
        left,
        right,
        same.getJoinType(),
        same.isSemiJoinDone());
  }

  /**
   * Those that fail for no row. The statement has them for the other side's rows: on this side they
   * would meet values that are in no row of the outcome, like 0 in {@code 1 / x > 2}.
   */
  private static List<RexNode> withoutFailing(List<RexNode> conditions) {
    return conditions.stream().filter(InferredConditions::cannotFail).toList();
  }

  private static boolean cannotFail(RexNode expression) {
    if (!(expression instanceof RexCall call)) {
      return true;
    }
    boolean safe =
        call.isA(SqlKind.COMPARISON)
            || switch (call.getKind()) {
              case AND, OR, NOT, SEARCH, LIKE -> true;
              case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_FALSE, IS_NOT_TRUE, IS_NOT_FALSE -> true;
              case CAST -> Widening.isLossless(call.getOperands().get(0).getType(), call.getType());
              default -> false;
            };
    return safe && call.getOperands().stream().allMatch(InferredConditions::cannotFail);
  }
}

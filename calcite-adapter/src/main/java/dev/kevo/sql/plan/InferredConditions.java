package dev.kevo.sql.plan;

import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalJoin;
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
    if (inferred.leftInferredPredicates.isEmpty() && inferred.rightInferredPredicates.isEmpty()) {
      return visited;
    }
    found = true;
    LogicalJoin same = (LogicalJoin) visited;
    RelNode left = builder.push(same.getLeft()).filter(inferred.leftInferredPredicates).build();
    RelNode right = builder.push(same.getRight()).filter(inferred.rightInferredPredicates).build();
    return same.copy(
        same.getTraitSet(),
        same.getCondition(),
        left,
        right,
        same.getJoinType(),
        same.isSemiJoinDone());
  }
}

package dev.kevo.sql.plan;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexShuttle;

/** Sends a shuttle through the expressions of all nodes of a tree. */
final class TreeExpressions extends RelHomogeneousShuttle {
  private final RexShuttle shuttle;

  TreeExpressions(RexShuttle shuttle) {
    this.shuttle = shuttle;
  }

  @Override
  public RelNode visit(RelNode other) {
    return super.visit(other).accept(shuttle);
  }
}

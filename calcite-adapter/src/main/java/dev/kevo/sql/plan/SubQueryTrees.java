package dev.kevo.sql.plan;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelShuttle;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/** Sends a shuttle of trees on into the sub-queries of expressions, where it does not go itself. */
class SubQueryTrees extends RexShuttle {
  private final RelShuttle trees;

  SubQueryTrees(RelShuttle trees) {
    this.trees = trees;
  }

  @Override
  public RexNode visitSubQuery(RexSubQuery subQuery) {
    RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
    RelNode rel = visited.rel.accept(trees);
    return rel == visited.rel ? visited : visited.clone(rel);
  }
}

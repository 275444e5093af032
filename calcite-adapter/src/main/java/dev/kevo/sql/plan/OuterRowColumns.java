package dev.kevo.sql.plan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/** Finds the columns of outer rows that expressions use. */
final class OuterRowColumns extends RexShuttle {
  private final Set<RexFieldAccess> found = new LinkedHashSet<>();

  private OuterRowColumns() {}

  static Set<RexFieldAccess> of(List<? extends RexNode> expressions) {
    OuterRowColumns finder = new OuterRowColumns();
    expressions.forEach(expression -> expression.accept(finder));
    return finder.found;
  }

  /** What any node of a tree uses. */
  static Set<RexFieldAccess> ofTree(RelNode root) {
    OuterRowColumns finder = new OuterRowColumns();
    root.accept(new TreeExpressions(finder));
    return finder.found;
  }

  @Override
  public RexNode visitFieldAccess(RexFieldAccess access) {
    if (access.getReferenceExpr() instanceof RexCorrelVariable) {
      found.add(access);
    }
    return super.visitFieldAccess(access);
  }
}

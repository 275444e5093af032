package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Writes {@code (a, b) < (x, y)} as {@code a < x OR (a = x AND b < y)} where it does not bound a
 * scan: a comparison of rows as such would take NULL for the greatest value instead of the unknown
 * one.
 */
final class ExpandedRows extends RexShuttle {
  private final RexBuilder rexBuilder;

  ExpandedRows(RexBuilder rexBuilder) {
    this.rexBuilder = rexBuilder;
  }

  /** The tree with all its comparisons of rows written out. */
  RelNode apply(RelNode rel) {
    return rel.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode other) {
            return visitChildren(other).accept(ExpandedRows.this);
          }
        });
  }

  @Override
  public RexNode visitCall(RexCall call) {
    RowComparison comparison = RowComparison.of(call, rexBuilder);
    if (comparison != null) {
      return expanded(comparison);
    }
    RexNode visited = super.visitCall(call);
    // An OR inside an OR, as it comes out now, is against Calcite's rules.
    return visited.equals(call) ? call : RexUtil.flatten(rexBuilder, visited);
  }

  private RexNode expanded(RowComparison comparison) {
    SqlOperator strict =
        comparison.lower() ? SqlStdOperatorTable.GREATER_THAN : SqlStdOperatorTable.LESS_THAN;
    SqlOperator inclusive =
        comparison.lower()
            ? SqlStdOperatorTable.GREATER_THAN_OR_EQUAL
            : SqlStdOperatorTable.LESS_THAN_OR_EQUAL;
    int last = comparison.columns().size() - 1;
    List<RexNode> alternatives = new ArrayList<>();
    List<RexNode> equalSoFar = new ArrayList<>();
    for (int i = 0; i <= last; i++) {
      RexNode column = comparison.columns().get(i);
      RexNode value = comparison.values().get(i);
      SqlOperator operator = i == last && comparison.inclusive() ? inclusive : strict;
      List<RexNode> terms = new ArrayList<>(equalSoFar);
      terms.add(rexBuilder.makeCall(operator, column, value));
      alternatives.add(RexUtil.composeConjunction(rexBuilder, terms));
      equalSoFar.add(rexBuilder.makeCall(SqlStdOperatorTable.EQUALS, column, value));
    }
    return RexUtil.composeDisjunction(rexBuilder, alternatives);
  }
}

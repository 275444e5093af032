package dev.kevo.sql.plan;

import dev.kevo.sql.exec.Scalar;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.Sarg;

/**
 * Moves conditions with long lists from filters into the scans below: as generated code they would
 * take minutes to generate and not fit a method.
 */
final class LargeConditions {
  private static final int TERMS_MAX = 128;
  private static final int TEXT_MAX = 120;

  private LargeConditions() {}

  /** The tree with its long lists inside the scans. */
  static RelNode move(RelNode rel, ScalarCompiler scalars) {
    List<RelNode> inputs = new ArrayList<>();
    for (RelNode input : rel.getInputs()) {
      inputs.add(move(input, scalars));
    }
    RelNode copy = inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
    return copy instanceof LogicalFilter filter && filter.getInput() instanceof KevoScan scan
        ? move(filter, scan, scalars)
        : copy;
  }

  private static RelNode move(LogicalFilter filter, KevoScan scan, ScalarCompiler scalars) {
    List<RexNode> large = new ArrayList<>();
    List<RexNode> small = new ArrayList<>();
    for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
      (terms(condition) > TERMS_MAX ? large : small).add(condition);
    }
    var rexBuilder = filter.getCluster().getRexBuilder();
    RexNode condition = RexUtil.composeConjunction(rexBuilder, large);
    Scalar scalar = large.isEmpty() ? null : scalars.compile(condition);
    if (scalar == null) {
      return filter;
    }
    String text = condition.toString();
    KevoScan filtered =
        scan.withFilter(
            scalar, text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) + "..." : text);
    return small.isEmpty()
        ? filtered
        : filter.copy(
            filter.getTraitSet(), filtered, RexUtil.composeConjunction(rexBuilder, small));
  }

  private static int terms(RexNode condition) {
    if (condition instanceof RexLiteral literal) {
      Object value = literal.getValue();
      return value instanceof Sarg<?> sarg ? sarg.rangeSet.asRanges().size() : 1;
    }
    int terms = 1;
    if (condition instanceof RexCall call) {
      for (RexNode operand : call.getOperands()) {
        terms += terms(operand);
      }
    }
    return terms;
  }
}

package dev.kevo.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * Alternatives that different keys bound: {@code a = 1 OR b = 2} is read by one index for each,
 * where the later ones leave out the rows that an earlier one gives.
 */
final class IndexUnion {
  /** Each alternative is a scan of its own. */
  private static final int ALTERNATIVES_MAX = 8;

  private final IndexChoice indexes;
  private final RexBuilder rexBuilder;

  IndexUnion(IndexChoice indexes, RexBuilder rexBuilder) {
    this.indexes = indexes;
    this.rexBuilder = rexBuilder;
  }

  /**
   * The disjoint conditions under which to read a table; null if no alternatives are worth it.
   *
   * @param tableRows about how many rows the table has
   */
  @Nullable List<RexNode> find(ScanAbsorption.Origin origin, double tableRows) {
    List<RexNode> conditions = RelOptUtil.conjunctions(origin.condition());
    for (RexNode condition : conditions) {
      List<RexNode> alternatives = RelOptUtil.disjunctions(condition);
      if (condition.getKind() == SqlKind.OR
          && alternatives.size() <= ALTERNATIVES_MAX
          && RexUtil.isDeterministic(condition)) {
        List<RexNode> others = new ArrayList<>(conditions);
        others.remove(condition);
        List<RexNode> found = bounded(origin, others, alternatives, tableRows);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private @Nullable List<RexNode> bounded(
      ScanAbsorption.Origin origin,
      List<RexNode> others,
      List<RexNode> alternatives,
      double tableRows) {
    double left = AccessCost.assumed(tableRows);
    List<RexNode> found = new ArrayList<>();
    List<RexNode> before = new ArrayList<>();
    for (RexNode alternative : alternatives) {
      List<RexNode> parts = new ArrayList<>(RelOptUtil.conjunctions(alternative));
      parts.addAll(others);
      parts.addAll(before);
      RexNode condition = RexUtil.composeConjunction(rexBuilder, parts);
      IndexChoice.Access access =
          indexes.choose(origin.table(), condition, origin::columns, tableRows);
      if (access.found() == null) {
        return null;
      }
      left -= indexes.cost(origin.table(), access, condition, origin::columns, tableRows);
      if (left <= 0) {
        return null;
      }
      found.add(condition);
      before.add(rexBuilder.makeCall(SqlStdOperatorTable.IS_NOT_TRUE, alternative));
    }
    return found;
  }
}

package dev.kevo.sql.plan;

import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code x IN (query)} and {@code x < SOME (query)} as comparisons with the query's value if
 * it depends on the outer row and always has one row, an aggregate of all rows: {@code x = (SELECT
 * MAX(c) FROM t WHERE t.a = outer.a)}. Calcite takes an aggregate of nothing, which is NULL, for no
 * row.
 */
final class OneRowSubQueries extends RelHomogeneousShuttle {
  @Override
  public RelNode visit(RelNode other) {
    RelNode node = super.visit(other);
    return node.accept(new Comparisons(node.getCluster().getRexBuilder()));
  }

  private final class Comparisons extends SubQueryTrees {
    private final RexBuilder rexBuilder;

    Comparisons(RexBuilder rexBuilder) {
      super(OneRowSubQueries.this);
      this.rexBuilder = rexBuilder;
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      RexSubQuery inner = (RexSubQuery) super.visitSubQuery(subQuery);
      SqlOperator comparison = comparison(inner);
      if (comparison == null
          || inner.getOperands().size() != 1
          || !hasOneRow(inner.rel)
          || RelOptUtil.getVariablesUsed(inner.rel).isEmpty()) {
        return inner;
      }
      RexNode compared =
          rexBuilder.makeCall(
              comparison, List.of(inner.getOperands().get(0), RexSubQuery.scalar(inner.rel)));
      // A value that is never NULL, as a count is, is nullable as a sub-query.
      return inner.getType().isNullable()
          ? compared
          : rexBuilder.makeCall(SqlStdOperatorTable.IS_TRUE, compared);
    }

    private static @Nullable SqlOperator comparison(RexSubQuery subQuery) {
      return switch (subQuery.getKind()) {
        case IN -> SqlStdOperatorTable.EQUALS;
        case SOME ->
            switch (((SqlQuantifyOperator) subQuery.getOperator()).comparisonKind) {
              case EQUALS -> SqlStdOperatorTable.EQUALS;
              case NOT_EQUALS -> SqlStdOperatorTable.NOT_EQUALS;
              case LESS_THAN -> SqlStdOperatorTable.LESS_THAN;
              case LESS_THAN_OR_EQUAL -> SqlStdOperatorTable.LESS_THAN_OR_EQUAL;
              case GREATER_THAN -> SqlStdOperatorTable.GREATER_THAN;
              case GREATER_THAN_OR_EQUAL -> SqlStdOperatorTable.GREATER_THAN_OR_EQUAL;
              default -> null;
            };
        default -> null;
      };
    }

    private static boolean hasOneRow(RelNode rel) {
      RelNode below = rel;
      while (below instanceof Project project) {
        below = project.getInput();
      }
      return below instanceof Aggregate aggregate
          && aggregate.getGroupCount() == 0
          && aggregate.getGroupSets().size() == 1;
    }
  }
}

package dev.kevo.sql.plan;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.LogicVisitor;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code (a, b) IN (query)}, and {@code a IN (query)} if the query depends on the outer row,
 * where NULLs may be and UNKNOWN is not FALSE, as
 *
 * <pre>
 *   CASE WHEN EXISTS (query's rows for which a = c AND b = d) THEN TRUE
 *        WHEN EXISTS (query's rows for which a = c OR a IS NULL OR c IS NULL ...) THEN UNKNOWN
 *        ELSE FALSE END
 * </pre>
 *
 * Calcite takes every row with a NULL for UNKNOWN, also where another column differs, and finds
 * rows twice; a NULL that is looked for among no rows is UNKNOWN to it, too, if they are the outer
 * row's own.
 */
final class RowSubQueries extends RelHomogeneousShuttle {
  @Override
  public RelNode visit(RelNode other) {
    RelNode node = super.visit(other);
    if (!(node instanceof Filter || node instanceof Project || node instanceof Join)) {
      return node;
    }
    Expansion expansion = new Expansion(node);
    RelNode expanded = node.accept(expansion);
    return expansion.outerRow == null ? expanded : withOuterRow(expanded, expansion.outerRow);
  }

  private static RelNode withOuterRow(RelNode node, CorrelationId id) {
    Set<CorrelationId> ids =
        ImmutableSet.<CorrelationId>builder().addAll(node.getVariablesSet()).add(id).build();
    if (node instanceof Filter filter) {
      return LogicalFilter.create(
          filter.getInput(), filter.getCondition(), ImmutableSet.copyOf(ids));
    }
    if (node instanceof Project project) {
      return LogicalProject.create(
          project.getInput(), project.getHints(), project.getProjects(), project.getRowType(), ids);
    }
    Join join = (Join) node;
    return LogicalJoin.create(
        join.getLeft(),
        join.getRight(),
        join.getHints(),
        join.getCondition(),
        ids,
        join.getJoinType());
  }

  /** The sub-queries within the expressions of one node. */
  private final class Expansion extends SubQueryTrees {
    private final RelNode node;
    private final RelOptCluster cluster;
    private final RexBuilder rexBuilder;

    /** What the sub-queries call the node's row, if one uses it. */
    private @Nullable CorrelationId outerRow;

    Expansion(RelNode node) {
      super(RowSubQueries.this);
      this.node = node;
      this.cluster = node.getCluster();
      this.rexBuilder = cluster.getRexBuilder();
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      boolean expands = mayMistake(subQuery);
      RexSubQuery inner = (RexSubQuery) super.visitSubQuery(subQuery);
      if (!expands) {
        return inner;
      }
      RexNode truth = rexBuilder.makeLiteral(true);
      RelDataType type = inner.getType();
      return rexBuilder.makeCall(
          type,
          SqlStdOperatorTable.CASE,
          List.of(
              exists(inner, false),
              rexBuilder.makeCast(type, truth, true, false),
              exists(inner, true),
              rexBuilder.makeNullLiteral(type),
              rexBuilder.makeCast(type, rexBuilder.makeLiteral(false), true, false)));
    }

    private boolean mayMistake(RexSubQuery subQuery) {
      if (subQuery.getKind() != SqlKind.IN
          || (subQuery.getOperands().size() < 2
              && RelOptUtil.getVariablesUsed(subQuery.rel).isEmpty())
          || subQuery.getOperands().stream().anyMatch(x -> RexUtil.SubQueryFinder.find(x) != null)
          || !subQuery.getType().isNullable()
          || subQuery.getType().getSqlTypeName() != SqlTypeName.BOOLEAN) {
        return false;
      }
      if (node instanceof Filter filter) {
        RelOptUtil.Logic logic =
            LogicVisitor.find(RelOptUtil.Logic.TRUE, List.of(filter.getCondition()), subQuery);
        return logic != RelOptUtil.Logic.TRUE;
      }
      return true;
    }

    /** That there is a row that is equal, or might be if NULLs were values. */
    private RexNode exists(RexSubQuery subQuery, boolean orMightBe) {
      List<RelDataTypeField> columns = subQuery.rel.getRowType().getFieldList();
      List<RexNode> conditions = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        RexNode operand = subQuery.getOperands().get(i).accept(new OfOuterRow());
        RexNode column = rexBuilder.makeInputRef(columns.get(i).getType(), i);
        List<RexNode> alternatives = new ArrayList<>();
        // Calcite refuses comparisons with a NULL that is known.
        alternatives.add(
            RexUtil.isNullLiteral(operand, true)
                ? rexBuilder.makeLiteral(false)
                : rexBuilder.makeCall(SqlStdOperatorTable.EQUALS, operand, column));
        for (RexNode side : orMightBe ? List.of(operand, column) : List.<RexNode>of()) {
          if (side.getType().isNullable()) {
            alternatives.add(rexBuilder.makeCall(SqlStdOperatorTable.IS_NULL, side));
          }
        }
        conditions.add(RexUtil.composeDisjunction(rexBuilder, alternatives));
      }
      return RexSubQuery.exists(
          LogicalFilter.create(subQuery.rel, RexUtil.composeConjunction(rexBuilder, conditions)));
    }

    private CorrelationId outerRow() {
      if (outerRow == null) {
        Set<CorrelationId> known = node.getVariablesSet();
        outerRow = known.isEmpty() ? cluster.createCorrel() : known.iterator().next();
      }
      return outerRow;
    }

    /** Columns of the node's row, within a sub-query. */
    private final class OfOuterRow extends RexShuttle {
      @Override
      public RexNode visitInputRef(RexInputRef ref) {
        RelDataType row = node instanceof Join ? node.getRowType() : node.getInput(0).getRowType();
        return rexBuilder.makeFieldAccess(rexBuilder.makeCorrel(row, outerRow()), ref.getIndex());
      }
    }
  }
}

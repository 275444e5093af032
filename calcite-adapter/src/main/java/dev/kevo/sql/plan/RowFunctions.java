package dev.kevo.sql.plan;

import dev.kevo.sql.exec.RowFunction;
import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.schema.Table;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Plans expressions over rows in memory: checks them as the select list of a query over tables that
 * stand for the rows, and takes from its tree what is computed.
 */
final class RowFunctions {
  private static final String SCHEMA = "$GIVEN";
  private static final SqlParserPos POS = SqlParserPos.ZERO;

  private final StatementTrees trees;
  private final List<String> aliases = new ArrayList<>();
  private final Map<String, Table> tables = new HashMap<>();
  private int width;

  RowFunctions(StatementTrees trees) {
    this.trees = trees;
  }

  /** Adds columns to the rows, under a table's name. */
  RowFunctions with(String alias, RelDataType columns) {
    tables.put("R" + aliases.size(), new GivenTable(columns));
    aliases.add(alias);
    width += columns.getFieldCount();
    return this;
  }

  /** Whether a column comes from the given rows, as the origin of a result's column tells. */
  static boolean isGiven(List<String> origin) {
    return origin.get(0).equals(SCHEMA);
  }

  /** A query over the rows with a select list. */
  SqlSelect select(SqlNodeList items) {
    SqlNode from = table(0);
    for (int i = 1; i < aliases.size(); i++) {
      from =
          new SqlJoin(
              POS,
              from,
              SqlLiteral.createBoolean(false, POS),
              JoinType.CROSS.symbol(POS),
              table(i),
              JoinConditionType.NONE.symbol(POS),
              null);
    }
    return Selects.of(items, from, null);
  }

  private SqlNode table(int index) {
    return new SqlBasicCall(
        SqlStdOperatorTable.AS,
        List.of(
            new SqlIdentifier(List.of(SCHEMA, "R" + index), POS),
            new SqlIdentifier(aliases.get(index), POS)),
        POS);
  }

  /**
   * Checks a statement over the rows.
   *
   * @param targets what the columns are assigned to, or nothing
   */
  StatementTrees.Tree tree(SqlNode statement, List<RelDataType> targets) {
    return trees.tree(statement, targets, SCHEMA, tables);
  }

  /** The function that computes the columns of a tree over the rows. */
  RowFunction function(RelNode tree, String clause) {
    RelOptCluster cluster = tree.getCluster();
    RexBuilder rexBuilder = cluster.getRexBuilder();
    List<RexNode> columns = rexBuilder.identityProjects(tree.getRowType());
    Set<CorrelationId> variables = Set.of();
    RelNode below = tree;
    while (below instanceof LogicalProject project) {
      if (RexOver.containsOver(project.getProjects(), null)) {
        break;
      }
      columns = RelOptUtil.pushPastProject(columns, project);
      if (!project.getVariablesSet().isEmpty()) {
        variables = project.getVariablesSet();
      }
      below = project.getInput();
    }
    if (!isGivenRows(below)) {
      throw SqlState.NOT_SUPPORTED.failure(
          clause + " takes neither aggregates nor window functions");
    }
    Scalar[] scalars = new ScalarCompiler(rexBuilder).compile(columns);
    if (scalars != null) {
      return new RowFunction.Scalars(scalars);
    }
    RelDataType numbered =
        cluster
            .getTypeFactory()
            .builder()
            .addAll(below.getRowType().getFieldList())
            .add("$NUMBER", SqlTypeName.INTEGER)
            .build();
    RelNode rows = GivenRowsScan.create(cluster, numbered);
    List<RexNode> withNumber = new ArrayList<>(List.of(rexBuilder.makeInputRef(rows, width)));
    withNumber.addAll(columns);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < withNumber.size(); i++) {
      names.add("F" + i);
    }
    RelNode query = LogicalProject.create(rows, List.of(), withNumber, names, variables);
    return new RowFunction.Query(new QueryPlanning(cluster).plan(query).rows());
  }

  private boolean isGivenRows(RelNode rel) {
    return rel.getRowType().getFieldCount() == width && onlyGivenRows(rel);
  }

  private static boolean onlyGivenRows(RelNode rel) {
    return rel instanceof GivenRowsScan
        || (rel instanceof LogicalJoin join
            && join.getCondition().isAlwaysTrue()
            && onlyGivenRows(join.getLeft())
            && onlyGivenRows(join.getRight()));
  }
}

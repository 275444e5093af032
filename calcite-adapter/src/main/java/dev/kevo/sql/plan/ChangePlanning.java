package dev.kevo.sql.plan;

import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.exec.ChangeAction;
import dev.kevo.sql.exec.DeleteRows;
import dev.kevo.sql.exec.InsertOrUpdateRows;
import dev.kevo.sql.exec.InsertRows;
import dev.kevo.sql.exec.NewRows;
import dev.kevo.sql.exec.RowFunction;
import dev.kevo.sql.exec.RowSource;
import dev.kevo.sql.exec.TableChange;
import dev.kevo.sql.exec.TableRules;
import dev.kevo.sql.exec.UpdateRows;
import dev.kevo.sql.exec.ValuesRows;
import dev.kevo.sql.parser.OnConflict;
import dev.kevo.sql.parser.SqlDeleteStatement;
import dev.kevo.sql.parser.SqlInsertStatement;
import dev.kevo.sql.parser.SqlMergeStatement;
import dev.kevo.sql.parser.SqlUpdateStatement;
import dev.kevo.sql.parser.SqlWithChange;
import dev.kevo.sql.table.KevoTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableModify;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Plans INSERT, UPSERT, UPDATE, DELETE and MERGE: a query for the rows, and what is done with them.
 */
final class ChangePlanning {
  private static final SqlParserPos POS = SqlParserPos.ZERO;

  private final StatementTrees trees;
  private final RulePlanning rules;
  private final CatalogStore store;

  ChangePlanning(StatementTrees trees, CatalogStore store) {
    this.trees = trees;
    this.rules = trees.rules();
    this.store = store;
  }

  /**
   * A planned change.
   *
   * @param operation what it is, in one word
   * @param change runs it
   * @param source the query for its rows
   * @param returning the columns that RETURNING asks for, or null
   */
  record Planned(
      String operation,
      TableChange change,
      QueryPlanning.Planned source,
      @Nullable ResultShape returning) {

    /** The plan as EXPLAIN shows it. */
    String text(SqlExplainLevel level) {
      return "TableChange(table=["
          + change.table().definition().qualifiedName()
          + "], operation=["
          + operation
          + "])\n  "
          + source.text(level).replace("\n", "\n  ");
    }
  }

  Planned plan(SqlNode statement) {
    if (statement instanceof SqlWithChange named) {
      trees.with(named.with());
      return plan(named.change());
    }
    if (statement instanceof SqlInsert insert) {
      return insert(insert, null, SqlInsertStatement.Overriding.NOTHING, null, null);
    }
    if (statement instanceof SqlInsertStatement insert) {
      return insert(
          insert.insert(),
          insert.alias(),
          insert.overriding(),
          insert.conflict(),
          insert.returning());
    }
    if (statement instanceof SqlUpdateStatement update) {
      return update(update);
    }
    if (statement instanceof SqlDeleteStatement delete) {
      return delete(delete);
    }
    return new MergePlanning(trees, this).plan((SqlMergeStatement) statement);
  }

  /** Puts the parts of a change together. */
  Planned planned(
      String operation,
      ChangeTarget target,
      ChangeAction action,
      QueryPlanning.Planned source,
      RowSource rows,
      @Nullable SqlNodeList returning) {
    RowFunction function = null;
    ResultShape shape = null;
    if (returning != null) {
      RelDataType columns = target.table().getRowType(trees.typeFactory());
      RowFunctions functions = new RowFunctions(trees).with(target.label(), columns);
      StatementTrees.Tree tree =
          functions.tree(functions.select(TreeCopy.of(returning)), List.of());
      function = functions.function(tree.rel(), "RETURNING");
      shape = ResultShape.of(tree, target.table().definition());
    }
    return new Planned(
        operation,
        new TableChange(rules.plan(target.table()), rows, action, function),
        source,
        shape);
  }

  NewRows newRows(KevoTable table) {
    return new NewRows(table, store::nextRowId);
  }

  /** The columns of the table, and with them its values of the source, cast where they must be. */
  RelNode withTargetTypes(RelNode rel, KevoTable table) {
    List<RelDataType> types = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (RelDataTypeField column : table.getRowType(trees.typeFactory()).getFieldList()) {
      types.add(column.getType());
      names.add(column.getName());
    }
    return AssignedColumns.cast(AssignedColumns.withPlainNulls(rel), 0, types, names);
  }

  private Planned insert(
      SqlInsert insert,
      @Nullable SqlIdentifier alias,
      SqlInsertStatement.Overriding overriding,
      @Nullable OnConflict conflict,
      @Nullable SqlNodeList returning) {
    ChangeTarget target =
        ChangeTarget.resolve(trees, (SqlIdentifier) insert.getTargetTable(), alias);
    KevoTable table = target.table();
    SqlInsert complete = withValues(insert, table);
    if (overriding == SqlInsertStatement.Overriding.USER_VALUE) {
      complete = new GeneratedColumns(table.definition(), true).withGeneratedValues(complete);
    }
    new GeneratedColumns(
            table.definition(), overriding != SqlInsertStatement.Overriding.SYSTEM_VALUE)
        .check(complete);
    TableModify modify = (TableModify) trees.tree(complete).rel();
    RelNode values =
        complete.getSource().getKind() == SqlKind.VALUES
            ? AssignedColumns.withNamedCasts(
                modify.getInput(), table.getRowType(trees.typeFactory()).getFieldNames())
            : modify.getInput();
    RelNode input = withTargetTypes(values, table);
    QueryPlanning.Planned source = new QueryPlanning(input.getCluster()).plan(input);
    RowSource rows = source.rows();
    boolean streams = rows instanceof ValuesRows || !reads(input, table);
    ChangeAction action =
        conflict == null
            ? new InsertRows(newRows(table), insert.isUpsert(), streams)
            : onConflict(target, conflict);
    return planned(
        insert.isUpsert() ? "UPSERT" : "INSERT", target, action, source, rows, returning);
  }

  /** DEFAULT VALUES is one row that sets one column to its default; so are all others. */
  private static SqlInsert withValues(SqlInsert insert, KevoTable table) {
    SqlNode source = insert.getSource();
    if (source.getKind() != SqlKind.VALUES || !((SqlCall) source).getOperandList().isEmpty()) {
      return insert;
    }
    SqlNode row =
        SqlStdOperatorTable.ROW.createCall(POS, SqlStdOperatorTable.DEFAULT.createCall(POS));
    return new SqlInsert(
        insert.getParserPosition(),
        SqlNodeList.EMPTY,
        insert.getTargetTable(),
        SqlStdOperatorTable.VALUES.createCall(POS, row),
        SqlNodeList.of(new SqlIdentifier(table.columnName(0), POS)));
  }

  private ChangeAction onConflict(ChangeTarget target, OnConflict conflict) {
    KevoTable table = target.table();
    String constraint = target.constraint(conflict);
    NewRows newRows = newRows(table);
    if (conflict.set().isEmpty()) {
      return new InsertOrUpdateRows(newRows, constraint, new int[0], null, null);
    }
    RelDataType columns = table.getRowType(trees.typeFactory());
    RowFunctions pairs =
        new RowFunctions(trees).with(target.label(), columns).with("EXCLUDED", columns);
    int[] updated = target.columns(conflict.set());
    RowFunction values = values(pairs, target, target.values(conflict.set(), updated), updated);
    return new InsertOrUpdateRows(
        newRows,
        constraint,
        updated,
        values,
        conflict.where() == null ? null : condition(pairs, conflict.where()));
  }

  /** A function that computes new values of columns. */
  RowFunction values(RowFunctions rows, ChangeTarget target, List<SqlNode> values, int[] columns) {
    List<RelDataType> types = target.types(columns, trees.typeFactory());
    StatementTrees.Tree tree = rows.tree(rows.select(new SqlNodeList(values, POS)), types);
    List<String> names = new ArrayList<>();
    for (int column : columns) {
      names.add(target.table().columnName(column));
    }
    return rows.function(AssignedColumns.cast(tree.rel(), 0, types, names), "SET");
  }

  /** A function that computes a condition. */
  RowFunction condition(RowFunctions rows, SqlNode condition) {
    SqlNode isTrue = SqlStdOperatorTable.IS_TRUE.createCall(POS, TreeCopy.of(condition));
    return rows.function(
        rows.tree(rows.select(SqlNodeList.of(isTrue)), List.of()).rel(), "a condition");
  }

  private Planned update(SqlUpdateStatement update) {
    ChangeTarget target = ChangeTarget.resolve(trees, update.target(), update.alias());
    KevoTable table = target.table();
    int[] updated = target.columns(update.assignments());
    List<SqlNode> items = new ArrayList<>(target.oldRow());
    items.addAll(target.values(update.assignments(), updated));
    List<RelDataType> types = new ArrayList<>();
    target
        .oldRowType(trees.typeFactory())
        .getFieldList()
        .forEach(column -> types.add(column.getType()));
    List<RelDataType> newTypes = target.types(updated, trees.typeFactory());
    types.addAll(newTypes);
    List<String> names = new ArrayList<>();
    for (int column : updated) {
      names.add(table.columnName(column));
    }
    SqlNode query =
        Selects.of(
            new SqlNodeList(items, POS), joined(target.from(), update.from()), update.where());
    RelNode input =
        AssignedColumns.cast(trees.tree(query, types).rel(), table.columnCount(), newTypes, names);
    QueryPlanning.Planned source = new QueryPlanning(input.getCluster()).plan(input);
    RowSource rows = source.rows();
    ChangeAction action =
        new UpdateRows(table, updated, rows.isSinglePass(), update.from() != null);
    return planned("UPDATE", target, action, source, rows, update.returning());
  }

  private Planned delete(SqlDeleteStatement delete) {
    ChangeTarget target = ChangeTarget.resolve(trees, delete.target(), delete.alias());
    KevoTable table = target.table();
    SqlNode query =
        Selects.of(
            new SqlNodeList(target.oldRow(), POS),
            joined(target.from(), delete.using()),
            delete.where());
    RelNode rel = trees.tree(query).rel();
    RelNode input = delete.returning() == null ? withoutUnneeded(rel, rules.rules(table)) : rel;
    QueryPlanning.Planned source = new QueryPlanning(input.getCluster()).plan(input);
    RowSource rows = source.rows();
    ChangeAction action = new DeleteRows(table, rows.isSinglePass(), delete.using() != null);
    return planned("DELETE", target, action, source, rows, delete.returning());
  }

  private static SqlNode joined(SqlNode target, @Nullable SqlNode other) {
    return other == null
        ? target
        : new SqlJoin(
            POS,
            target,
            SqlLiteral.createBoolean(false, POS),
            JoinType.COMMA.symbol(POS),
            other,
            JoinConditionType.NONE.symbol(POS),
            null);
  }

  /** Leaves out the columns that a DELETE needs not read. */
  private static RelNode withoutUnneeded(RelNode rel, TableRules changed) {
    RexBuilder rexBuilder = rel.getCluster().getRexBuilder();
    ImmutableBitSet needed =
        ImmutableBitSet.of(changed.table().keyColumns())
            .union(ImmutableBitSet.of(changed.neededToDelete()));
    List<RexNode> columns = new ArrayList<>(rexBuilder.identityProjects(rel.getRowType()));
    for (int i = 0; i < columns.size(); i++) {
      if (!needed.get(i)) {
        columns.set(i, rexBuilder.makeNullLiteral(columns.get(i).getType()));
      }
    }
    return LogicalProject.create(
        rel, List.of(), columns, rel.getRowType().getFieldNames(), Set.of());
  }

  private static boolean reads(RelNode input, KevoTable table) {
    for (RelOptTable read : RelOptUtil.findAllTables(input)) {
      KevoTable other = SqlPlanner.tableOf(read);
      if (other != null
          && other.keyspace().name().equals(table.keyspace().name())
          && other.definition().id() == table.definition().id()) {
        return true;
      }
    }
    return false;
  }
}

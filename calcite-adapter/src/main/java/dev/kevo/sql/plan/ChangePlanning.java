package dev.kevo.sql.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.exec.ChangeRules;
import dev.kevo.sql.exec.RowSource;
import dev.kevo.sql.exec.TableChange;
import dev.kevo.sql.exec.TableRules;
import dev.kevo.sql.exec.ValuesRows;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.prepare.RelOptTableImpl;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableModify;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlExplain;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/** Plans INSERT, UPSERT, UPDATE and DELETE: a query for the rows, and what is done with them. */
final class ChangePlanning {
  private final RelOptCluster cluster;
  private final CatalogStore store;
  private final RulePlanning rules;
  private final SqlKind statement;

  ChangePlanning(RelOptCluster cluster, CatalogStore store, RulePlanning rules, SqlKind statement) {
    this.cluster = cluster;
    this.store = store;
    this.rules = rules;
    this.statement = statement;
  }

  TableChange plan(TableModify modify, boolean upsert) {
    KevoTable table = table(modify);
    TableChange.Kind kind = kind(modify, upsert);
    ChangeRules changed = rules.plan(table);
    RelNode input = input(modify, changed.root());
    QueryPlanning.Planned planned = new QueryPlanning(cluster).plan(input);
    RowSource rows = planned.rows();
    boolean movesNothing = kind == TableChange.Kind.UPDATE || kind == TableChange.Kind.DELETE;
    boolean streams =
        rows instanceof ValuesRows || (movesNothing ? rows.isSinglePass() : !reads(input, table));
    return new TableChange(
        changed, kind, rows, updatedColumns(modify, table), streams, store::nextRowId);
  }

  String explain(TableModify modify, boolean upsert, SqlExplain explain) {
    KevoTable table = table(modify);
    QueryPlanning.Planned planned =
        new QueryPlanning(cluster).plan(input(modify, rules.rules(table)));
    String source = planned.text(explain.getDetailLevel());
    return "TableChange(table=["
        + table.definition().qualifiedName()
        + "], operation=["
        + kind(modify, upsert)
        + "])\n  "
        + source.replace("\n", "\n  ");
  }

  private KevoTable table(TableModify modify) {
    KevoTable table = SqlPlanner.tableOf(modify.getTable());
    if (table == null) {
      throw SqlState.WRONG_OBJECT_TYPE.failure(
          "table " + String.join(".", modify.getTable().getQualifiedName()) + " is read-only");
    }
    return table;
  }

  private TableChange.Kind kind(TableModify modify, boolean upsert) {
    return switch (modify.getOperation()) {
      case INSERT -> upsert ? TableChange.Kind.UPSERT : TableChange.Kind.INSERT;
      case UPDATE -> TableChange.Kind.UPDATE;
      case DELETE -> TableChange.Kind.DELETE;
      default -> throw SqlState.NOT_SUPPORTED.failure(statement + " is not supported");
    };
  }

  private static int[] updatedColumns(TableModify modify, KevoTable table) {
    List<String> names = modify.getUpdateColumnList();
    return names == null
        ? new int[0]
        : names.stream().mapToInt(table.definition()::columnIndex).toArray();
  }

  /** The query whose rows {@link TableChange} describes. */
  private RelNode input(TableModify modify, TableRules changed) {
    KevoTable table = changed.table();
    RelNode input = modify.getInput();
    if (modify.isUpdate() || modify.isDelete()) {
      boolean hasRowId = table.definition().hasRowId();
      return withOldRow(hasRowId ? withRowId(input, table) : input, changed, modify.isDelete());
    }
    return input;
  }

  /** Brings the hidden row id to its place, and leaves out what a DELETE needs not read. */
  private RelNode withOldRow(RelNode input, TableRules changed, boolean deletes) {
    KevoTable table = changed.table();
    int columns = table.definition().columns().size();
    int last = input.getRowType().getFieldCount() - 1;
    RexBuilder rexBuilder = cluster.getRexBuilder();
    ImmutableBitSet needed =
        ImmutableBitSet.of(table.keyColumns()).union(ImmutableBitSet.of(changed.neededToDelete()));
    List<RexNode> projects = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      projects.add(
          deletes && !needed.get(i)
              ? rexBuilder.makeNullLiteral(input.getRowType().getFieldList().get(i).getType())
              : rexBuilder.makeInputRef(input, i));
      names.add("O" + i);
    }
    if (table.definition().hasRowId()) {
      projects.add(rexBuilder.makeInputRef(input, last));
      names.add("$ROWID");
      last--;
    }
    for (int i = columns; i <= last; i++) {
      projects.add(rexBuilder.makeInputRef(input, i));
      names.add("N" + i);
    }
    return LogicalProject.create(input, List.of(), projects, names, Set.of());
  }

  /** The query with the hidden row id of the changed table as one more column at the end. */
  private RelNode withRowId(RelNode rel, KevoTable table) {
    if (rel instanceof LogicalProject project) {
      RelNode below = withRowId(project.getInput(), table);
      List<RexNode> projects = new ArrayList<>(project.getProjects());
      projects.add(RexInputRef.of(below.getRowType().getFieldCount() - 1, below.getRowType()));
      List<String> names = new ArrayList<>(project.getRowType().getFieldNames());
      names.add("$ROWID");
      return LogicalProject.create(
          below, project.getHints(), projects, names, project.getVariablesSet());
    }
    if (rel instanceof LogicalFilter filter) {
      return LogicalFilter.create(
          withRowId(filter.getInput(), table),
          filter.getCondition(),
          ImmutableSet.copyOf(filter.getVariablesSet()));
    }
    if (rel instanceof LogicalTableScan scan && SqlPlanner.tableOf(scan.getTable()) == table) {
      RelDataTypeFactory factory = cluster.getTypeFactory();
      RelDataType extended =
          factory
              .builder()
              .addAll(scan.getRowType().getFieldList())
              .add("$ROWID", SqlTypeName.BIGINT)
              .build();
      RelOptTable source = scan.getTable();
      RelOptTable relTable =
          RelOptTableImpl.create(
              source.getRelOptSchema(),
              extended,
              table,
              ImmutableList.copyOf(source.getQualifiedName()));
      return LogicalTableScan.create(cluster, relTable, List.of());
    }
    throw SqlState.NOT_SUPPORTED.failure(
        "this " + statement + " of a table without primary key is not supported");
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

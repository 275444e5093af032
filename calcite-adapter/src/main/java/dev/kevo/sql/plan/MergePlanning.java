package dev.kevo.sql.plan;

import dev.kevo.sql.exec.MergeRows;
import dev.kevo.sql.exec.RowFunction;
import dev.kevo.sql.parser.MergeClause;
import dev.kevo.sql.parser.SqlMergeStatement;
import dev.kevo.sql.table.KevoTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableModify;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Plans MERGE: a join of the target and what is merged, and functions over its rows, one or two for
 * each WHEN clause.
 */
final class MergePlanning {
  private static final SqlParserPos POS = SqlParserPos.ZERO;
  private static final String UNNAMED = "$SOURCE";

  private final StatementTrees trees;
  private final ChangePlanning changes;

  MergePlanning(StatementTrees trees, ChangePlanning changes) {
    this.trees = trees;
    this.changes = changes;
  }

  ChangePlanning.Planned plan(SqlMergeStatement merge) {
    ChangeTarget target = ChangeTarget.resolve(trees, merge.target(), merge.alias());
    String label = sourceLabel(merge.source());
    SqlNode source = label.equals(UNNAMED) ? as(merge.source()) : merge.source();
    List<SqlNode> items = new ArrayList<>(target.oldRow());
    items.add(SqlIdentifier.star(List.of(label, ""), POS, List.of(POS, POS)));
    // The target is the right side, so that rows that match nothing stay.
    SqlNode join =
        new SqlJoin(
            POS,
            TreeCopy.of(source),
            SqlLiteral.createBoolean(false, POS),
            (insertsAny(merge) ? JoinType.LEFT : JoinType.INNER).symbol(POS),
            target.from(),
            JoinConditionType.ON.symbol(POS),
            TreeCopy.of(merge.condition()));
    RelNode input = trees.tree(Selects.of(new SqlNodeList(items, POS), join, null)).rel();
    QueryPlanning.Planned rows = new QueryPlanning(input.getCluster()).plan(input);
    List<MergeRows.Clause> clauses = new ArrayList<>();
    RelDataType sourceType = sourceType(source, label);
    for (MergeClause clause : merge.clauses()) {
      clauses.add(clause(target, clause, label, sourceType));
    }
    MergeRows action = new MergeRows(changes.newRows(target.table()), clauses);
    return changes.planned("MERGE", target, action, rows, rows.rows(), merge.returning());
  }

  private static boolean insertsAny(SqlMergeStatement merge) {
    return merge.clauses().stream().anyMatch(clause -> !clause.matched());
  }

  /** The name of what is merged: its alias, or the table's own name. */
  private static String sourceLabel(SqlNode source) {
    if (source.getKind() == SqlKind.AS) {
      return ((SqlIdentifier) ((SqlCall) source).operand(1)).getSimple();
    }
    return source instanceof SqlIdentifier id ? id.names.get(id.names.size() - 1) : UNNAMED;
  }

  private static SqlNode as(SqlNode source) {
    return new SqlBasicCall(
        SqlStdOperatorTable.AS, List.of(source, new SqlIdentifier(UNNAMED, POS)), POS);
  }

  private RelDataType sourceType(SqlNode source, String label) {
    SqlNode star = SqlIdentifier.star(List.of(label, ""), POS, List.of(POS, POS));
    return trees
        .tree(Selects.of(SqlNodeList.of(star), TreeCopy.of(source), null))
        .rel()
        .getRowType();
  }

  private MergeRows.Clause clause(
      ChangeTarget target, MergeClause clause, String label, RelDataType sourceType) {
    RowFunctions rows =
        new RowFunctions(trees)
            .with(clause.matched() ? target.label() : "$TARGET", targetType(target, clause))
            .with(label, sourceType);
    RowFunction condition =
        clause.condition() == null ? null : changes.condition(rows, clause.condition());
    return switch (clause.action()) {
      case DELETE -> new MergeRows.Clause(true, condition, MergeRows.Act.DELETE, new int[0], null);
      case NOTHING ->
          new MergeRows.Clause(
              clause.matched(), condition, MergeRows.Act.NOTHING, new int[0], null);
      case UPDATE -> {
        int[] updated = target.columns(clause.set());
        RowFunction values =
            changes.values(rows, target, target.values(clause.set(), updated), updated);
        yield new MergeRows.Clause(true, condition, MergeRows.Act.UPDATE, updated, values);
      }
      case INSERT ->
          new MergeRows.Clause(
              false, condition, MergeRows.Act.INSERT, new int[0], inserted(rows, target, clause));
    };
  }

  /** The target's columns; where nothing matched, under names that no expression has. */
  private RelDataType targetType(ChangeTarget target, MergeClause clause) {
    RelDataType type = target.oldRowType(trees.typeFactory());
    if (clause.matched()) {
      return type;
    }
    RelDataTypeFactory.Builder hidden = trees.typeFactory().builder();
    type.getFieldList().forEach(f -> hidden.add("$" + f.getIndex(), f.getType()));
    return hidden.build();
  }

  /** The whole new row, made by Calcite's own INSERT, which knows about defaults. */
  private RowFunction inserted(RowFunctions rows, ChangeTarget target, MergeClause clause) {
    KevoTable table = target.table();
    List<SqlNode> columns = new ArrayList<>();
    List<SqlNode> values = new ArrayList<>();
    SqlNodeList named = clause.columns();
    for (int i = 0; i < clause.values().size(); i++) {
      @Nullable SqlNode value = clause.values().get(i);
      SqlNode column = named == null ? column(table, i) : i < named.size() ? named.get(i) : null;
      if (value == null) {
        continue;
      }
      values.add(TreeCopy.of(value));
      if (column != null) {
        columns.add(column);
      }
    }
    if (values.isEmpty()) {
      values.add(table.defaultExpression(0));
      columns.add(new SqlIdentifier(table.columnName(0), POS));
    }
    SqlInsert insert =
        new SqlInsert(
            clause.pos(),
            SqlNodeList.EMPTY,
            target.name(),
            rows.select(new SqlNodeList(values, POS)),
            new SqlNodeList(columns, POS));
    new GeneratedColumns(table.definition(), true).check(insert);
    TableModify modify = (TableModify) rows.tree(insert, List.of()).rel();
    return rows.function(changes.withTargetTypes(modify.getInput(), table), "MERGE");
  }

  private static @Nullable SqlNode column(KevoTable table, int index) {
    return index < table.definition().columns().size()
        ? new SqlIdentifier(table.columnName(index), POS)
        : null;
  }
}

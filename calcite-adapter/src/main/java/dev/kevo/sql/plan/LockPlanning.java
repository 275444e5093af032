package dev.kevo.sql.plan;

import dev.kevo.engine.LockMode;
import dev.kevo.sql.exec.LockedRows;
import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.parser.SqlLockingQuery;
import dev.kevo.sql.parser.WithTies;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Plans SELECT ... FOR UPDATE: the query with the keys of its tables as more columns, and without
 * its OFFSET and LIMIT, which count rows after they are locked.
 */
final class LockPlanning {
  private static final SqlParserPos POS = SqlParserPos.ZERO;

  private final StatementTrees trees;
  private final SqlLockingQuery statement;
  private final List<ChangeTarget> targets = new ArrayList<>();
  private boolean joinsByName;

  LockPlanning(StatementTrees trees, SqlLockingQuery statement) {
    this.trees = trees;
    this.statement = statement;
  }

  Plan.Locking plan() {
    SqlNode query = statement.query();
    SqlOrderBy order = query instanceof SqlOrderBy orderBy ? orderBy : null;
    if (!((order == null ? query : order.query) instanceof SqlSelect select) || !isPlain(select)) {
      throw refused("a SELECT with DISTINCT, GROUP BY or HAVING, or a query that is no SELECT,");
    }
    SqlNode from = select.getFrom();
    if (from == null) {
      throw refused("a SELECT without FROM");
    }
    select.setFrom(withKeys(from));
    if (targets.isEmpty()) {
      throw refused("a SELECT without tables");
    }
    List<ChangeTarget> locked = named();
    List<SqlNode> items = items(select);
    for (ChangeTarget target : locked) {
      for (SqlNode key : target.key()) {
        // Under a name that ORDER BY cannot mean.
        SqlNode name = new SqlIdentifier("$KEY" + items.size(), POS);
        items.add(SqlStdOperatorTable.AS.createCall(POS, key, name));
      }
    }
    select.setSelectList(new SqlNodeList(items, select.getSelectList().getParserPosition()));
    SqlNode ordered =
        order == null || order.orderList.isEmpty()
            ? select
            : new SqlOrderBy(order.getParserPosition(), select, order.orderList, null, null);
    if (order != null && order.fetch != null && WithTies.is(order.fetch)) {
      throw refused("a SELECT with WITH TIES");
    }
    StatementTrees.Tree tree = trees.tree(ordered);
    if (!trees.pasts().isEmpty()) {
      throw refused("the past");
    }
    QueryPlanning.Planned planned = new QueryPlanning(tree.rel().getCluster()).plan(tree.rel());
    int width = tree.rowType().getFieldCount();
    List<LockedRows.Table> tables = new ArrayList<>();
    for (int i = locked.size() - 1; i >= 0; i--) {
      KevoTable table = locked.get(i).table();
      width -= table.keyColumns().length;
      tables.add(0, new LockedRows.Table(table, width));
    }
    LockedRows rows =
        new LockedRows(
            planned.rows(),
            width,
            tables,
            statement.shared() ? LockMode.SHARED : LockMode.EXCLUSIVE,
            statement.lockWait(),
            order == null ? null : count(order.offset),
            order == null ? null : count(order.fetch));
    return new Plan.Locking(rows, first(tree, width), trees.parameters());
  }

  private RuntimeException refused(String what) {
    return SqlErrors.at(
        SqlState.NOT_SUPPORTED,
        what + " cannot be FOR " + (statement.shared() ? "SHARE" : "UPDATE"),
        statement.getParserPosition());
  }

  private static boolean isPlain(SqlSelect select) {
    return !select.isDistinct() && select.getGroup() == null && select.getHaving() == null;
  }

  /** The FROM clause with row ids where tables have them; notes the tables. */
  private SqlNode withKeys(SqlNode from) {
    if (from instanceof SqlIdentifier name) {
      return target(name, null);
    }
    if (from.getKind() == SqlKind.AS) {
      List<SqlNode> parts = ((SqlCall) from).getOperandList();
      return parts.size() == 2 && parts.get(0) instanceof SqlIdentifier name
          ? target(name, (SqlIdentifier) parts.get(1))
          : from;
    }
    if (from instanceof SqlJoin join) {
      joinsByName |= join.isNatural() || join.getConditionType() == JoinConditionType.USING;
      join.setLeft(withKeys(join.getLeft()));
      join.setRight(withKeys(join.getRight()));
    }
    return from;
  }

  private SqlNode target(SqlIdentifier name, @Nullable SqlIdentifier alias) {
    ChangeTarget target = ChangeTarget.resolve(trees, name, alias);
    targets.add(target);
    return target.from();
  }

  /** The tables that OF names, or all. */
  private List<ChangeTarget> named() {
    if (statement.tables().isEmpty()) {
      return targets;
    }
    List<ChangeTarget> named = new ArrayList<>();
    for (SqlNode node : statement.tables()) {
      SqlIdentifier name = (SqlIdentifier) node;
      ChangeTarget found = null;
      for (ChangeTarget target : targets) {
        found = target.isCalled(name) ? target : found;
      }
      if (found == null) {
        throw SqlErrors.at(
            SqlState.UNDEFINED_TABLE,
            "Table '" + name + "' not found in FROM",
            name.getParserPosition());
      }
      named.add(found);
    }
    return named;
  }

  /** The select list, in which stars do not stand for hidden row ids. */
  private List<SqlNode> items(SqlSelect select) {
    List<SqlNode> items = new ArrayList<>();
    boolean hidden = targets.stream().anyMatch(t -> t.table().definition().hasRowId());
    for (SqlNode item : select.getSelectList()) {
      if (!hidden || !(item instanceof SqlIdentifier id) || !id.isStar()) {
        items.add(item);
      } else if (joinsByName) {
        throw refused("a * over tables without primary key that are joined by names of columns");
      } else {
        expand(id, select.getFrom(), items);
      }
    }
    return items;
  }

  private void expand(SqlIdentifier star, @Nullable SqlNode from, List<SqlNode> items) {
    List<String> labels = new ArrayList<>();
    addLabels(from, labels);
    for (String label : labels) {
      if (star.names.size() > 1 && !star.names.get(star.names.size() - 2).equals(label)) {
        continue;
      }
      ChangeTarget target = null;
      for (ChangeTarget each : targets) {
        target = each.label().equals(label) ? each : target;
      }
      if (target == null) {
        items.add(SqlIdentifier.star(List.of(label, ""), POS, List.of(POS, POS)));
      } else {
        items.addAll(target.oldRow().subList(0, target.table().definition().columns().size()));
      }
    }
  }

  private static void addLabels(@Nullable SqlNode from, List<String> labels) {
    if (from instanceof SqlJoin join) {
      addLabels(join.getLeft(), labels);
      addLabels(join.getRight(), labels);
    } else if (from instanceof SqlIdentifier name) {
      labels.add(name.names.get(name.names.size() - 1));
    } else if (from != null && from.getKind() == SqlKind.AS) {
      labels.add(((SqlIdentifier) ((SqlCall) from).operand(1)).getSimple());
    }
  }

  private @Nullable Scalar count(@Nullable SqlNode node) {
    if (node instanceof SqlDynamicParam parameter) {
      int index = parameter.getIndex();
      trees.addParameter(index, trees.typeFactory().createSqlType(SqlTypeName.BIGINT));
      return (row, context) -> context.parameters()[index];
    }
    if (node instanceof SqlNumericLiteral literal) {
      Object value = literal.bigDecimalValue();
      return (row, context) -> value;
    }
    return null;
  }

  private ResultShape first(StatementTrees.Tree tree, int width) {
    RelDataTypeFactory.Builder columns = trees.typeFactory().builder();
    columns.addAll(tree.rowType().getFieldList().subList(0, width));
    RelDataType rowType = columns.build();
    return new ResultShape(rowType, tree.origins().subList(0, width));
  }
}

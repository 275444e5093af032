package dev.kevo.sql.plan;

import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.parser.Assignment;
import dev.kevo.sql.parser.OnConflict;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * The table that a statement changes, under the name that it has there.
 *
 * @param table the table
 * @param name how the statement names it
 * @param alias what it is called in the statement's clauses, or null if by its own name
 */
record ChangeTarget(KevoTable table, SqlIdentifier name, @Nullable SqlIdentifier alias) {
  private static final SqlParserPos POS = SqlParserPos.ZERO;

  static ChangeTarget resolve(
      StatementTrees trees, SqlIdentifier name, @Nullable SqlIdentifier alias) {
    RelOptTable found = trees.catalog().getTable(name.names);
    if (found == null) {
      throw SqlErrors.at(
          SqlState.UNDEFINED_TABLE, "Table '" + name + "' not found", name.getParserPosition());
    }
    KevoTable table = SqlPlanner.tableOf(found);
    if (table == null) {
      throw SqlErrors.at(
          SqlState.WRONG_OBJECT_TYPE,
          "table " + String.join(".", found.getQualifiedName()) + " is read-only",
          name.getParserPosition());
    }
    return new ChangeTarget(table, name, alias);
  }

  /** What it is called in the statement's clauses. */
  String label() {
    return alias == null ? name.names.get(name.names.size() - 1) : alias.getSimple();
  }

  /** The table in a FROM clause, with its hidden row id if it has one. */
  SqlNode from() {
    if (!table.definition().hasRowId()) {
      return alias == null ? name : as(name);
    }
    SqlNode rowId =
        new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.BIGINT, POS), POS)
            .withNullable(false);
    SqlNodeList columns = SqlNodeList.of(new SqlIdentifier(KevoTable.ROW_ID, POS), rowId);
    // A query around it, because the validator does not know such a table inside a join.
    SqlNode extended = as(SqlStdOperatorTable.EXTEND.createCall(POS, name, columns));
    return as(Selects.of(new SqlNodeList(oldRow(), POS), extended, null));
  }

  private SqlNode as(SqlNode node) {
    return new SqlBasicCall(
        SqlStdOperatorTable.AS, List.of(node, new SqlIdentifier(label(), POS)), POS);
  }

  /** All columns, the hidden row id included, as items of a select list. */
  List<SqlNode> oldRow() {
    List<SqlNode> items = new ArrayList<>();
    int columns = table.definition().columns().size();
    for (int i = 0; i < table.columnCount(); i++) {
      String column = i < columns ? table.columnName(i) : KevoTable.ROW_ID;
      items.add(new SqlIdentifier(List.of(label(), column), POS));
    }
    return items;
  }

  /** The columns of the key, as items of a select list. */
  List<SqlNode> key() {
    List<SqlNode> row = oldRow();
    List<SqlNode> items = new ArrayList<>();
    for (int column : table.keyColumns()) {
      items.add(row.get(column));
    }
    return items;
  }

  /** Whether a name is this table's in the statement's clauses. */
  boolean isCalled(SqlIdentifier other) {
    return other.isSimple()
        ? other.getSimple().equals(label())
        : alias == null && other.names.equals(name.names);
  }

  /** The columns, the hidden row id included. */
  RelDataType oldRowType(RelDataTypeFactory factory) {
    RelDataTypeFactory.Builder builder =
        factory.builder().addAll(table.getRowType(factory).getFieldList());
    if (table.definition().hasRowId()) {
      builder.add(KevoTable.ROW_ID, SqlTypeName.BIGINT);
    }
    return builder.build();
  }

  /** The columns that are set, each once. */
  int[] columns(List<Assignment> assignments) {
    int[] columns = new int[assignments.size()];
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < columns.length; i++) {
      SqlIdentifier column = assignments.get(i).column();
      columns[i] = column(column);
      if (!seen.add(columns[i])) {
        throw SqlErrors.at(
            SqlState.DUPLICATE_COLUMN,
            "Target column '" + column + "' is assigned more than once",
            column.getParserPosition());
      }
    }
    new GeneratedColumns(table.definition(), true).check(assignments, columns);
    return columns;
  }

  /** The index of a column by its name, which may be qualified by the table's. */
  int column(SqlIdentifier column) {
    int parts = column.names.size();
    boolean known = parts == 1 || (parts == 2 && column.names.get(0).equals(label()));
    int index = known ? table.definition().columnIndex(column.names.get(parts - 1)) : -1;
    if (index < 0) {
      throw SqlErrors.at(
          SqlState.UNDEFINED_COLUMN,
          "Unknown target column '" + column + "'",
          column.getParserPosition());
    }
    return index;
  }

  /** The values that are set, as items of a select list. */
  List<SqlNode> values(List<Assignment> assignments, int[] columns) {
    List<SqlNode> values = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      SqlNode value = assignments.get(i).value();
      values.add(value == null ? table.defaultExpression(columns[i]) : TreeCopy.of(value));
    }
    return values;
  }

  /** The types of some columns. */
  List<RelDataType> types(int[] columns, RelDataTypeFactory factory) {
    List<RelDataType> types = new ArrayList<>();
    for (int column : columns) {
      types.add(table.columnType(column).toRel(factory));
    }
    return types;
  }

  /** The name of the unique constraint that ON CONFLICT means, or null for any. */
  @Nullable String constraint(OnConflict conflict) {
    SqlIdentifier constraint = conflict.constraint();
    if (constraint != null) {
      return named(constraint);
    }
    if (conflict.columns().isEmpty()) {
      if (!conflict.set().isEmpty()) {
        throw SqlErrors.syntax(
            "ON CONFLICT DO UPDATE needs the columns of a unique constraint", conflict.pos());
      }
      return null;
    }
    Set<Integer> wanted = new HashSet<>();
    for (SqlNode column : conflict.columns()) {
      wanted.add(column((SqlIdentifier) column));
    }
    if (!table.definition().hasRowId() && wanted.equals(new HashSet<>(primaryKey()))) {
      return primaryKeyName();
    }
    for (IndexDef index : table.definition().indexes()) {
      Set<Integer> keys = new HashSet<>();
      for (IndexDef.Key key : index.keys()) {
        keys.add(key.isExpression() ? -1 : table.definition().ordinal(key.columnId()));
      }
      if (index.unique() && keys.equals(wanted)) {
        return index.name();
      }
    }
    throw SqlErrors.at(
        SqlState.INVALID_CONFLICT_TARGET,
        "no unique constraint has these columns",
        conflict.columns().getParserPosition());
  }

  private List<Integer> primaryKey() {
    List<Integer> columns = new ArrayList<>();
    for (int column : table.keyColumns()) {
      columns.add(column);
    }
    return columns;
  }

  private String primaryKeyName() {
    String keyName = table.definition().primaryKeyName();
    return keyName == null ? "" : keyName;
  }

  private String named(SqlIdentifier constraint) {
    String wanted = constraint.getSimple();
    boolean known = wanted.equals(table.definition().primaryKeyName());
    for (IndexDef index : table.definition().indexes()) {
      known |= index.unique() && index.name().equals(wanted);
    }
    if (!known) {
      throw SqlErrors.at(
          SqlState.UNDEFINED_OBJECT,
          "table " + table.definition().qualifiedName() + " has no unique constraint " + wanted,
          constraint.getParserPosition());
    }
    return wanted;
  }
}

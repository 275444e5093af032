package dev.kevo.sql.plan;

import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.ColumnGeneration;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.parser.Assignment;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Refuses statements that give a value to a column that only the store may give one: 428C9. */
final class GeneratedColumns {
  private static final SqlParserPos POS = SqlParserPos.ZERO;

  private final TableDef table;
  private final boolean identityToo;

  /**
   * For changes of a table.
   *
   * @param identityToo whether values for GENERATED ALWAYS AS IDENTITY are refused, or computed
   *     columns alone
   */
  GeneratedColumns(TableDef table, boolean identityToo) {
    this.table = table;
    this.identityToo = identityToo;
  }

  private boolean isClosed(ColumnDef column) {
    return column.isComputed()
        || (identityToo
            && column.generation() instanceof ColumnGeneration.Identity identity
            && identity.always());
  }

  /** Checks an INSERT. Without a list of columns a query gives all of them. */
  void check(SqlInsert insert) {
    SqlNodeList targets = insert.getTargetColumnList();
    int width = targets == null ? width(insert.getSource()) : targets.size();
    for (int i = 0; i < width; i++) {
      int column = targets == null ? i : column(targets.get(i));
      if (column >= 0 && column < table.columns().size()) {
        ColumnDef definition = table.columns().get(column);
        if (isClosed(definition)) {
          SqlParserPos pos =
              targets == null ? insert.getParserPosition() : targets.get(i).getParserPosition();
          checkSource(insert.getSource(), i, definition, pos);
        }
      }
    }
  }

  private int width(SqlNode source) {
    if (source.getKind() != SqlKind.VALUES) {
      return table.columns().size();
    }
    SqlNode first = ((SqlCall) source).operand(0);
    return first.getKind() == SqlKind.ROW ? ((SqlCall) first).operandCount() : 1;
  }

  private int column(SqlNode target) {
    SqlIdentifier name = (SqlIdentifier) target;
    return table.columnIndex(name.names.get(name.names.size() - 1));
  }

  private void checkSource(SqlNode source, int column, ColumnDef definition, SqlParserPos pos) {
    if (source.getKind() != SqlKind.VALUES) {
      throw refused(definition, pos);
    }
    for (SqlNode row : ((SqlCall) source).getOperandList()) {
      List<SqlNode> values =
          row.getKind() == SqlKind.ROW ? ((SqlCall) row).getOperandList() : List.of(row);
      if (column < values.size() && values.get(column).getKind() != SqlKind.DEFAULT) {
        throw refused(definition, values.get(column).getParserPosition());
      }
    }
  }

  /** The same INSERT without what it gives to identity columns, for OVERRIDING USER VALUE. */
  SqlInsert withGeneratedValues(SqlInsert insert) {
    List<SqlNode> columns = new ArrayList<>();
    if (insert.getTargetColumnList() != null) {
      columns.addAll(insert.getTargetColumnList());
    } else {
      int width = Math.min(width(insert.getSource()), table.columns().size());
      for (ColumnDef column : table.columns().subList(0, width)) {
        columns.add(new SqlIdentifier(column.name(), POS));
      }
    }
    return insert.getSource().getKind() == SqlKind.VALUES
        ? with(insert, columns, defaults((SqlCall) insert.getSource(), columns))
        : withoutIdentities(insert, columns);
  }

  private static SqlInsert with(SqlInsert insert, List<SqlNode> columns, SqlNode source) {
    return new SqlInsert(
        insert.getParserPosition(),
        (SqlNodeList) insert.getOperandList().get(0),
        insert.getTargetTable(),
        source,
        new SqlNodeList(columns, POS));
  }

  private boolean isIdentity(SqlNode target) {
    int column = column(target);
    return column >= 0
        && table.columns().get(column).generation() instanceof ColumnGeneration.Identity;
  }

  private SqlNode defaults(SqlCall rows, List<SqlNode> columns) {
    List<SqlNode> changed = new ArrayList<>();
    for (SqlNode row : rows.getOperandList()) {
      List<SqlNode> values = new ArrayList<>();
      values.addAll(row.getKind() == SqlKind.ROW ? ((SqlCall) row).getOperandList() : List.of(row));
      for (int i = 0; i < Math.min(values.size(), columns.size()); i++) {
        if (isIdentity(columns.get(i))) {
          values.set(i, SqlStdOperatorTable.DEFAULT.createCall(POS));
        }
      }
      changed.add(SqlStdOperatorTable.ROW.createCall(row.getParserPosition(), values));
    }
    return SqlStdOperatorTable.VALUES.createCall(rows.getParserPosition(), changed);
  }

  private SqlInsert withoutIdentities(SqlInsert insert, List<SqlNode> columns) {
    List<SqlNode> given = new ArrayList<>();
    given.add(insert.getSource());
    given.add(new SqlIdentifier("GIVEN", POS));
    List<SqlNode> kept = new ArrayList<>();
    List<SqlNode> keptColumns = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      SqlNode name = new SqlIdentifier("C" + i, POS);
      given.add(name);
      if (!isIdentity(columns.get(i))) {
        kept.add(name);
        keptColumns.add(columns.get(i));
      }
    }
    SqlNode source =
        Selects.of(new SqlNodeList(kept, POS), SqlStdOperatorTable.AS.createCall(POS, given), null);
    return with(insert, keptColumns, source);
  }

  /** Checks the columns that an UPDATE sets. */
  void check(List<Assignment> assignments, int[] columns) {
    for (int i = 0; i < columns.length; i++) {
      if (isClosed(table.columns().get(columns[i])) && assignments.get(i).value() != null) {
        throw refused(
            table.columns().get(columns[i]), assignments.get(i).column().getParserPosition());
      }
    }
  }

  private SqlStateException refused(ColumnDef column, SqlParserPos pos) {
    return SqlErrors.at(
        SqlState.GENERATED_ALWAYS,
        "column " + column.name() + " is generated always and takes no value",
        pos);
  }
}

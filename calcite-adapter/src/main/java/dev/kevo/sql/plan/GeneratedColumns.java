package dev.kevo.sql.plan;

import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.ColumnGeneration;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.parser.Assignment;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Refuses statements that give a value to a column that only the store may give one: 428C9. */
final class GeneratedColumns {
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

package dev.kevo.sql.parser;

import dev.kevo.sql.types.SqlErrors;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * What SET says about one column.
 *
 * @param column the column
 * @param value its new value, or null for DEFAULT
 */
public record Assignment(SqlIdentifier column, @Nullable SqlNode value) {
  /** The assignments of {@code (a, b) = (1, 2)} and {@code (a, b) = (SELECT ...)}. */
  public static List<Assignment> ofRow(SqlNodeList columns, SqlNode source) {
    int size = columns.size();
    List<SqlNode> values = new ArrayList<>();
    if (source.isA(SqlKind.QUERY) && size > 1) {
      for (int i = 0; i < size; i++) {
        values.add(column(source, size, i));
      }
    } else if (source.getKind() == SqlKind.ROW) {
      values.addAll(((SqlCall) source).getOperandList());
    } else {
      values.add(source);
    }
    return ofValues(columns, values, source.getParserPosition());
  }

  /** The assignments of {@code (a, b) = (1, DEFAULT)}, with the row's place. */
  public static List<Assignment> ofValues(
      SqlNodeList columns, List<SqlNode> values, SqlParserPos pos) {
    if (values.size() != columns.size()) {
      throw SqlErrors.syntax(
          columns.size() + " columns are set to " + values.size() + " values", pos);
    }
    List<Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      SqlNode value = values.get(i);
      assignments.add(
          new Assignment(
              (SqlIdentifier) columns.get(i), value.getKind() == SqlKind.DEFAULT ? null : value));
    }
    return assignments;
  }

  /** {@code SELECT C<index> FROM (query) AS Q (C0, C1, ...)}. */
  private static SqlNode column(SqlNode query, int size, int index) {
    SqlParserPos pos = query.getParserPosition();
    List<SqlNode> alias = new ArrayList<>(List.of(query, new SqlIdentifier("Q", pos)));
    for (int i = 0; i < size; i++) {
      alias.add(new SqlIdentifier("C" + i, pos));
    }
    return new SqlSelect(
        pos,
        null,
        SqlNodeList.of(new SqlIdentifier("C" + index, pos)),
        new SqlBasicCall(SqlStdOperatorTable.AS, alias, pos),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  static void addParts(List<Assignment> assignments, List<@Nullable SqlNode> parts) {
    for (Assignment assignment : assignments) {
      parts.add(assignment.column);
      parts.add(assignment.value);
    }
  }
}

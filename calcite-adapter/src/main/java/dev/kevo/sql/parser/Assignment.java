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
    List<Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      assignments.add(new Assignment((SqlIdentifier) columns.get(i), item(columns, source, i)));
    }
    return assignments;
  }

  private static SqlNode item(SqlNodeList columns, SqlNode source, int index) {
    int size = columns.size();
    if (source.isA(SqlKind.QUERY)) {
      return size == 1 ? source : column(source, size, index);
    }
    List<SqlNode> items =
        source.getKind() == SqlKind.ROW ? ((SqlCall) source).getOperandList() : List.of(source);
    if (items.size() != size) {
      throw SqlErrors.syntax(
          size + " columns are set to " + items.size() + " values", source.getParserPosition());
    }
    return items.get(index);
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

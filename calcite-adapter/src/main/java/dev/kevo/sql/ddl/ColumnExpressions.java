package dev.kevo.sql.ddl;

import dev.kevo.sql.exec.RowCursor;
import dev.kevo.sql.plan.Plan;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.ColumnValues;
import dev.kevo.sql.types.SqlState;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.dialect.CalciteSqlDialect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** The expressions in definitions of columns: checked, and as text for the catalogue. */
final class ColumnExpressions {
  private final DefinitionScope scope;

  ColumnExpressions(DefinitionScope scope) {
    this.scope = scope;
  }

  /** The expression as it is kept: any parser can read it back. */
  static String text(SqlNode expression) {
    return expression
        .toSqlString(c -> c.withDialect(CalciteSqlDialect.DEFAULT).withIndentation(0))
        .getSql();
  }

  /**
   * Plans and runs a default once, so that INSERT will not be the first to find it wrong.
   *
   * @return its value
   */
  @Nullable Object defaultValue(SqlNode expression, ColumnType type, String column) {
    SqlNode copy = expression.clone(SqlParserPos.ZERO);
    SqlNode values =
        SqlStdOperatorTable.VALUES.createCall(
            SqlParserPos.ZERO, SqlStdOperatorTable.ROW.createCall(SqlParserPos.ZERO, copy));
    Plan plan = scope.planner().plan(values, scope.tree(), scope.defaultSchema());
    if (plan.parameters().getFieldCount() > 0 || !(plan instanceof Plan.Query query)) {
      throw SqlState.INVALID_TABLE_DEFINITION.failure(
          "the default of column " + column + " cannot have parameters");
    }
    try (RowCursor rows = query.rows().open(scope.context(), 0)) {
      rows.next();
      return ColumnValues.convert(rows.row()[0], type.withNullable(true), column);
    }
  }
}

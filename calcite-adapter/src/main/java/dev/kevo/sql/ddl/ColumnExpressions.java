package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.ColumnGeneration;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.exec.RowCursor;
import dev.kevo.sql.parser.ddl.ColumnClause;
import dev.kevo.sql.plan.Plan;
import dev.kevo.sql.plan.RowExpression;
import dev.kevo.sql.plan.SequenceCalls;
import dev.kevo.sql.plan.UsualFunctions;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.ColumnValues;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
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

  /** A default, tried once so that INSERT will not be the first to find it wrong. */
  ColumnGeneration.Default defaultOf(
      SqlNode expression, ColumnType type, String column, int columnId) {
    SequenceCalls sequences =
        new SequenceCalls(
            scope.catalog(), scope.defaultSchema(), ((long) columnId + 1) * Integer.MAX_VALUE);
    SqlNode expanded = sequences.expand(expression);
    value(expanded, type.withNullable(true), column);
    // An INSERT takes the text into a statement in which functions are what the planner knows.
    return new ColumnGeneration.Default(
        text(UsualFunctions.rewrite(expanded.clone(SqlParserPos.ZERO))), sequences.used());
  }

  /** A table with the expression of one of its computed columns. */
  TableDef withComputed(TableDef table, ColumnClause column) {
    SqlNode expression = Objects.requireNonNull(column.computed());
    RowExpression planned = scope.expression(expression, table);
    if (!planned.deterministic()) {
      throw refused(expression, column.name(), "must give the same for the same row at any time");
    }
    List<Integer> ids = new ArrayList<>();
    for (int ordinal : new TreeSet<>(planned.columns())) {
      ColumnDef used = table.columns().get(ordinal);
      if (used.isComputed()) {
        throw refused(expression, column.name(), "cannot use computed column " + used.name());
      }
      ids.add(used.id());
    }
    ColumnDef definition = table.columns().get(table.columnIndex(column.name()));
    return table.withColumn(
        definition.withGeneration(new ColumnGeneration.Computed(text(expression), ids)));
  }

  private static SqlStateException refused(SqlNode expression, String column, String why) {
    return SqlErrors.at(
        SqlState.INVALID_TABLE_DEFINITION,
        "the expression of column " + column + " " + why,
        expression.getParserPosition());
  }

  /**
   * The value of an expression without columns, as a column of the type takes it. Sequences named
   * in it are not touched: each of their numbers is 1.
   */
  @Nullable Object value(SqlNode expression, ColumnType type, String column) {
    SqlNode copy = expression.clone(SqlParserPos.ZERO);
    SqlNode values =
        SqlStdOperatorTable.VALUES.createCall(
            SqlParserPos.ZERO, SqlStdOperatorTable.ROW.createCall(SqlParserPos.ZERO, copy));
    Plan plan = scope.plan(values);
    if (plan.parameters().getFieldCount() > 0 || !(plan instanceof Plan.Query query)) {
      throw SqlState.INVALID_TABLE_DEFINITION.failure(
          "the default of column " + column + " cannot have parameters");
    }
    try (RowCursor rows = query.rows().open(scope.context((view, sequence) -> () -> 1), 0)) {
      rows.next();
      return ColumnValues.convert(rows.row()[0], type, column);
    }
  }
}

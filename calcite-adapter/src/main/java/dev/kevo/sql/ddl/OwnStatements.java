package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.exec.Pasts;
import dev.kevo.sql.exec.RowCursor;
import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.parser.KevoParser;
import dev.kevo.sql.plan.Plan;
import org.apache.calcite.sql.SqlNode;

/** Statements that a definition runs itself, over what it has defined so far. */
final class OwnStatements {
  private final DefinitionScope scope;

  OwnStatements(DefinitionScope scope) {
    this.scope = scope;
  }

  /** A name as any statement can have it. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String quoted(String schema, String name) {
    return quoted(schema) + "." + quoted(name);
  }

  static String quoted(TableDef table) {
    return quoted(table.schema(), table.name());
  }

  /** Whether a table has a row for which a condition holds. */
  boolean hasRow(TableDef table, String condition) {
    return hasRow(KevoParser.parse("SELECT 1 FROM " + quoted(table) + " WHERE " + condition));
  }

  private boolean hasRow(SqlNode query) {
    Plan.Query plan = (Plan.Query) scope.plan(query);
    try (RowCursor rows = plan.rows().open(scope.context(), 1)) {
      return rows.next();
    }
  }

  /** Gives every row of a table a column's default, or what it is computed from. */
  void setToDefault(TableDef table, String column) {
    change(KevoParser.parse("UPDATE " + quoted(table) + " SET " + quoted(column) + " = DEFAULT"));
  }

  /** Runs a change; gives the number of rows. */
  long change(SqlNode statement) {
    Plan.Change plan = (Plan.Change) scope.plan(statement);
    StatementContext context = scope.context();
    try (Pasts pasts = Pasts.open(plan.pasts(), context, scope.database())) {
      context.read(pasts);
      return plan.change().run(context, scope.transaction()).count();
    }
  }
}

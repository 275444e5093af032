package dev.kevo.sql.ddl;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.exec.TableAnalysis;
import dev.kevo.sql.parser.ddl.AnalyzeStatement;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import org.apache.calcite.sql.SqlIdentifier;

/** Carries out ANALYZE: counts what is in tables, for the planner. Writers go on meanwhile. */
final class Analysis {
  private final DefinitionScope scope;

  Analysis(DefinitionScope scope) {
    this.scope = scope;
  }

  void run(AnalyzeStatement statement) {
    for (SqlIdentifier name : statement.names()) {
      analyze(table(name));
    }
    if (statement.names().isEmpty()) {
      Catalog catalog = scope.catalog();
      for (String schema : catalog.schemas()) {
        catalog.tables(schema).values().forEach(this::analyze);
      }
    }
  }

  private void analyze(TableDef table) {
    scope.editor().put(table, TableAnalysis.run(scope.tree().table(table.id()), scope.context()));
  }

  private TableDef table(SqlIdentifier name) {
    String schema = scope.schemaOf(name);
    String simple = DefinitionScope.nameOf(name);
    return scope
        .catalog()
        .table(schema, simple)
        .orElseThrow(
            () ->
                SqlErrors.at(
                    SqlState.UNDEFINED_TABLE,
                    "table " + schema + "." + simple + " does not exist",
                    name.getParserPosition()));
  }
}

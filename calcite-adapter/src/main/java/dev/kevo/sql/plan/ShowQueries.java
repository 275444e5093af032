package dev.kevo.sql.plan;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.parser.KevoParser;
import dev.kevo.sql.parser.SqlShowStatement;
import dev.kevo.sql.table.DefinitionText;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.util.List;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** Writes SHOW and DESCRIBE as queries of INFORMATION_SCHEMA. */
final class ShowQueries {
  private ShowQueries() {}

  static SqlNode of(
      SqlShowStatement show, StatementTrees trees, Catalog catalog, String defaultSchema) {
    SqlIdentifier name = show.name();
    return KevoParser.parse(
        switch (show.what()) {
          case SCHEMAS ->
              "SELECT schema_name FROM information_schema.schemata ORDER BY schema_name";
          case TABLES ->
              "SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = "
                  + quoted(name == null ? defaultSchema : name.getSimple())
                  + " ORDER BY table_name";
          case VIEWS ->
              "SELECT table_name FROM information_schema.views WHERE table_schema = "
                  + quoted(name == null ? defaultSchema : name.getSimple())
                  + " ORDER BY table_name";
          case SEQUENCES ->
              "SELECT sequence_name FROM information_schema.sequences WHERE sequence_schema = "
                  + quoted(name == null ? defaultSchema : name.getSimple())
                  + " ORDER BY sequence_name";
          case DEFINITION ->
              "SELECT CAST("
                  + quoted(definition(name, trees, catalog))
                  + " AS VARCHAR) AS definition";
          case COLUMNS ->
              "SELECT column_name, type_name, column_size, is_nullable, column_default"
                  + " FROM information_schema.columns WHERE "
                  + isTable(name, trees)
                  + " ORDER BY ordinal_position";
          case INDEXES ->
              "SELECT i.table_name, i.index_name, i.is_unique, c.column_name"
                  + " FROM information_schema.indexes AS i JOIN information_schema.index_columns"
                  + " AS c ON i.index_schema = c.index_schema AND i.index_name = c.index_name"
                  + " AND i.table_schema = c.table_schema AND i.table_name = c.table_name WHERE "
                  + (name == null
                      ? "i.table_schema = " + quoted(defaultSchema)
                      : isTable(name, trees).replace("table_", "i.table_"))
                  + " ORDER BY i.table_name, i.index_name, c.ordinal_position";
        });
  }

  private static String definition(
      @Nullable SqlIdentifier name, StatementTrees trees, Catalog catalog) {
    List<String> names = qualified(name, trees);
    String schema = names.get(names.size() - 2);
    String last = names.get(names.size() - 1);
    return catalog
        .view(schema, last)
        .map(DefinitionText::of)
        .or(() -> catalog.table(schema, last).map(table -> DefinitionText.of(table, catalog)))
        .orElseThrow(
            () ->
                SqlState.WRONG_OBJECT_TYPE.failure(
                    schema + "." + last + " was not defined by a statement"));
  }

  private static String isTable(@Nullable SqlIdentifier name, StatementTrees trees) {
    List<String> names = qualified(name, trees);
    return "table_schema = "
        + quoted(names.get(names.size() - 2))
        + " AND table_name = "
        + quoted(names.get(names.size() - 1));
  }

  private static List<String> qualified(@Nullable SqlIdentifier name, StatementTrees trees) {
    if (name == null) {
      throw new IllegalArgumentException("a table is missing");
    }
    RelOptTable table = trees.catalog().getTable(name.names);
    if (table == null) {
      throw SqlErrors.at(
          SqlState.UNDEFINED_TABLE, "Table '" + name + "' not found", name.getParserPosition());
    }
    return table.getQualifiedName();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}

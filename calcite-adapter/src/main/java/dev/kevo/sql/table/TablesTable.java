package dev.kevo.sql.table;

import static dev.kevo.sql.table.InformationSchema.TEXT;
import static dev.kevo.sql.table.InformationSchema.TEXT_OR_NULL;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.CatalogStore;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.catalog.ViewDef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TABLES: the tables and views. */
final class TablesTable {
  static final InformationSchema.SystemDef DEFINITION =
      InformationSchema.defineAll(
          "TABLES",
          TablesTable::collect,
          columns -> {
            columns.accept("TABLE_CATALOG", TEXT_OR_NULL);
            columns.accept("TABLE_SCHEMA", TEXT);
            columns.accept("TABLE_NAME", TEXT);
            columns.accept("TABLE_TYPE", TEXT);
            columns.accept("IS_INSERTABLE_INTO", TEXT);
            columns.accept("REMARKS", TEXT_OR_NULL);
          });

  private TablesTable() {}

  private static void collect(Catalog catalog, CatalogStore store, List<@Nullable Object[]> rows) {
    for (String schema : catalog.schemas()) {
      for (TableDef table : InformationSchema.tablesOf(schema, catalog, store)) {
        boolean writable = table.kind() != TableDef.Kind.SYSTEM;
        rows.add(
            InformationSchema.row(
                null,
                schema,
                table.name(),
                type(table.kind()),
                InformationSchema.yesOrNo(writable),
                remarks(table)));
      }
      for (ViewDef view : catalog.views(schema).values()) {
        rows.add(InformationSchema.row(null, schema, view.name(), "VIEW", "NO", view.comment()));
      }
    }
  }

  private static String type(TableDef.Kind kind) {
    return switch (kind) {
      case SYSTEM -> "SYSTEM TABLE";
      case TEMPORARY -> "LOCAL TEMPORARY";
      default -> "TABLE";
    };
  }

  private static @Nullable String remarks(TableDef table) {
    return switch (table.kind()) {
      case KEYSPACE -> "The keyspace's entries as bytes";
      case KEYSPACE_TEXT -> "The keyspace's entries as UTF-8 text";
      default -> table.comment();
    };
  }
}

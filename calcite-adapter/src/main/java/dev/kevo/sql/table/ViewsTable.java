package dev.kevo.sql.table;

import static dev.kevo.sql.table.InformationSchema.TEXT;
import static dev.kevo.sql.table.InformationSchema.TEXT_OR_NULL;

import dev.kevo.sql.catalog.ViewDef;

/** VIEWS: the views with their queries. */
final class ViewsTable {
  static final InformationSchema.SystemDef DEFINITION =
      InformationSchema.defineAll(
          "VIEWS",
          (catalog, store, rows) -> {
            for (String schema : catalog.schemas()) {
              for (ViewDef view : catalog.views(schema).values()) {
                rows.add(
                    InformationSchema.row(
                        null, schema, view.name(), view.sql(), "NONE", "NO", "NO"));
              }
            }
          },
          columns -> {
            columns.accept("TABLE_CATALOG", TEXT_OR_NULL);
            columns.accept("TABLE_SCHEMA", TEXT);
            columns.accept("TABLE_NAME", TEXT);
            columns.accept("VIEW_DEFINITION", TEXT);
            columns.accept("CHECK_OPTION", TEXT);
            columns.accept("IS_UPDATABLE", TEXT);
            columns.accept("IS_INSERTABLE_INTO", TEXT);
          });

  private ViewsTable() {}
}

package dev.kevo.sql.table;

import static dev.kevo.sql.table.InformationSchema.FLAG;
import static dev.kevo.sql.table.InformationSchema.TEXT;
import static dev.kevo.sql.table.InformationSchema.TEXT_OR_NULL;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.SchemaDef;

/** SCHEMATA: the schemas. */
final class SchemataTable {
  static final InformationSchema.SystemDef DEFINITION =
      InformationSchema.defineAll(
          "SCHEMATA",
          (catalog, store, rows) -> {
            for (String name : catalog.schemas()) {
              String remarks = catalog.schema(name).map(SchemaDef::comment).orElse(null);
              rows.add(InformationSchema.row(null, name, Catalog.isSystemSchema(name), remarks));
            }
          },
          columns -> {
            columns.accept("CATALOG_NAME", TEXT_OR_NULL);
            columns.accept("SCHEMA_NAME", TEXT);
            columns.accept("IS_SYSTEM", FLAG);
            columns.accept("REMARKS", TEXT_OR_NULL);
          });

  private SchemataTable() {}
}

package dev.kevo.sql.catalog;

import org.jspecify.annotations.Nullable;

/** Something that has a record of its own in the catalogue. */
public sealed interface CatalogObject permits SchemaDef, TableDef, ViewDef, SequenceDef {
  /** Never given to another object; 0 for what the system itself defines. */
  long id();

  /** Its name in its schema, or a schema's name. */
  String name();

  /** What COMMENT ON said of it, or null. */
  @Nullable String comment();
}

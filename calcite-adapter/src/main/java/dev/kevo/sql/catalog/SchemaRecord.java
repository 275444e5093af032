package dev.kevo.sql.catalog;

import org.jspecify.annotations.Nullable;

/** The stored form of a schema, after the field that says that it is one. */
final class SchemaRecord {
  private static final int NAME = 2;
  private static final int COMMENT = 3;

  private SchemaRecord() {}

  static void write(SchemaDef schema, Fields.Writer fields) {
    fields.text(NAME, schema.name()).textIfAny(COMMENT, schema.comment());
  }

  static SchemaDef read(long id, Fields.Reader fields) {
    String name = "";
    @Nullable String comment = null;
    while (fields.next()) {
      switch (fields.tag()) {
        case NAME -> name = fields.text();
        case COMMENT -> comment = fields.text();
        default -> throw Fields.unknown("schema", fields);
      }
    }
    return new SchemaDef(id, name, comment);
  }
}

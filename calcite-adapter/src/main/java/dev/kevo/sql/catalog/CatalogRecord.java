package dev.kevo.sql.catalog;

import dev.kevo.engine.Slice;

/**
 * The stored form of an object of the catalogue: {@link Fields} of which the first says what kind
 * of object it is; the class of that kind's record has the others. A field or kind that is unknown
 * was written by a newer version and is refused.
 */
final class CatalogRecord {
  private static final int KIND = 1;
  private static final int KIND_SCHEMA = 1;
  private static final int KIND_TABLE = 2;
  private static final int KIND_VIEW = 3;
  private static final int KIND_SEQUENCE = 4;

  private CatalogRecord() {}

  static byte[] write(CatalogObject object) {
    Fields.Writer fields = new Fields.Writer();
    if (object instanceof SchemaDef schema) {
      SchemaRecord.write(schema, fields.number(KIND, KIND_SCHEMA));
    } else if (object instanceof TableDef table) {
      TableRecord.write(table, fields.number(KIND, KIND_TABLE));
    } else if (object instanceof ViewDef view) {
      ViewRecord.write(view, fields.number(KIND, KIND_VIEW));
    } else if (object instanceof SequenceDef sequence) {
      SequenceRecord.write(sequence, fields.number(KIND, KIND_SEQUENCE));
    }
    return fields.finish();
  }

  static CatalogObject read(long id, Slice record) {
    Fields.Reader fields = new Fields.Reader(record);
    if (!fields.next() || fields.tag() != KIND) {
      throw Fields.corrupt("object " + id + " has no kind");
    }
    int kind = fields.smallNumber();
    return switch (kind) {
      case KIND_SCHEMA -> SchemaRecord.read(id, fields);
      case KIND_TABLE -> TableRecord.read(id, fields);
      case KIND_VIEW -> ViewRecord.read(id, fields);
      case KIND_SEQUENCE -> SequenceRecord.read(id, fields);
      default -> throw Fields.corrupt("object " + id + " is of the unknown kind " + kind);
    };
  }
}

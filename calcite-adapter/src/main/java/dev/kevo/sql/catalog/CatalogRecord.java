package dev.kevo.sql.catalog;

import dev.kevo.engine.Slice;
import dev.kevo.sql.types.ColumnType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of an object of the catalogue: {@link Fields} of which the first says what kind
 * of object it is. A field or kind that is unknown was written by a newer version and is refused.
 */
final class CatalogRecord {
  private static final int KIND = 1;
  private static final int KIND_SCHEMA = 1;
  private static final int KIND_TABLE = 2;

  private static final int NAME = 2;
  private static final int SCHEMA = 3;
  private static final int VERSION = 4;
  private static final int COLUMN = 5;
  private static final int KEY_COLUMN_ID = 6;
  private static final int KEY_NAME = 7;
  private static final int INDEX = 8;
  private static final int CONSTRAINT = 9;

  private static final int COLUMN_ID = 1;
  private static final int COLUMN_NAME = 2;
  private static final int COLUMN_TYPE = 3;
  private static final int COLUMN_PRECISION = 4;
  private static final int COLUMN_SCALE = 5;
  private static final int COLUMN_NULLABLE = 6;
  private static final int COLUMN_DEFAULT = 7;

  private CatalogRecord() {}

  static byte[] schema(String name) {
    return new Fields.Writer().number(KIND, KIND_SCHEMA).text(NAME, name).finish();
  }

  static byte[] table(TableDef table) {
    Fields.Writer fields =
        new Fields.Writer()
            .number(KIND, KIND_TABLE)
            .text(NAME, table.name())
            .text(SCHEMA, table.schema())
            .number(VERSION, table.version());
    for (ColumnDef column : table.columns()) {
      fields.bytes(COLUMN, column(column));
    }
    for (int index : table.primaryKey()) {
      fields.number(KEY_COLUMN_ID, table.columns().get(index).id());
    }
    if (table.primaryKeyName() != null) {
      fields.text(KEY_NAME, table.primaryKeyName());
    }
    table.indexes().forEach(index -> fields.bytes(INDEX, RuleRecords.index(index)));
    table
        .constraints()
        .forEach(constraint -> fields.bytes(CONSTRAINT, RuleRecords.constraint(constraint)));
    return fields.finish();
  }

  /** A type alone, with the fields that a column's type has. */
  static byte[] type(ColumnType type) {
    Fields.Writer fields = new Fields.Writer();
    addType(fields, type);
    return fields.finish();
  }

  private static void addType(Fields.Writer fields, ColumnType type) {
    fields
        .text(COLUMN_TYPE, type.typeName().name())
        .number(COLUMN_PRECISION, type.precision())
        .number(COLUMN_SCALE, type.scale())
        .number(COLUMN_NULLABLE, type.nullable() ? 1 : 0);
  }

  /** The type that {@link #type} wrote. */
  static ColumnType readType(Slice record) {
    return readColumn(record).type();
  }

  private static byte[] column(ColumnDef column) {
    Fields.Writer fields =
        new Fields.Writer().number(COLUMN_ID, column.id()).text(COLUMN_NAME, column.name());
    addType(fields, column.type());
    if (column.defaultSql() != null) {
      fields.text(COLUMN_DEFAULT, column.defaultSql());
    }
    return fields.finish();
  }

  /** Adds the object in a record to the schemas or the tables. */
  static void read(long id, Slice record, List<String> schemas, List<TableDef> tables) {
    Fields.Reader fields = new Fields.Reader(record);
    if (!fields.next() || fields.tag() != KIND) {
      throw Fields.corrupt("object " + id + " has no kind");
    }
    int kind = fields.smallNumber();
    switch (kind) {
      case KIND_SCHEMA -> schemas.add(readSchema(fields));
      case KIND_TABLE -> tables.add(readTable(id, fields));
      default -> throw Fields.corrupt("object " + id + " is of the unknown kind " + kind);
    }
  }

  private static String readSchema(Fields.Reader fields) {
    if (!fields.next() || fields.tag() != NAME) {
      throw Fields.corrupt("a schema has no name");
    }
    return fields.text();
  }

  private static TableDef readTable(long id, Fields.Reader fields) {
    String name = "";
    String schema = "";
    int version = 0;
    List<ColumnDef> columns = new ArrayList<>();
    List<Integer> primaryKey = new ArrayList<>();
    String keyName = null;
    List<IndexDef> indexes = new ArrayList<>();
    List<ConstraintDef> constraints = new ArrayList<>();
    while (fields.next()) {
      switch (fields.tag()) {
        case NAME -> name = fields.text();
        case SCHEMA -> schema = fields.text();
        case VERSION -> version = fields.smallNumber();
        case COLUMN -> columns.add(readColumn(fields.slice()));
        case KEY_COLUMN_ID -> primaryKey.add(indexOf(fields.smallNumber(), columns));
        case KEY_NAME -> keyName = fields.text();
        case INDEX -> indexes.add(RuleRecords.readIndex(fields.slice()));
        case CONSTRAINT -> constraints.add(RuleRecords.readConstraint(fields.slice()));
        default -> throw unknownField("table", fields);
      }
    }
    return new TableDef(
        id,
        TableDef.Kind.TABLE,
        schema,
        name,
        version,
        columns,
        primaryKey,
        keyName,
        indexes,
        constraints);
  }

  private static int indexOf(int columnId, List<ColumnDef> columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).id() == columnId) {
        return i;
      }
    }
    throw Fields.corrupt("a primary key has the unknown column " + columnId);
  }

  private static ColumnDef readColumn(Slice record) {
    Fields.Reader fields = new Fields.Reader(record);
    int id = -1;
    String name = "";
    SqlTypeName type = SqlTypeName.ANY;
    int precision = ColumnType.UNSPECIFIED;
    int scale = 0;
    boolean nullable = true;
    @Nullable String defaultSql = null;
    while (fields.next()) {
      switch (fields.tag()) {
        case COLUMN_ID -> id = fields.smallNumber();
        case COLUMN_NAME -> name = fields.text();
        case COLUMN_TYPE -> type = readType(fields.text());
        case COLUMN_PRECISION -> precision = fields.smallNumber();
        case COLUMN_SCALE -> scale = fields.smallNumber();
        case COLUMN_NULLABLE -> nullable = fields.number() != 0;
        case COLUMN_DEFAULT -> defaultSql = fields.text();
        default -> throw unknownField("column", fields);
      }
    }
    return new ColumnDef(id, name, new ColumnType(type, precision, scale, nullable), defaultSql);
  }

  private static SqlTypeName readType(String name) {
    SqlTypeName type = SqlTypeName.get(name);
    if (type == null || !ColumnType.isSupported(type)) {
      throw Fields.corrupt("a column has the unknown type " + name);
    }
    return type;
  }

  static RuntimeException unknownField(String what, Fields.Reader fields) {
    return Fields.corrupt("a " + what + " has the unknown field " + fields.tag());
  }
}

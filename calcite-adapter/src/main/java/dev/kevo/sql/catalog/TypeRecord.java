package dev.kevo.sql.catalog;

import dev.kevo.engine.Slice;
import dev.kevo.sql.types.ColumnType;
import org.apache.calcite.sql.type.SqlTypeName;

/** The stored form of a type. */
final class TypeRecord {
  private static final int NAME = 1;
  private static final int PRECISION = 2;
  private static final int SCALE = 3;
  private static final int NULLABLE = 4;

  private TypeRecord() {}

  static byte[] write(ColumnType type) {
    return new Fields.Writer()
        .text(NAME, type.storedName())
        .number(PRECISION, type.precision())
        .number(SCALE, type.scale())
        .number(NULLABLE, type.nullable() ? 1 : 0)
        .finish();
  }

  static ColumnType read(Slice record) {
    Fields.Reader fields = new Fields.Reader(record);
    String name = "";
    int precision = ColumnType.UNSPECIFIED;
    int scale = 0;
    boolean nullable = true;
    while (fields.next()) {
      switch (fields.tag()) {
        case NAME -> name = fields.text();
        case PRECISION -> precision = fields.smallNumber();
        case SCALE -> scale = fields.smallNumber();
        case NULLABLE -> nullable = fields.number() != 0;
        default -> throw Fields.unknown("type", fields);
      }
    }
    ColumnType type = ColumnType.stored(name, precision, scale, nullable);
    if (type == null) {
      throw Fields.corrupt("a column has the unknown type " + name);
    }
    return type;
  }

  /** The type of numbers of that name. */
  static SqlTypeName name(String name) {
    SqlTypeName type = SqlTypeName.get(name);
    if (type == null || !SqlTypeName.EXACT_TYPES.contains(type)) {
      throw Fields.corrupt("a sequence has the unknown type " + name);
    }
    return type;
  }
}

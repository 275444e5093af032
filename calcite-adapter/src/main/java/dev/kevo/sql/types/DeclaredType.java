package dev.kevo.sql.types;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The column type that a definition's text asks for, refused rather than bent when out of range.
 */
public final class DeclaredType {
  private static final int LENGTH_DEFAULT = 1;

  private DeclaredType() {}

  /**
   * The type that a column's declaration names; nullable unless NOT NULL stands there.
   *
   * @throws SqlStateException 0A000 if no column can have it, 22023 if its length, precision or
   *     scale is out of range
   */
  public static ColumnType of(SqlDataTypeSpec spec) {
    SqlTypeNameSpec name = spec.getTypeNameSpec();
    boolean nullable = spec.getNullable() == null || spec.getNullable();
    return of(name).withNullable(nullable);
  }

  private static ColumnType of(SqlTypeNameSpec name) {
    if (name instanceof ColumnTypeName known) {
      return known.type();
    }
    if (name instanceof SqlCollectionTypeNameSpec collection
        && collection.getTypeName().getSimple().equals("ARRAY")) {
      ColumnType element = of(collection.getElementTypeName());
      if (element.element() != null) {
        throw unsupported(name);
      }
      return ColumnType.arrayOf(element);
    }
    if (!(name instanceof SqlBasicTypeNameSpec basic)) {
      throw unsupported(name);
    }
    SqlTypeName type = SqlTypeName.get(name.getTypeName().getSimple());
    if (type == SqlTypeName.TIMESTAMP_TZ) {
      type = SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
    }
    if (type == null || !ColumnType.isSupported(type)) {
      throw unsupported(name);
    }
    return of(type, basic, name.getParserPos());
  }

  private static ColumnType of(SqlTypeName type, SqlBasicTypeNameSpec spec, SqlParserPos pos) {
    int precision = Math.max(spec.getPrecision(), ColumnType.UNSPECIFIED);
    return switch (type) {
      case CHAR, BINARY ->
          ColumnType.of(
              type,
              precision == ColumnType.UNSPECIFIED
                  ? LENGTH_DEFAULT
                  : checked("length", precision, 1, KevoTypeSystem.LENGTH_MAX, pos));
      case VARCHAR, VARBINARY ->
          precision == ColumnType.UNSPECIFIED
              ? ColumnType.of(type)
              : ColumnType.of(
                  type, checked("length", precision, 1, KevoTypeSystem.LENGTH_MAX, pos));
      case DECIMAL -> decimal(precision, spec.getScale(), pos);
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          ColumnType.of(type, fractionalDigits(precision));
      default -> ColumnType.of(type);
    };
  }

  private static ColumnType decimal(int precision, int scale, SqlParserPos pos) {
    int max = KevoTypeSystem.DECIMAL_PRECISION_MAX;
    if (precision == ColumnType.UNSPECIFIED) {
      return ColumnType.decimal(max, 0);
    }
    checked("precision", precision, 1, max, pos);
    int digits = scale == RelDataType.SCALE_NOT_SPECIFIED ? 0 : scale;
    return ColumnType.decimal(precision, checked("scale", digits, 0, precision, pos));
  }

  /**
   * Finer ones than the store keeps are accepted, since tools ask for them as a matter of course.
   */
  private static int fractionalDigits(int precision) {
    return precision == ColumnType.UNSPECIFIED
        ? KevoTypeSystem.FRACTIONAL_DIGITS_MAX
        : Math.min(precision, KevoTypeSystem.FRACTIONAL_DIGITS_MAX);
  }

  private static int checked(String what, int value, int min, int max, SqlParserPos pos) {
    if (value < min || value > max) {
      throw SqlState.INVALID_PARAMETER.failure(
          "the "
              + what
              + " "
              + value
              + " is not between "
              + min
              + " and "
              + max
              + SqlErrors.place(pos));
    }
    return value;
  }

  private static SqlStateException unsupported(SqlTypeNameSpec name) {
    return SqlState.NOT_SUPPORTED.failure(
        "columns of type "
            + name.getTypeName().toString().replace("_TZ", " WITH TIME ZONE")
            + " are not supported"
            + SqlErrors.place(name.getParserPos()));
  }
}

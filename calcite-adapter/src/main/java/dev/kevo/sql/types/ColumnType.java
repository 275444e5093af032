package dev.kevo.sql.types;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The type of a column.
 *
 * @param typeName one of those that {@link #isSupported} accepts
 * @param precision the digits of a DECIMAL, the length of a CHAR, VARCHAR, BINARY or VARBINARY, the
 *     fractional digits of a TIME or TIMESTAMP; {@link #UNSPECIFIED} for a VARCHAR or VARBINARY
 *     without length and for types that have none
 * @param scale the digits after the point of a DECIMAL, else 0
 * @param nullable whether NULL is allowed
 */
public record ColumnType(SqlTypeName typeName, int precision, int scale, boolean nullable) {
  /** No precision is given: any length. */
  public static final int UNSPECIFIED = RelDataType.PRECISION_NOT_SPECIFIED;

  public ColumnType {
    if (!isSupported(typeName)) {
      throw SqlState.NOT_SUPPORTED.failure("columns of type " + typeName + " are not supported");
    }
  }

  /** Whether a column can have this type. */
  public static boolean isSupported(SqlTypeName typeName) {
    return switch (typeName) {
      case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, FLOAT, DOUBLE -> true;
      case CHAR, VARCHAR, BINARY, VARBINARY, DATE, TIME, TIMESTAMP -> true;
      default -> false;
    };
  }

  /** A nullable type without precision. */
  public static ColumnType of(SqlTypeName typeName) {
    return of(typeName, UNSPECIFIED);
  }

  /** A nullable type with a precision. */
  public static ColumnType of(SqlTypeName typeName, int precision) {
    return new ColumnType(typeName, precision, 0, true);
  }

  /** A nullable DECIMAL. */
  public static ColumnType decimal(int precision, int scale) {
    return new ColumnType(SqlTypeName.DECIMAL, precision, scale, true);
  }

  /** The column type of an expression's type. */
  public static ColumnType of(RelDataType type) {
    SqlTypeName name = type.getSqlTypeName();
    return switch (name) {
      case DECIMAL -> new ColumnType(name, type.getPrecision(), type.getScale(), type.isNullable());
      case CHAR, VARCHAR, BINARY, VARBINARY, TIME, TIMESTAMP ->
          new ColumnType(name, type.getPrecision(), 0, type.isNullable());
      default -> new ColumnType(name, UNSPECIFIED, 0, type.isNullable());
    };
  }

  /** The same as Calcite's type. */
  public RelDataType toRel(RelDataTypeFactory factory) {
    RelDataType type;
    if (typeName == SqlTypeName.DECIMAL) {
      type = factory.createSqlType(typeName, precision, scale);
    } else if (precision != UNSPECIFIED) {
      type = factory.createSqlType(typeName, precision);
    } else {
      type = factory.createSqlType(typeName);
    }
    return factory.createTypeWithNullability(type, nullable);
  }

  /** The same type, with NULL or without. */
  public ColumnType withNullable(boolean nullable) {
    return new ColumnType(typeName, precision, scale, nullable);
  }

  /** The constant of {@link java.sql.Types}. */
  public int jdbcType() {
    return typeName.getJdbcOrdinal();
  }

  /** The bare SQL name, such as VARCHAR. */
  public String sqlName() {
    return typeName.getName();
  }

  /** Whether it is CHAR or VARCHAR. */
  public boolean isText() {
    return typeName == SqlTypeName.CHAR || typeName == SqlTypeName.VARCHAR;
  }

  /** Whether it is BINARY or VARBINARY. */
  public boolean isBinary() {
    return typeName == SqlTypeName.BINARY || typeName == SqlTypeName.VARBINARY;
  }

  /** What JDBC's metadata calls COLUMN_SIZE: digits, characters or bytes. */
  public int columnSize() {
    return switch (typeName) {
      case BOOLEAN -> 1;
      case TINYINT -> 3;
      case SMALLINT -> 5;
      case INTEGER -> 10;
      case BIGINT -> 19;
      case REAL -> 7;
      case FLOAT, DOUBLE -> 15;
      case DATE -> 10;
      case TIME -> precision > 0 ? 9 + precision : 8;
      case TIMESTAMP -> precision > 0 ? 20 + precision : 19;
      default -> precision == UNSPECIFIED ? Integer.MAX_VALUE : precision;
    };
  }

  /** The most characters that a value's text can have. */
  public int displaySize() {
    return switch (typeName) {
      case BOOLEAN -> 5;
      case TINYINT, SMALLINT, INTEGER, BIGINT -> columnSize() + 1;
      case DECIMAL -> precision + 2;
      case REAL -> 15;
      case FLOAT, DOUBLE -> 24;
      case BINARY, VARBINARY ->
          precision == UNSPECIFIED ? Integer.MAX_VALUE : (int) Math.min(2L * precision, 1 << 30);
      default -> columnSize();
    };
  }

  /** As DDL would write it, such as {@code DECIMAL(15, 2) NOT NULL}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(sqlName());
    if (typeName == SqlTypeName.DECIMAL) {
      text.append('(').append(precision).append(", ").append(scale).append(')');
    } else if (precision != UNSPECIFIED) {
      text.append('(').append(precision).append(')');
    }
    return text.append(nullable ? "" : " NOT NULL").toString();
  }
}

package dev.kevo.sql.types;

import java.sql.Types;
import java.util.Locale;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column.
 *
 * @param typeName one of those that {@link #isSupported} accepts
 * @param precision the digits of a DECIMAL, the length of a CHAR, VARCHAR, BINARY or VARBINARY, the
 *     fractional digits of a TIME or TIMESTAMP, the digits of an interval's first field; {@link
 *     #UNSPECIFIED} for a VARCHAR or VARBINARY without length and for types that have none
 * @param scale the digits after the point of a DECIMAL, the fractional digits of an interval, else
 *     0
 * @param nullable whether NULL is allowed
 * @param element the type of an ARRAY's elements, a scalar one; null for other types
 * @param json whether a VARCHAR takes JSON text only
 */
public record ColumnType(
    SqlTypeName typeName,
    int precision,
    int scale,
    boolean nullable,
    @Nullable ColumnType element,
    boolean json) {
  /** No precision is given: any length. */
  public static final int UNSPECIFIED = RelDataType.PRECISION_NOT_SPECIFIED;

  /** Text that is JSON. */
  public static final ColumnType JSON =
      new ColumnType(SqlTypeName.VARCHAR, UNSPECIFIED, 0, true, null, true);

  private static final String JSON_NAME = "JSON";
  private static final String ZONED_NAME = "TIMESTAMP WITH TIME ZONE";
  private static final String INTERVAL_PREFIX = "INTERVAL ";
  private static final int INTERVAL_CHARS = 30;

  public ColumnType {
    if (!isSupported(typeName) || (typeName == SqlTypeName.ARRAY) != (element != null)) {
      throw SqlState.NOT_SUPPORTED.failure("columns of type " + typeName + " are not supported");
    }
  }

  /** A scalar type. */
  public ColumnType(SqlTypeName typeName, int precision, int scale, boolean nullable) {
    this(typeName, precision, scale, nullable, null, false);
  }

  /** Whether a column can have this type. */
  public static boolean isSupported(SqlTypeName typeName) {
    return switch (typeName) {
      case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, FLOAT, DOUBLE -> true;
      case CHAR, VARCHAR, BINARY, VARBINARY, UUID, ARRAY -> true;
      case DATE, TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> true;
      default -> SqlTypeName.INTERVAL_TYPES.contains(typeName);
    };
  }

  /** Whether a column can have this type, its elements' type included. */
  public static boolean isSupported(RelDataType type) {
    RelDataType element = type.getComponentType();
    return isSupported(standard(type.getSqlTypeName()))
        && (type.getSqlTypeName() != SqlTypeName.ARRAY
            || (element != null
                && element.getSqlTypeName() != SqlTypeName.ARRAY
                && isSupported(element)));
  }

  /** Calcite has two types for moments; some of its functions have the other one. */
  private static SqlTypeName standard(SqlTypeName name) {
    return name == SqlTypeName.TIMESTAMP_TZ ? SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE : name;
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

  /** A nullable ARRAY. */
  public static ColumnType arrayOf(ColumnType element) {
    return new ColumnType(
        SqlTypeName.ARRAY, UNSPECIFIED, 0, true, element.withNullable(true), false);
  }

  /** The column type of an expression's type. */
  public static ColumnType of(RelDataType type) {
    SqlTypeName name = standard(type.getSqlTypeName());
    return switch (name) {
      case DECIMAL -> new ColumnType(name, type.getPrecision(), type.getScale(), type.isNullable());
      case CHAR, VARCHAR, BINARY, VARBINARY, TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          new ColumnType(name, type.getPrecision(), 0, type.isNullable());
      case ARRAY -> {
        RelDataType element = type.getComponentType();
        if (element == null) {
          throw SqlState.NOT_SUPPORTED.failure("arrays without a type are not supported");
        }
        yield arrayOf(of(element)).withNullable(type.isNullable());
      }
      default ->
          SqlTypeName.INTERVAL_TYPES.contains(name)
              ? new ColumnType(name, type.getPrecision(), type.getScale(), type.isNullable())
              : new ColumnType(name, UNSPECIFIED, 0, type.isNullable());
    };
  }

  /** The same as Calcite's type. */
  public RelDataType toRel(RelDataTypeFactory factory) {
    RelDataType type;
    if (element != null) {
      type = factory.createArrayType(element.toRel(factory), -1);
    } else if (isInterval()) {
      type = factory.createSqlIntervalType(qualifier());
    } else if (typeName == SqlTypeName.DECIMAL) {
      type = factory.createSqlType(typeName, precision, scale);
    } else if (precision != UNSPECIFIED) {
      type = factory.createSqlType(typeName, precision);
    } else {
      type = factory.createSqlType(typeName);
    }
    return factory.createTypeWithNullability(type, nullable);
  }

  private SqlIntervalQualifier qualifier() {
    TimeUnit start = typeName.getStartUnit();
    TimeUnit end = typeName.getEndUnit();
    return new SqlIntervalQualifier(
        start, precision, start == end ? null : end, scale, SqlParserPos.ZERO);
  }

  /** The same type, with NULL or without. */
  public ColumnType withNullable(boolean nullable) {
    return new ColumnType(typeName, precision, scale, nullable, element, json);
  }

  /** The constant of {@link java.sql.Types}. */
  public int jdbcType() {
    return jdbcType(typeName);
  }

  /** The constant of {@link java.sql.Types} for a type of Calcite's. */
  public static int jdbcType(SqlTypeName name) {
    return switch (standard(name)) {
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Types.TIMESTAMP_WITH_TIMEZONE;
      case UUID, ANY -> Types.OTHER;
      default -> SqlTypeName.INTERVAL_TYPES.contains(name) ? Types.OTHER : name.getJdbcOrdinal();
    };
  }

  /** The bare SQL name, such as VARCHAR or INTEGER ARRAY. */
  public String sqlName() {
    if (element != null) {
      return element.sqlName() + " ARRAY";
    }
    return json ? JSON_NAME : sqlName(typeName);
  }

  /** The bare SQL name of a type of Calcite's. */
  public static String sqlName(SqlTypeName name) {
    if (SqlTypeName.INTERVAL_TYPES.contains(name)) {
      TimeUnit start = name.getStartUnit();
      TimeUnit end = name.getEndUnit();
      return INTERVAL_PREFIX + start + (start == end ? "" : " TO " + end);
    }
    return standard(name) == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE
        ? ZONED_NAME
        : name.getName();
  }

  /** The interval type with all digits that has that {@link #sqlName}, or null if none has it. */
  public static @Nullable ColumnType interval(String sqlName) {
    if (!sqlName.startsWith(INTERVAL_PREFIX)) {
      return null;
    }
    for (SqlTypeName name : SqlTypeName.INTERVAL_TYPES) {
      if (sqlName(name).equals(sqlName)) {
        return new ColumnType(
            name, KevoTypeSystem.INTERVAL_DIGITS_MAX, KevoTypeSystem.FRACTIONAL_DIGITS_MAX, true);
      }
    }
    return null;
  }

  /**
   * A name from which {@link #stored} makes the type again, with its precision, scale and NULL: for
   * the catalogue.
   */
  public String storedName() {
    if (element != null) {
      return element.storedName() + " " + element.precision + " " + element.scale + " ARRAY";
    }
    return json ? JSON_NAME : typeName.name();
  }

  /** The type that {@link #storedName} names, or null if there is none of that name. */
  public static @Nullable ColumnType stored(
      String name, int precision, int scale, boolean nullable) {
    String[] parts = name.split(" ", -1);
    if (parts.length == 4 && parts[3].equals("ARRAY")) {
      ColumnType element =
          stored(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), true);
      return element == null ? null : arrayOf(element).withNullable(nullable);
    }
    if (name.equals(JSON_NAME)) {
      return JSON.withNullable(nullable);
    }
    SqlTypeName type = SqlTypeName.get(name);
    return type == null || !isSupported(type) || type == SqlTypeName.ARRAY
        ? null
        : new ColumnType(type, precision, scale, nullable);
  }

  /** Whether it is CHAR or VARCHAR. */
  public boolean isText() {
    return typeName == SqlTypeName.CHAR || typeName == SqlTypeName.VARCHAR;
  }

  /** Whether it is BINARY or VARBINARY. */
  public boolean isBinary() {
    return typeName == SqlTypeName.BINARY || typeName == SqlTypeName.VARBINARY;
  }

  /** Whether it is an interval. */
  public boolean isInterval() {
    return SqlTypeName.INTERVAL_TYPES.contains(typeName);
  }

  /** Whether it is an interval of years and months, held as Integer months. */
  public boolean isMonths() {
    return SqlTypeName.YEAR_INTERVAL_TYPES.contains(typeName);
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
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> precision > 0 ? 26 + precision : 25;
      case UUID -> 36;
      default ->
          precision == UNSPECIFIED ? Integer.MAX_VALUE : isInterval() ? INTERVAL_CHARS : precision;
    };
  }

  /** The digits after the point, or of the fraction of a second. */
  public int decimalDigits() {
    return switch (typeName) {
      case DECIMAL -> scale;
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Math.max(0, precision);
      default -> isInterval() && typeName.getEndUnit() == TimeUnit.SECOND ? scale : 0;
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
    return declaration() + (nullable ? "" : " NOT NULL");
  }

  /** As DDL would write it, such as {@code DECIMAL(15, 2)}, whether NULL is allowed or not. */
  public String declaration() {
    if (element != null) {
      return element.declaration() + " ARRAY";
    }
    if (json || precision == UNSPECIFIED) {
      return sqlName();
    }
    if (isInterval()) {
      return "INTERVAL " + qualifier().toString().toUpperCase(Locale.ROOT);
    }
    if (typeName == SqlTypeName.DECIMAL) {
      return "DECIMAL(" + precision + ", " + scale + ")";
    }
    return typeName == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE
        ? "TIMESTAMP(" + precision + ") WITH TIME ZONE"
        : sqlName() + "(" + precision + ")";
  }
}

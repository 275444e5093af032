package dev.kevo.sql.table;

import dev.kevo.sql.types.ColumnType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** The columns in which INFORMATION_SCHEMA describes a type, wherever it does. */
final class TypeColumns {
  private static final int RADIX = 10;
  private static final long UTF8_BYTES_MAX = 4;

  private TypeColumns() {}

  /** Says of which type it is what a row is about. */
  interface Typed<T> {
    ColumnType of(T thing);
  }

  static <T> void add(SystemColumns<T> columns, Typed<T> type) {
    columns
        .text("DATA_TYPE", thing -> standardName(type.of(thing)))
        .integerOrNull("CHARACTER_MAXIMUM_LENGTH", thing -> length(type.of(thing)))
        .integerOrNull("CHARACTER_OCTET_LENGTH", thing -> octetLength(type.of(thing)))
        .integerOrNull("NUMERIC_PRECISION", thing -> precision(type.of(thing)))
        .integerOrNull("NUMERIC_PRECISION_RADIX", thing -> radix(type.of(thing)))
        .integerOrNull("NUMERIC_SCALE", thing -> scale(type.of(thing)))
        .integerOrNull("DATETIME_PRECISION", thing -> fraction(type.of(thing)))
        .textOrNull("INTERVAL_TYPE", thing -> intervalFields(type.of(thing)))
        .integerOrNull("INTERVAL_PRECISION", thing -> intervalDigits(type.of(thing)))
        .absent("CHARACTER_SET_CATALOG", "CHARACTER_SET_SCHEMA", "CHARACTER_SET_NAME")
        .absent("COLLATION_CATALOG", "COLLATION_SCHEMA", "COLLATION_NAME");
  }

  /** The standard's word for the type, without lengths. */
  private static String standardName(ColumnType type) {
    return switch (type.typeName()) {
      case CHAR -> "CHARACTER";
      case VARCHAR -> type.json() ? type.sqlName() : "CHARACTER VARYING";
      case VARBINARY -> "BINARY VARYING";
      case DOUBLE -> "DOUBLE PRECISION";
      case ARRAY -> "ARRAY";
      default -> type.isInterval() ? "INTERVAL" : type.sqlName();
    };
  }

  private static boolean isNumeric(ColumnType type) {
    return SqlTypeName.NUMERIC_TYPES.contains(type.typeName());
  }

  private static boolean isCharacter(ColumnType type) {
    return type.isText() && !type.json();
  }

  private static @Nullable Integer length(ColumnType type) {
    return isCharacter(type) || type.isBinary() ? (Integer) type.columnSize() : null;
  }

  private static @Nullable Integer octetLength(ColumnType type) {
    if (type.isBinary()) {
      return type.columnSize();
    }
    return isCharacter(type)
        ? (Integer) (int) Math.min(UTF8_BYTES_MAX * type.columnSize(), Integer.MAX_VALUE)
        : null;
  }

  private static @Nullable Integer precision(ColumnType type) {
    return isNumeric(type) ? (Integer) type.columnSize() : null;
  }

  private static @Nullable Integer radix(ColumnType type) {
    return isNumeric(type) ? (Integer) RADIX : null;
  }

  private static @Nullable Integer scale(ColumnType type) {
    return isNumeric(type) ? decimalDigits(type) : null;
  }

  private static @Nullable Integer fraction(ColumnType type) {
    return isNumeric(type) ? null : decimalDigits(type);
  }

  private static @Nullable String intervalFields(ColumnType type) {
    return type.isInterval() ? type.sqlName().substring("INTERVAL ".length()) : null;
  }

  private static @Nullable Integer intervalDigits(ColumnType type) {
    return type.isInterval() ? (Integer) type.precision() : null;
  }

  /** The digits after the point that a number, a time or a timestamp can have. */
  static @Nullable Integer decimalDigits(ColumnType type) {
    return switch (type.typeName()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT -> 0;
      case DECIMAL -> type.scale();
      case DATE, TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> type.decimalDigits();
      default -> type.isInterval() ? (Integer) type.decimalDigits() : null;
    };
  }
}

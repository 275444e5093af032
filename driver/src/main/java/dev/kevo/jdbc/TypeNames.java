package dev.kevo.jdbc;

import dev.kevo.sql.types.ColumnType;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.Locale;
import java.util.UUID;

/** What JDBC's type codes, SQL's type names and Java's classes have to do with each other. */
final class TypeNames {
  private TypeNames() {}

  /** The code of a bare type name; {@link Types#OTHER} if it is of none. */
  static int jdbcType(String typeName) {
    String name = typeName.toUpperCase(Locale.ROOT).trim();
    if (name.startsWith("INTERVAL")) {
      return Types.OTHER;
    }
    if (name.endsWith(" ARRAY") || name.endsWith(" MULTISET")) {
      return Types.ARRAY;
    }
    int parameters = name.indexOf('(');
    String bare = parameters < 0 ? name : name.substring(0, parameters).trim();
    return switch (bare) {
      case "BOOLEAN" -> Types.BOOLEAN;
      case "TINYINT" -> Types.TINYINT;
      case "SMALLINT" -> Types.SMALLINT;
      case "INTEGER", "INT" -> Types.INTEGER;
      case "BIGINT" -> Types.BIGINT;
      case "REAL" -> Types.REAL;
      case "FLOAT" -> Types.FLOAT;
      case "DOUBLE", "DOUBLE PRECISION" -> Types.DOUBLE;
      case "DECIMAL", "DEC" -> Types.DECIMAL;
      case "NUMERIC" -> Types.NUMERIC;
      case "CHAR", "CHARACTER" -> Types.CHAR;
      case "VARCHAR", "CHARACTER VARYING", "TEXT", "STRING", "JSON" -> Types.VARCHAR;
      case "BINARY" -> Types.BINARY;
      case "VARBINARY", "BINARY VARYING" -> Types.VARBINARY;
      case "DATE" -> Types.DATE;
      case "TIME" -> Types.TIME;
      case "TIMESTAMP" -> Types.TIMESTAMP;
      case "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE", "TIMESTAMPTZ" ->
          Types.TIMESTAMP_WITH_TIMEZONE;
      case "ARRAY", "MULTISET" -> Types.ARRAY;
      case "ROW" -> Types.STRUCT;
      case "NULL" -> Types.NULL;
      default -> Types.OTHER;
    };
  }

  /** The class of which getObject gives instances. */
  static String className(int jdbcType, String typeName) {
    if (typeName.equals("UUID")) {
      return UUID.class.getName();
    }
    ColumnType interval = ColumnType.interval(typeName);
    if (interval != null) {
      return (interval.isMonths() ? Period.class : Duration.class).getName();
    }
    return switch (jdbcType) {
      case Types.BOOLEAN, Types.BIT -> Boolean.class.getName();
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> Integer.class.getName();
      case Types.BIGINT -> Long.class.getName();
      case Types.REAL -> Float.class.getName();
      case Types.FLOAT, Types.DOUBLE -> Double.class.getName();
      case Types.DECIMAL, Types.NUMERIC -> BigDecimal.class.getName();
      case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR -> String.class.getName();
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> "[B";
      case Types.DATE -> Date.class.getName();
      case Types.TIME -> Time.class.getName();
      case Types.TIMESTAMP -> Timestamp.class.getName();
      case Types.TIMESTAMP_WITH_TIMEZONE -> OffsetDateTime.class.getName();
      case Types.ARRAY -> Array.class.getName();
      case Types.STRUCT -> Struct.class.getName();
      default -> Object.class.getName();
    };
  }

  /** Whether the type is of numbers that can be below zero. */
  static boolean isSigned(int jdbcType) {
    return switch (jdbcType) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE,
          Types.DECIMAL,
          Types.NUMERIC ->
          true;
      default -> false;
    };
  }

  static boolean isText(int jdbcType) {
    return jdbcType == Types.CHAR || jdbcType == Types.VARCHAR || jdbcType == Types.LONGVARCHAR;
  }
}

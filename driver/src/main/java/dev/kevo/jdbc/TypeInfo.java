package dev.kevo.jdbc;

import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type that a column can have, as DatabaseMetaData.getTypeInfo lists it.
 *
 * @param name its bare name
 * @param jdbcType a constant of {@link Types}
 * @param size the most digits, characters or bytes; of dates and times the characters
 * @param parameters what may stand in parentheses after the name, or null
 * @param maximumScale the most digits after the point
 * @param quote what its literals begin and end with, or null
 */
record TypeInfo(
    String name,
    int jdbcType,
    int size,
    @Nullable String parameters,
    int maximumScale,
    @Nullable String quote) {
  private static final int LENGTH_MAX = Integer.MAX_VALUE;

  static final List<TypeInfo> ALL =
      List.of(
          new TypeInfo("BOOLEAN", Types.BOOLEAN, 1, null, 0, null),
          new TypeInfo("TINYINT", Types.TINYINT, 3, null, 0, null),
          new TypeInfo("SMALLINT", Types.SMALLINT, 5, null, 0, null),
          new TypeInfo("INTEGER", Types.INTEGER, 10, null, 0, null),
          new TypeInfo("BIGINT", Types.BIGINT, 19, null, 0, null),
          new TypeInfo("REAL", Types.REAL, 7, null, 0, null),
          new TypeInfo("FLOAT", Types.FLOAT, 15, null, 0, null),
          new TypeInfo("DOUBLE", Types.DOUBLE, 15, null, 0, null),
          new TypeInfo("DECIMAL", Types.DECIMAL, 38, "precision,scale", 38, null),
          new TypeInfo("CHAR", Types.CHAR, LENGTH_MAX, "length", 0, "'"),
          new TypeInfo("VARCHAR", Types.VARCHAR, LENGTH_MAX, "length", 0, "'"),
          new TypeInfo("BINARY", Types.BINARY, LENGTH_MAX, "length", 0, "'"),
          new TypeInfo("VARBINARY", Types.VARBINARY, LENGTH_MAX, "length", 0, "'"),
          new TypeInfo("DATE", Types.DATE, 10, null, 0, "'"),
          new TypeInfo("TIME", Types.TIME, 15, "precision", 6, "'"),
          new TypeInfo("TIMESTAMP", Types.TIMESTAMP, 26, "precision", 6, "'"),
          new TypeInfo(
              "TIMESTAMP WITH TIME ZONE", Types.TIMESTAMP_WITH_TIMEZONE, 32, "precision", 6, "'"),
          new TypeInfo("INTERVAL YEAR TO MONTH", Types.OTHER, 30, "precision", 0, "'"),
          new TypeInfo("INTERVAL DAY TO SECOND", Types.OTHER, 30, "precision", 6, "'"),
          new TypeInfo("UUID", Types.OTHER, 36, null, 0, "'"),
          new TypeInfo("JSON", Types.VARCHAR, LENGTH_MAX, null, 0, "'"),
          new TypeInfo("ARRAY", Types.ARRAY, LENGTH_MAX, null, 0, null));
}

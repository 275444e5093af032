package dev.kevo.jdbc;

import static dev.kevo.jdbc.MemoryRows.bool;
import static dev.kevo.jdbc.MemoryRows.integer;
import static dev.kevo.jdbc.MemoryRows.smallint;
import static dev.kevo.jdbc.MemoryRows.text;

import dev.kevo.sql.session.ResultColumn;
import dev.kevo.sql.types.KevoTypeSystem;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
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
 * @param prefix what its literals begin with, which end with a quote then; or null
 */
record TypeInfo(
    String name,
    int jdbcType,
    int size,
    @Nullable String parameters,
    int maximumScale,
    @Nullable String prefix) {
  private static final int RADIX = 10;
  private static final int LENGTH_MAX = KevoTypeSystem.LENGTH_MAX;

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
          new TypeInfo("BINARY", Types.BINARY, LENGTH_MAX, "length", 0, "X'"),
          new TypeInfo("VARBINARY", Types.VARBINARY, LENGTH_MAX, "length", 0, "X'"),
          new TypeInfo("DATE", Types.DATE, 10, null, 0, "DATE '"),
          new TypeInfo("TIME", Types.TIME, 15, "precision", 6, "TIME '"),
          new TypeInfo("TIMESTAMP", Types.TIMESTAMP, 26, "precision", 6, "TIMESTAMP '"),
          new TypeInfo(
              "TIMESTAMP WITH TIME ZONE",
              Types.TIMESTAMP_WITH_TIMEZONE,
              32,
              "precision",
              6,
              "TIMESTAMP WITH TIME ZONE '"),
          new TypeInfo("INTERVAL YEAR TO MONTH", Types.OTHER, 30, "precision", 0, "INTERVAL '"),
          new TypeInfo("INTERVAL DAY TO SECOND", Types.OTHER, 30, "precision", 6, "INTERVAL '"),
          new TypeInfo("UUID", Types.OTHER, 36, null, 0, "UUID '"),
          new TypeInfo("JSON", Types.VARCHAR, LENGTH_MAX, null, 0, "'"),
          new TypeInfo("ARRAY", Types.ARRAY, LENGTH_MAX, null, 0, null));

  /** The columns of {@link DatabaseMetaData#getTypeInfo}. */
  static final List<ResultColumn> COLUMNS =
      List.of(
          text("TYPE_NAME"),
          integer("DATA_TYPE"),
          integer("PRECISION"),
          text("LITERAL_PREFIX"),
          text("LITERAL_SUFFIX"),
          text("CREATE_PARAMS"),
          smallint("NULLABLE"),
          bool("CASE_SENSITIVE"),
          smallint("SEARCHABLE"),
          bool("UNSIGNED_ATTRIBUTE"),
          bool("FIXED_PREC_SCALE"),
          bool("AUTO_INCREMENT"),
          text("LOCAL_TYPE_NAME"),
          smallint("MINIMUM_SCALE"),
          smallint("MAXIMUM_SCALE"),
          integer("SQL_DATA_TYPE"),
          integer("SQL_DATETIME_SUB"),
          integer("NUM_PREC_RADIX"));

  /** Its rows: the types by their numbers. */
  static List<@Nullable Object[]> rows() {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TypeInfo type :
        ALL.stream().sorted(Comparator.comparingInt(TypeInfo::jdbcType)).toList()) {
      rows.add(type.row());
    }
    return rows;
  }

  private @Nullable Object[] row() {
    return new @Nullable Object[] {
      name,
      jdbcType,
      size,
      prefix,
      prefix == null ? null : "'",
      parameters,
      (short) DatabaseMetaData.typeNullable,
      TypeNames.isText(jdbcType),
      (short) DatabaseMetaData.typeSearchable,
      !TypeNames.isSigned(jdbcType),
      false,
      canBeIdentity(),
      name,
      (short) 0,
      (short) maximumScale,
      null,
      null,
      RADIX
    };
  }

  private boolean canBeIdentity() {
    return switch (jdbcType) {
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> true;
      default -> false;
    };
  }
}

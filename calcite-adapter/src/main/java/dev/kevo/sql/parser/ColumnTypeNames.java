package dev.kevo.sql.parser;

import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.ColumnTypeName;
import dev.kevo.sql.types.KevoTypeSystem;
import dev.kevo.sql.types.SqlErrors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** What the grammar makes of names of types that Calcite's has not. */
public final class ColumnTypeNames {
  private static final int REAL_DIGITS = 24;
  private static final int DOUBLE_DIGITS = 53;

  private ColumnTypeNames() {}

  /** The type of {@code INTERVAL DAY TO SECOND} and its like. */
  public static SqlTypeNameSpec interval(SqlIntervalQualifier qualifier, SqlParserPos pos) {
    int first = qualifier.getStartPrecisionPreservingDefault();
    int fraction = qualifier.getFractionalSecondPrecisionPreservingDefault();
    if (first > KevoTypeSystem.INTERVAL_DIGITS_MAX) {
      throw SqlErrors.syntax("an interval has at most 10 digits in its first field", pos);
    }
    int digits =
        first == RelDataType.PRECISION_NOT_SPECIFIED ? KevoTypeSystem.INTERVAL_DIGITS_MAX : first;
    int scale =
        fraction == RelDataType.PRECISION_NOT_SPECIFIED
            ? KevoTypeSystem.FRACTIONAL_DIGITS_MAX
            : Math.min(fraction, KevoTypeSystem.FRACTIONAL_DIGITS_MAX);
    return new ColumnTypeName(new ColumnType(qualifier.typeName(), digits, scale, true), pos);
  }

  /** The type of {@code FLOAT(digits)}, whose digits are binary. */
  public static SqlTypeNameSpec approximate(int digits, SqlParserPos pos) {
    if (digits < 1 || digits > DOUBLE_DIGITS) {
      throw SqlErrors.syntax("FLOAT has 1 to " + DOUBLE_DIGITS + " binary digits", pos);
    }
    return new SqlBasicTypeNameSpec(
        digits <= REAL_DIGITS ? SqlTypeName.REAL : SqlTypeName.DOUBLE, pos);
  }

  /** A type under another database's name. */
  public static SqlTypeNameSpec of(SqlTypeName type, int precision, int scale, SqlParserPos pos) {
    return scale == RelDataType.SCALE_NOT_SPECIFIED
        ? new SqlBasicTypeNameSpec(type, precision, pos)
        : new SqlBasicTypeNameSpec(type, precision, scale, pos);
  }
}

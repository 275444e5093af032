package dev.kevo.sql.types;

import java.math.RoundingMode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * This product's limits and derived types: DECIMAL to 38 digits, text and bytes of any length,
 * microseconds, sums and averages that do not overflow silently.
 */
public final class KevoTypeSystem extends RelDataTypeSystemImpl {
  /** The one there is. */
  public static final KevoTypeSystem INSTANCE = new KevoTypeSystem();

  /** The digits of a DECIMAL. */
  public static final int DECIMAL_PRECISION_MAX = 38;

  /** The length of a CHAR, VARCHAR, BINARY or VARBINARY for which a length is given. */
  public static final int LENGTH_MAX = 256 * 1024 * 1024;

  /** The fractional digits of the seconds of a TIME or TIMESTAMP. */
  public static final int FRACTIONAL_DIGITS_MAX = 6;

  /** The digits of an interval's first field, also where none are given. */
  public static final int INTERVAL_DIGITS_MAX = 10;

  private static final int AVG_SCALE_ADDED = 10;

  /** The digits after the point that a product or quotient of long decimals keeps at least. */
  private static final int KEPT_SCALE = 16;

  private KevoTypeSystem() {}

  @Override
  public int getMaxPrecision(SqlTypeName typeName) {
    return switch (typeName) {
      case DECIMAL -> DECIMAL_PRECISION_MAX;
      case CHAR, VARCHAR, BINARY, VARBINARY -> LENGTH_MAX;
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ -> FRACTIONAL_DIGITS_MAX;
      default ->
          SqlTypeName.INTERVAL_TYPES.contains(typeName)
              ? INTERVAL_DIGITS_MAX
              : super.getMaxPrecision(typeName);
    };
  }

  @Override
  public int getMaxScale(SqlTypeName typeName) {
    return typeName == SqlTypeName.DECIMAL ? DECIMAL_PRECISION_MAX : super.getMaxScale(typeName);
  }

  @Override
  public int getDefaultPrecision(SqlTypeName typeName) {
    return switch (typeName) {
      case DECIMAL -> DECIMAL_PRECISION_MAX;
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ -> FRACTIONAL_DIGITS_MAX;
      default ->
          SqlTypeName.INTERVAL_TYPES.contains(typeName)
              ? INTERVAL_DIGITS_MAX
              : super.getDefaultPrecision(typeName);
    };
  }

  @Override
  public RoundingMode roundingMode() {
    return RoundingMode.HALF_UP;
  }

  @Override
  public boolean shouldConvertRaggedUnionTypesToVarying() {
    return true;
  }

  @Override
  public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
    RelDataType sum =
        switch (argument.getSqlTypeName()) {
          case TINYINT, SMALLINT, INTEGER -> factory.createSqlType(SqlTypeName.BIGINT);
          case BIGINT -> factory.createSqlType(SqlTypeName.DECIMAL, DECIMAL_PRECISION_MAX, 0);
          case REAL -> factory.createSqlType(SqlTypeName.DOUBLE);
          default -> super.deriveSumType(factory, argument);
        };
    return factory.createTypeWithNullability(sum, argument.isNullable());
  }

  /**
   * The type of a quotient: as many digits as the operands' types call for, and where those do not
   * fit, at least {@link #KEPT_SCALE} after the point; a whole part that then does not fit is an
   * error.
   */
  @Override
  public @Nullable RelDataType deriveDecimalDivideType(
      RelDataTypeFactory factory, RelDataType dividend, RelDataType divisor) {
    boolean decimal =
        SqlTypeUtil.isExactNumeric(dividend)
            && SqlTypeUtil.isExactNumeric(divisor)
            && (SqlTypeUtil.isDecimal(dividend) || SqlTypeUtil.isDecimal(divisor));
    RelDataType first = decimal ? factory.decimalOf(dividend) : null;
    RelDataType second = decimal ? factory.decimalOf(divisor) : null;
    if (first == null || second == null) {
      return null;
    }
    int whole = first.getPrecision() - first.getScale() + second.getScale();
    int wanted = Math.max(6, first.getScale() + second.getPrecision() + 1);
    int room = DECIMAL_PRECISION_MAX - whole;
    int least = Math.max(KEPT_SCALE, Math.max(first.getScale(), second.getScale()));
    int scale = wanted <= room ? wanted : Math.min(wanted, Math.max(room, least));
    return factory.createSqlType(
        SqlTypeName.DECIMAL, Math.min(DECIMAL_PRECISION_MAX, whole + scale), scale);
  }

  @Override
  public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argument) {
    RelDataType average =
        switch (argument.getSqlTypeName()) {
          case TINYINT, SMALLINT, INTEGER, BIGINT ->
              factory.createSqlType(SqlTypeName.DECIMAL, DECIMAL_PRECISION_MAX, AVG_SCALE_ADDED);
          case DECIMAL ->
              factory.createSqlType(
                  SqlTypeName.DECIMAL,
                  DECIMAL_PRECISION_MAX,
                  Math.max(
                      argument.getScale(),
                      Math.min(argument.getScale() + AVG_SCALE_ADDED, 2 * AVG_SCALE_ADDED)));
          case REAL, FLOAT, DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
          default -> super.deriveAvgAggType(factory, argument);
        };
    return factory.createTypeWithNullability(average, argument.isNullable());
  }

  /**
   * So many digits after the point as the exact product has. Of more than {@link #KEPT_SCALE} those
   * go for which the digits before the point leave no room, but no fewer stay than a factor has; a
   * whole part that then does not fit is an error.
   */
  @Override
  public @Nullable RelDataType deriveDecimalMultiplyType(
      RelDataTypeFactory factory, RelDataType a, RelDataType b) {
    if (!isExact(a) || !isExact(b) || !(isDecimal(a) || isDecimal(b))) {
      return super.deriveDecimalMultiplyType(factory, a, b);
    }
    int before = a.getPrecision() - a.getScale() + b.getPrecision() - b.getScale();
    int exact = a.getScale() + b.getScale();
    int least = Math.max(KEPT_SCALE, Math.max(a.getScale(), b.getScale()));
    int scale = Math.min(exact, Math.max(DECIMAL_PRECISION_MAX - before, least));
    return decimal(factory, before + exact, scale, a, b);
  }

  private static boolean isExact(RelDataType type) {
    return isDecimal(type) || SqlTypeName.INT_TYPES.contains(type.getSqlTypeName());
  }

  private static boolean isDecimal(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DECIMAL;
  }

  private static RelDataType decimal(
      RelDataTypeFactory factory, int digits, int scale, RelDataType a, RelDataType b) {
    return factory.createTypeWithNullability(
        factory.createSqlType(SqlTypeName.DECIMAL, Math.min(digits, DECIMAL_PRECISION_MAX), scale),
        a.isNullable() || b.isNullable());
  }
}

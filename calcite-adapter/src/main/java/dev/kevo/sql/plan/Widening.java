package dev.kevo.sql.plan;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;

/** Casts that lose nothing: equal and ordered as before, so that a cast on a column can go. */
final class Widening {
  private static final int INTEGER_DIGITS = 10;

  private Widening() {}

  /** Whether every value of {@code from} is a value of {@code to}, in the same order. */
  static boolean isLossless(RelDataType from, RelDataType to) {
    SqlTypeName source = from.getSqlTypeName();
    SqlTypeName target = to.getSqlTypeName();
    if (SqlTypeName.INT_TYPES.contains(source)) {
      return switch (target) {
        case TINYINT, SMALLINT, INTEGER, BIGINT -> rank(source) <= rank(target);
        case DECIMAL -> to.getPrecision() - to.getScale() >= from.getPrecision();
        case FLOAT, DOUBLE -> from.getPrecision() <= INTEGER_DIGITS;
        default -> false;
      };
    }
    return switch (source) {
      case DECIMAL ->
          target == SqlTypeName.DECIMAL
              && to.getScale() >= from.getScale()
              && to.getPrecision() - to.getScale() >= from.getPrecision() - from.getScale();
      case REAL, FLOAT, DOUBLE ->
          target == source || target == SqlTypeName.DOUBLE || target == SqlTypeName.FLOAT;
      case CHAR -> target == SqlTypeName.CHAR && to.getPrecision() == from.getPrecision();
      case VARCHAR, VARBINARY -> target == source && fits(from, to);
      case BINARY -> target == SqlTypeName.BINARY && to.getPrecision() == from.getPrecision();
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          target == source && to.getPrecision() >= from.getPrecision();
      case DATE, BOOLEAN, UUID -> target == source;
      default ->
          target == source
              && SqlTypeName.INTERVAL_TYPES.contains(source)
              && to.getPrecision() >= from.getPrecision()
              && to.getScale() >= from.getScale();
    };
  }

  private static boolean fits(RelDataType from, RelDataType to) {
    return to.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED
        || (from.getPrecision() != RelDataType.PRECISION_NOT_SPECIFIED
            && from.getPrecision() <= to.getPrecision());
  }

  private static int rank(SqlTypeName type) {
    return switch (type) {
      case TINYINT -> 0;
      case SMALLINT -> 1;
      case INTEGER -> 2;
      default -> 3;
    };
  }
}

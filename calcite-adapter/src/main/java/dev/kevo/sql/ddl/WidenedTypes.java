package dev.kevo.sql.ddl;

import dev.kevo.sql.types.ColumnType;
import org.apache.calcite.sql.type.SqlTypeName;

/** Which types hold all values of others. */
final class WidenedTypes {
  private WidenedTypes() {}

  /** Whether every value of a type is one of the other type too, and reads the same. */
  static boolean isLossless(ColumnType from, ColumnType to) {
    if (isInteger(from)) {
      return isInteger(to)
          ? rank(to) >= rank(from)
          : to.typeName() == SqlTypeName.DECIMAL && to.precision() - to.scale() >= digits(from);
    }
    if (from.typeName() == SqlTypeName.DECIMAL && to.typeName() == SqlTypeName.DECIMAL) {
      return to.scale() >= from.scale()
          && to.precision() - to.scale() >= from.precision() - from.scale();
    }
    if (from.typeName() == to.typeName()) {
      return switch (from.typeName()) {
        case VARCHAR, VARBINARY, TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
            isLonger(from, to);
        default -> from.withNullable(true).equals(to.withNullable(true));
      };
    }
    return from.typeName() == SqlTypeName.REAL && to.typeName() == SqlTypeName.DOUBLE;
  }

  /** Whether stored rows, apart from keys, need no change. */
  static boolean isSameInRows(ColumnType from, ColumnType to) {
    if (isInteger(from)) {
      return isInteger(to) || to.scale() == 0;
    }
    return from.typeName() == to.typeName()
        && (from.typeName() != SqlTypeName.DECIMAL || from.scale() == to.scale());
  }

  /** Whether stored keys need no change. */
  static boolean isSameInKeys(ColumnType from, ColumnType to) {
    return from.typeName() == to.typeName();
  }

  private static boolean isLonger(ColumnType from, ColumnType to) {
    return to.precision() == ColumnType.UNSPECIFIED
        || (from.precision() != ColumnType.UNSPECIFIED && to.precision() >= from.precision());
  }

  private static boolean isInteger(ColumnType type) {
    return SqlTypeName.INT_TYPES.contains(type.typeName());
  }

  private static int rank(ColumnType type) {
    return switch (type.typeName()) {
      case TINYINT -> 1;
      case SMALLINT -> 2;
      case INTEGER -> 3;
      default -> 4;
    };
  }

  private static int digits(ColumnType type) {
    return switch (type.typeName()) {
      case TINYINT -> 3;
      case SMALLINT -> 5;
      case INTEGER -> 10;
      default -> 19;
    };
  }
}

package dev.kevo.jdbc;

import java.sql.Types;

/** Which types of {@link Types} CONVERT turns into which. */
final class Conversions {
  private Conversions() {}

  private enum Family {
    NUMBER,
    TEXT,
    BYTES,
    TRUTH,
    DATE,
    TIME,
    MOMENT,
    NONE
  }

  static boolean areKnown(int from, int to) {
    Family source = family(from);
    Family target = family(to);
    if (source == Family.NONE || target == Family.NONE) {
      return false;
    }
    return source == target
        || (source == Family.TEXT && target != Family.BYTES)
        || (target == Family.TEXT && source != Family.BYTES)
        || (source == Family.DATE && target == Family.MOMENT)
        || (source == Family.MOMENT && isOfTime(target));
  }

  private static boolean isOfTime(Family family) {
    return family == Family.DATE || family == Family.TIME;
  }

  private static Family family(int type) {
    if (TypeNames.isSigned(type)) {
      return Family.NUMBER;
    }
    if (TypeNames.isText(type)) {
      return Family.TEXT;
    }
    return switch (type) {
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> Family.BYTES;
      case Types.BOOLEAN, Types.BIT -> Family.TRUTH;
      case Types.DATE -> Family.DATE;
      case Types.TIME -> Family.TIME;
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> Family.MOMENT;
      default -> Family.NONE;
    };
  }
}

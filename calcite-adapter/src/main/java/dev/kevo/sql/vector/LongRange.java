package dev.kevo.sql.vector;

import dev.kevo.sql.types.SqlState;
import org.apache.calcite.sql.type.SqlTypeName;

/** The numbers that an integer type holds. */
record LongRange(SqlTypeName name, long min, long max) {
  static LongRange of(SqlTypeName name) {
    return switch (name) {
      case TINYINT -> new LongRange(name, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SMALLINT -> new LongRange(name, Short.MIN_VALUE, Short.MAX_VALUE);
      case INTEGER -> new LongRange(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
      default -> new LongRange(name, Long.MIN_VALUE, Long.MAX_VALUE);
    };
  }

  /** Fails if a selected value that is not NULL lies outside. */
  void check(Batch batch, LongVector vector) {
    if (min == Long.MIN_VALUE) {
      return;
    }
    int[] selected = batch.selected();
    long[] values = vector.values();
    for (int k = 0; k < batch.count(); k++) {
      int i = selected[k];
      if ((values[i] < min || values[i] > max) && !vector.isNull(i)) {
        throw SqlState.OUT_OF_RANGE.failure(values[i] + " is out of range for " + name);
      }
    }
  }
}

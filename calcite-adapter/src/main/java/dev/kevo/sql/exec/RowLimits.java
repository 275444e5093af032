package dev.kevo.sql.exec;

import dev.kevo.sql.types.SqlState;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Counts of rows in LIMIT, OFFSET and FETCH. */
public final class RowLimits {
  private RowLimits() {}

  /** The number of rows that a value of LIMIT, OFFSET or FETCH means. */
  public static long count(@Nullable Object value) {
    if (!(value instanceof Number number)) {
      throw SqlState.INVALID_PARAMETER.failure("LIMIT, OFFSET and FETCH need a number of rows");
    }
    BigDecimal count = new BigDecimal(number.toString());
    if (count.signum() < 0) {
      throw SqlState.INVALID_PARAMETER.failure("a number of rows cannot be negative: " + count);
    }
    return count.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? Long.MAX_VALUE
        : count.longValue();
  }
}

package dev.kevo.sql.vector;

import dev.kevo.sql.exec.Comparing;
import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.types.SqlState;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of its partition a row's aggregates are computed of.
 *
 * @param rows whether distances count rows; else they are distances of the value rows are sorted by
 * @param lower where the frame begins
 * @param upper the last of the frame
 * @param exclusion rows that do not count
 */
public record WindowFrame(boolean rows, Bound lower, Bound upper, Exclusion exclusion) {
  /** What a frame's end is measured from. */
  public enum Place {
    PARTITION_START,
    PRECEDING,
    CURRENT,
    FOLLOWING,
    PARTITION_END
  }

  /** Rows of a frame that do not count. */
  public enum Exclusion {
    NONE,
    CURRENT_ROW,
    /** The row and those sorted like it. */
    GROUP,
    /** Those sorted like the row, but not itself. */
    TIES
  }

  /**
   * One end of a frame.
   *
   * @param distance from the row; null where there is none
   */
  public record Bound(Place place, @Nullable Scalar distance) {
    private static final @Nullable Object[] NO_ROW = new Object[0];

    /** The distance for this execution, 0 where there is none; negative before the row. */
    BigDecimal signedDistance(StatementContext context) {
      if (distance == null) {
        return BigDecimal.ZERO;
      }
      BigDecimal decimal = number(distance.eval(NO_ROW, context));
      return place == Place.PRECEDING ? decimal.negate() : decimal;
    }

    /** A parameter is a text here, as nothing tells its type. */
    private static BigDecimal number(@Nullable Object value) {
      try {
        BigDecimal number =
            value instanceof Number given
                ? Comparing.decimal(given)
                : new BigDecimal(String.valueOf(value));
        if (number.signum() >= 0) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw SqlState.INVALID_FRAME.failure("a window's distance is " + value, e);
      }
      throw SqlState.INVALID_FRAME.failure("a window's distance is " + value);
    }
  }
}

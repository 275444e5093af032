package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function of a row and its window.
 *
 * @param aggregate what is computed of the frame; null for other functions
 * @param arguments the columns that it takes
 * @param ignoresNulls whether rows whose first argument is NULL do not count
 * @param type the type of the result
 */
public record WindowCall(
    Function function,
    @Nullable Aggregate aggregate,
    int[] arguments,
    boolean ignoresNulls,
    VectorType type) {
  /** The functions of windows. */
  public enum Function {
    AGGREGATE,
    ROW_NUMBER,
    RANK,
    DENSE_RANK,
    PERCENT_RANK,
    CUME_DIST,
    NTILE,
    LAG,
    LEAD,
    FIRST_VALUE,
    LAST_VALUE,
    NTH_VALUE
  }

  /** Begins to compute results. */
  WindowFunction open(FrameRows frame, List<VectorType> input, StatementContext context) {
    if (function == Function.AGGREGATE && aggregate != null) {
      return new FrameAggregate(aggregate, input, frame, context);
    }
    return switch (function) {
      case LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE -> new FrameValue(this, frame, context);
      default -> new FrameRank(this, frame);
    };
  }
}

package dev.kevo.sql.exec;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A query that runs to its end for EXPLAIN ANALYZE, which shows what that took.
 *
 * @param rows the query
 * @param reset is called before
 * @param plan gives its plan as text afterwards, with what was measured
 */
public record AnalyzedRows(RowSource rows, Runnable reset, Supplier<String> plan)
    implements RowSource {
  private static final double NANOS_PER_MILLI = 1e6;

  /** One execution at a time, since what is measured belongs to the plan. */
  @Override
  public synchronized RowCursor open(StatementContext context, long maxRows) {
    reset.run();
    StoreCounts before = StoreCounts.now(context);
    long begin = System.nanoTime();
    long count = 0;
    try (RowCursor cursor = rows.open(context, 0)) {
      while (cursor.next()) {
        count++;
      }
    }
    double millis = (System.nanoTime() - begin) / NANOS_PER_MILLI;
    StoreCounts done = StoreCounts.now(context).since(before);
    String text =
        String.format(
            Locale.ROOT, "%s\nrows=%d, %s, time=%.3f ms", plan.get(), count, done, millis);
    return new ListedRows(List.<@Nullable Object[]>of(new Object[] {text}));
  }

  @Override
  public boolean isSinglePass() {
    return false;
  }
}

package dev.kevo.sql.exec;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A query that runs to its end for EXPLAIN ANALYZE, which shows what that took.
 *
 * @param rows the query
 * @param plan its plan as text
 */
public record AnalyzedRows(RowSource rows, String plan) implements RowSource {
  private static final double NANOS_PER_MILLI = 1e6;

  @Override
  public RowCursor open(StatementContext context, long maxRows) {
    long begin = System.nanoTime();
    long count = 0;
    try (RowCursor cursor = rows.open(context, 0)) {
      while (cursor.next()) {
        count++;
      }
    }
    double millis = (System.nanoTime() - begin) / NANOS_PER_MILLI;
    String text = String.format(Locale.ROOT, "%s\nrows=%d, time=%.3f ms", plan, count, millis);
    return new ListedRows(List.<@Nullable Object[]>of(new Object[] {text}));
  }

  @Override
  public boolean isSinglePass() {
    return false;
  }
}

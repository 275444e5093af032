package dev.kevo.sql.exec;

import dev.kevo.sql.catalog.TableStatistics;
import dev.kevo.sql.table.KevoTable;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads a whole table for its statistics. */
public final class TableAnalysis {
  private TableAnalysis() {}

  /** What a statement sees in a table now. */
  public static TableStatistics run(KevoTable table, StatementContext context) {
    int width = table.definition().columns().size();
    DistinctSketch[] sketches = new DistinctSketch[width];
    PositionSample[] samples = new PositionSample[width];
    for (int c = 0; c < width; c++) {
      sketches[c] = new DistinctSketch();
      samples[c] = new PositionSample();
    }
    long[] nulls = new long[width];
    long rows = 0;
    int[] columns = IntStream.range(0, width).toArray();
    TableScan scan = new TableScan(table, columns, null, null, false, null);
    try (RowCursor cursor = scan.open(context, new Object[0], Long.MAX_VALUE)) {
      while (cursor.next()) {
        rows++;
        @Nullable Object[] row = cursor.row();
        for (int c = 0; c < width; c++) {
          Object value = row[c];
          if (value == null) {
            nulls[c]++;
          } else {
            sketches[c].add(value);
            samples[c].add(value);
          }
        }
      }
    }
    Map<Integer, TableStatistics.Column> found = new HashMap<>();
    for (int c = 0; c < width; c++) {
      found.put(
          table.definition().columns().get(c).id(),
          new TableStatistics.Column(
              Math.min(rows, sketches[c].estimate()), nulls[c], samples[c].quantiles()));
    }
    return new TableStatistics(rows, found);
  }
}

package dev.kevo.sql.catalog;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What ANALYZE found in a table; immutable. The rows may have changed since.
 *
 * @param rows how many there were
 * @param columns by column id
 */
public record TableStatistics(long rows, Map<Integer, Column> columns) {
  public TableStatistics {
    columns = Map.copyOf(columns);
  }

  /**
   * What was found in a column.
   *
   * @param distinct about how many different values it had, NULL aside
   * @param nulls how many rows had NULL
   * @param quantiles a histogram: the bounds of parts with about as many rows each, as positions of
   *     values, from the least to the greatest; empty if its values have no positions
   */
  public record Column(long distinct, long nulls, List<Double> quantiles) {
    public Column {
      quantiles = List.copyOf(quantiles);
    }
  }

  /** What was found in the column that has an id; null if it is younger. */
  public @Nullable Column column(int id) {
    return columns.get(id);
  }
}

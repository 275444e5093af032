package dev.kevo.sql.catalog;

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
   */
  public record Column(long distinct, long nulls) {}

  /** What was found in the column that has an id; null if it is younger. */
  public @Nullable Column column(int id) {
    return columns.get(id);
  }
}

package dev.kevo.sql.plan;

import dev.kevo.sql.table.TableIndex;
import org.jspecify.annotations.Nullable;

/** What reading rows costs, in rows of a table's own range. */
final class AccessCost {
  /**
   * Smaller tables count as having so many rows: they may have grown by the time the plan runs, and
   * the wrong choice costs little as long as they have not.
   */
  private static final double TABLE_ROWS_MIN = 1_000;

  /** Reading an entry of an index: its key is decoded as a whole. */
  private static final double ENTRY = 1.2;

  /** Fetching a row under a key. */
  static final double FETCH = 10;

  private static final double OPEN = 1;

  private AccessCost() {}

  /** The rows that a table is taken to have. */
  static double assumed(double tableRows) {
    return Math.max(TABLE_ROWS_MIN, tableRows);
  }

  /**
   * The cost of a scan.
   *
   * @param index null for the table's own key
   * @param covers whether no row needs to be fetched
   */
  static double of(@Nullable TableIndex index, boolean covers, double rows) {
    return index == null ? rows : OPEN + rows * (covers ? ENTRY : ENTRY + FETCH);
  }
}

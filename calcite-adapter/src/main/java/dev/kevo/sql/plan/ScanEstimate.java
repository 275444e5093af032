package dev.kevo.sql.plan;

import dev.kevo.engine.KeyRange;
import dev.kevo.sql.catalog.TableStatistics;
import dev.kevo.sql.exec.KeyBounds;
import dev.kevo.sql.exec.TableScan;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.TableIndex;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** About how many rows a scan gives. */
final class ScanEstimate {
  /** Ranges that the store is asked about; more are guessed from the number of boxes. */
  private static final int RANGES_ASKED = 16;

  private static final double HALF_RANGE_PART = 0.25;
  private static final double RANGE_PART = 0.04;
  private static final double EQUAL_PART = 0.01;

  private ScanEstimate() {}

  static double rows(TableScan scan, List<RexNode> operands, double tableRows) {
    KeyBounds bounds = scan.bounds();
    if (bounds == null) {
      return tableRows;
    }
    TableIndex index = scan.index();
    if (bounds.arePoints() && (index == null || index.definition().unique())) {
      return Math.max(1, Math.min(bounds.boxes().length, tableRows));
    }
    if (bounds.skipped() == 0
        && bounds.boxes().length <= RANGES_ASKED
        && operands.stream().allMatch(ScanEstimate::isKnown)) {
      return fromStore(scan, bounds, operands);
    }
    double rows = 0;
    for (KeyBounds.Box box : bounds.boxes()) {
      rows += part(scan, bounds, box, tableRows);
    }
    return Math.max(1, Math.min(rows, tableRows));
  }

  private static double part(
      TableScan scan, KeyBounds bounds, KeyBounds.Box box, double tableRows) {
    TableIndex index = scan.index();
    int[] key = index == null ? scan.table().keyColumns() : index.keyColumns();
    int skipped = bounds.skipped();
    int[] equal = Arrays.copyOfRange(key, skipped, skipped + box.equal().length);
    double rows = equalRows(scan.table(), equal, tableRows);
    boolean lower = box.lowers().length > 0;
    boolean upper = box.uppers().length > 0;
    if (box.like() >= 0 || (lower && upper)) {
      return rows * RANGE_PART;
    }
    return lower || upper ? rows * HALF_RANGE_PART : rows;
  }

  /**
   * About how many rows have the same unknown values in some columns. Without statistics: in large
   * tables fewer than a hundredth per column, since there columns tend to have more values.
   *
   * @param columns of the table; -1 for an expression
   */
  static double equalRows(KevoTable table, int[] columns, double tableRows) {
    if (columns.length == 0) {
      return tableRows;
    }
    TableStatistics statistics = table.statistics();
    double guessed =
        Math.min(Math.sqrt(tableRows), tableRows * Math.pow(EQUAL_PART, columns.length));
    double rows = tableRows;
    for (int column : columns) {
      TableStatistics.Column found =
          statistics == null || column < 0 || column >= table.definition().columns().size()
              ? null
              : statistics.column(table.definition().columns().get(column).id());
      if (found == null || statistics == null || statistics.rows() == 0) {
        return guessed;
      }
      double present = 1 - (double) found.nulls() / statistics.rows();
      rows *= present / Math.max(1, found.distinct());
    }
    return rows;
  }

  /** About how many values some columns have together; NaN without statistics. */
  static double values(KevoTable table, int[] columns) {
    TableStatistics statistics = table.statistics();
    double values = 1;
    for (int column : columns) {
      TableStatistics.Column found =
          statistics == null || column < 0 || column >= table.definition().columns().size()
              ? null
              : statistics.column(table.definition().columns().get(column).id());
      if (found == null) {
        return Double.NaN;
      }
      values *= found.distinct() + (found.nulls() > 0 ? 1 : 0);
    }
    return values;
  }

  private static double fromStore(TableScan scan, KeyBounds bounds, List<RexNode> operands) {
    @Nullable Object[] values = new Object[operands.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Literals.value((RexLiteral) operands.get(i));
    }
    double rows = 0;
    for (KeyRange range : bounds.ranges(values)) {
      rows += scan.table().estimate(range);
    }
    return Math.max(1, rows);
  }

  private static boolean isKnown(RexNode operand) {
    return operand instanceof RexLiteral literal && Literals.isSupported(literal);
  }
}

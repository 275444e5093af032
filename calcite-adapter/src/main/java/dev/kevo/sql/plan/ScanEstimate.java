package dev.kevo.sql.plan;

import dev.kevo.engine.KeyRange;
import dev.kevo.sql.exec.KeyBounds;
import dev.kevo.sql.exec.TableScan;
import dev.kevo.sql.table.TableIndex;
import java.util.List;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** About how many rows a scan gives. */
final class ScanEstimate {
  /** Ranges that the store is asked about; more are guessed from the number of boxes. */
  private static final int RANGES_ASKED = 16;

  private static final double RANGE_PART = 0.25;
  private static final double PREFIX_PART = 0.01;

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
    if (bounds.boxes().length <= RANGES_ASKED
        && operands.stream().allMatch(ScanEstimate::isKnown)) {
      return fromStore(scan, bounds, operands);
    }
    double rows = 0;
    for (KeyBounds.Box box : bounds.boxes()) {
      double part = Math.pow(PREFIX_PART, box.equal().length);
      rows +=
          tableRows * (box.lowers().length + box.uppers().length > 0 ? part * RANGE_PART : part);
    }
    return Math.max(1, Math.min(rows, tableRows));
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

package dev.kevo.sql.plan;

import dev.kevo.sql.catalog.TableStatistics;
import dev.kevo.sql.table.ColumnEstimates;
import dev.kevo.sql.table.KevoTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/** About how many rows an operator gives. */
final class RowEstimate {
  private RowEstimate() {}

  /** By the table's statistics for a filtered scan, else as Calcite guesses. */
  static double of(RelNode rel) {
    RelNode below = rel;
    while (below instanceof Project project) {
      below = project.getInput();
    }
    if (below instanceof Filter filter && filter.getInput() instanceof KevoScan scan) {
      KevoTable table = scan.scan().table();
      TableStatistics statistics = table.statistics();
      if (statistics != null) {
        RexNode condition = filter.getCondition().accept(overTable(scan));
        double part = new ColumnEstimates(table, statistics).part(condition);
        return Math.max(1, scan.estimateRowCount(scan.getCluster().getMetadataQuery()) * part);
      }
    }
    Double rows = rel.getCluster().getMetadataQuery().getRowCount(rel);
    return rows == null ? Double.NaN : rows;
  }

  /** Puts a table's columns in the place of a scan's. */
  private static RexShuttle overTable(KevoScan scan) {
    int[] columns = scan.scan().columns();
    return new RexShuttle() {
      @Override
      public RexNode visitInputRef(RexInputRef ref) {
        return new RexInputRef(columns[ref.getIndex()], ref.getType());
      }
    };
  }
}

package dev.kevo.sql.plan;

import dev.kevo.sql.exec.TableScan;
import dev.kevo.sql.table.TableIndex;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.metadata.RelMdUtil;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Chooses whether a whole table is read by an index whose order a sort asks for. */
final class OrderChoice {
  /** Rows that a limit is taken to want if it is only known when the statement runs. */
  private static final double LIMIT_UNKNOWN = 100;

  /** What sorting a row costs per doubling of the rows. */
  private static final double SORT = 0.05;

  private final RelOptCluster cluster;

  OrderChoice(RelOptCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * A scan that gives the sort's order at less cost than sorting; null if there is none.
   *
   * @param scan the scan below the sort
   * @param path what lies between
   * @param ordinals the table's columns that the sort is by
   */
  @Nullable TableScan choose(KevoScan scan, Sort sort, List<RelNode> path, int[] ordinals) {
    TableScan read = scan.scan();
    if (read.bounds() != null || read.index() != null) {
      return null;
    }
    List<RelFieldCollation> collations = sort.getCollation().getFieldCollations();
    double tableRows = AccessCost.assumed(scan.estimateRowCount(cluster.getMetadataQuery()));
    double wanted = sort.fetch == null ? tableRows : rows(sort.fetch) + rows(sort.offset);
    double looked = Math.min(tableRows, wanted / selectivity(path));
    double best = tableRows;
    if (sort.fetch == null) {
      best += tableRows * SORT * Math.log(tableRows) / Math.log(2);
    }
    TableScan chosen = null;
    for (TableIndex index : read.table().indexes()) {
      double cost = AccessCost.of(index, index.covers(read.columns()), looked);
      if (index.definition().isReady() && cost < best) {
        TableScan candidate = read.withIndex(index);
        Boolean reversed = KeyOrder.of(candidate).direction(collations, ordinals);
        if (reversed != null) {
          chosen = candidate.withReversed(reversed);
          best = cost;
        }
      }
    }
    return chosen;
  }

  private static double rows(@Nullable RexNode limit) {
    if (limit == null) {
      return 0;
    }
    Object value = limit instanceof RexLiteral literal ? Literals.value(literal) : null;
    return value instanceof Number number ? number.doubleValue() : LIMIT_UNKNOWN;
  }

  private static double selectivity(List<RelNode> path) {
    double part = 1;
    for (RelNode rel : path) {
      if (rel instanceof Filter filter) {
        part *= RelMdUtil.guessSelectivity(filter.getCondition());
      }
    }
    return Math.max(part, Double.MIN_NORMAL);
  }
}

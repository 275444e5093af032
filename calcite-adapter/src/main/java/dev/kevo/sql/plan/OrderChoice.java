package dev.kevo.sql.plan;

import dev.kevo.sql.exec.TableScan;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.TableIndex;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.metadata.RelMdUtil;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Chooses whether a table is read by another key than it would be, since a sort asks for its order.
 */
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
   * A way to read a table that gives the sort's order at less cost than sorting; null if there is
   * none.
   *
   * @param origin what the scan below the sort is made of
   * @param scan the scan as it is
   * @param path what lies between
   */
  IndexChoice.@Nullable Access choose(
      ScanAbsorption.Origin origin,
      KevoScan scan,
      Sort sort,
      List<RelNode> path,
      IndexChoice indexes) {
    TableScan read = scan.scan();
    KevoTable table = read.table();
    if (table.indexes().isEmpty() || read.isPoint()) {
      return null;
    }
    List<RelFieldCollation> collations = sort.getCollation().getFieldCollations();
    int[] ordinals = ScanAbsorption.ordinals(sort, path, scan);
    double tableRows = AccessCost.assumed(origin.relTable().getRowCount());
    double rows = read.bounds() == null ? tableRows : scan.estimateRowCount(query());
    double matching = Math.max(1, rows * selectivity(path));
    double wanted = sort.fetch == null ? matching : rows(sort.fetch) + rows(sort.offset);
    TableIndex own = read.index();
    double best = AccessCost.of(own, own == null || own.covers(read.columns()), rows);
    if (sort.fetch == null) {
      best += matching * SORT * Math.log(matching + 1) / Math.log(2);
    }
    IndexChoice.Access chosen = null;
    for (IndexChoice.Access access : indexes.ways(table, origin.condition())) {
      TableScan candidate =
          access.scan(
              table, origin.columns(access.residual(origin.condition(), cluster.getRexBuilder())));
      TableIndex index = access.index();
      double bounded = ScanEstimate.rows(candidate, access.operands(), tableRows);
      double looked = Math.min(bounded, wanted * Math.max(1, bounded / matching));
      double cost =
          AccessCost.of(index, index == null || index.covers(candidate.columns()), looked);
      if (cost < best && KeyOrder.of(candidate).direction(collations, ordinals) != null) {
        chosen = access;
        best = cost;
      }
    }
    return chosen;
  }

  private RelMetadataQuery query() {
    return cluster.getMetadataQuery();
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

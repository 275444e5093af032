package dev.kevo.sql.plan;

import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.exec.TableScan;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.TableIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how a table is read: by its primary key, or by an index that the filter bounds so
 * narrowly that fetching the rows one by one costs less.
 */
final class IndexChoice {
  private static final IndexExpressions UNKNOWN = (table, sql) -> null;

  private final RexBuilder rexBuilder;
  private final IndexExpressions expressions;

  private IndexChoice(RexBuilder rexBuilder, IndexExpressions expressions) {
    this.rexBuilder = rexBuilder;
    this.expressions = expressions;
  }

  /**
   * The choice for trees of a cluster, whose planner's context has the {@link IndexExpressions}.
   */
  static IndexChoice of(RelOptCluster cluster) {
    return new IndexChoice(
        cluster.getRexBuilder(),
        cluster.getPlanner().getContext().maybeUnwrap(IndexExpressions.class).orElse(UNKNOWN));
  }

  /** Gives the trees of an index's expressions, over the table's columns. */
  interface IndexExpressions {
    /** The tree of an expression's text; null if it is not known. */
    @Nullable RexNode of(KevoTable table, String sql);
  }

  /**
   * A way to read a table.
   *
   * @param index null for the primary key
   * @param found the bounds, or null if the filter gives none
   */
  record Access(@Nullable TableIndex index, KeyBoundsFinder.@Nullable Found found) {}

  /**
   * The cheapest way for a filter over all the table's columns.
   *
   * @param needed the columns to read, given what a filter leaves to be evaluated
   * @param tableRows about how many rows the table has
   */
  Access choose(
      KevoTable table, RexNode condition, Function<RexNode, int[]> needed, double tableRows) {
    KeyBoundsFinder.Found byKey =
        KeyBoundsFinder.find(
            table, KeyBoundsFinder.primaryKey(table, rexBuilder), condition, rexBuilder);
    Access best = new Access(null, byKey);
    if (byKey != null && byKey.bounds().arePoints()) {
      return best;
    }
    double rows = AccessCost.assumed(tableRows);
    double cost = cost(table, best, condition, needed, rows);
    for (TableIndex index : table.indexes()) {
      List<RexNode> keys = index.definition().isReady() ? keys(index) : null;
      KeyBoundsFinder.Found found =
          keys == null ? null : KeyBoundsFinder.find(index, keys, condition, rexBuilder);
      if (found != null) {
        Access access = new Access(index, found);
        double other = cost(table, access, condition, needed, rows);
        if (other < cost) {
          best = access;
          cost = other;
        }
      }
    }
    return best;
  }

  private double cost(
      KevoTable table,
      Access access,
      RexNode condition,
      Function<RexNode, int[]> needed,
      double tableRows) {
    KeyBoundsFinder.Found found = access.found;
    if (found == null) {
      return AccessCost.of(null, true, tableRows);
    }
    int[] columns = needed.apply(RexUtil.composeConjunction(rexBuilder, found.residual()));
    TableScan scan = new TableScan(table, columns, access.index, found.bounds(), false, null);
    double rows = ScanEstimate.rows(scan, found.operands(), tableRows);
    return AccessCost.of(access.index, access.index == null || access.index.covers(columns), rows);
  }

  /** The keys of an index as expressions over the table's columns; null if one is not known. */
  private @Nullable List<RexNode> keys(TableIndex index) {
    KevoTable table = index.table();
    List<RexNode> keys = new ArrayList<>();
    for (int i = 0; i < index.keyWidth(); i++) {
      IndexDef.Key key = index.definition().keys().get(i);
      int column = index.keyColumns()[i];
      String sql = key.expressionSql();
      RexNode expression =
          sql == null
              ? new RexInputRef(column, table.columnType(column).toRel(rexBuilder.getTypeFactory()))
              : expressions.of(table, sql);
      if (expression == null) {
        return null;
      }
      keys.add(expression);
    }
    return keys;
  }
}

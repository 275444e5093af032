package dev.kevo.sql.plan;

import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.exec.TableScan;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.KeySpace;
import dev.kevo.sql.table.TableIndex;
import java.util.ArrayList;
import java.util.Arrays;
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
  record Access(@Nullable TableIndex index, KeyBoundsFinder.@Nullable Found found) {
    /** What the bounds leave of the filter. */
    RexNode residual(RexNode condition, RexBuilder rexBuilder) {
      return found == null ? condition : RexUtil.composeConjunction(rexBuilder, found.residual());
    }

    /** The operands of the bounds. */
    List<RexNode> operands() {
      return found == null ? List.of() : found.operands();
    }

    /** Reads the table in this way, forwards. */
    TableScan scan(KevoTable table, int[] columns) {
      return new TableScan(
          table, columns, index, found == null ? null : found.bounds(), false, null);
    }
  }

  /**
   * The cheapest way for a filter over all the table's columns.
   *
   * @param needed the columns to read, given what a filter leaves to be evaluated
   * @param tableRows about how many rows the table has
   */
  Access choose(
      KevoTable table, RexNode condition, Function<RexNode, int[]> needed, double tableRows) {
    Access best = new Access(null, null);
    double rows = AccessCost.assumed(tableRows);
    double cost = AccessCost.of(null, true, rows);
    for (Access access : ways(table, condition)) {
      if (access.found == null) {
        continue;
      }
      if (access.index == null && access.found.bounds().arePoints()) {
        return access;
      }
      double other = cost(table, access, condition, needed, rows);
      if (other < cost || (access.index == null && other <= cost)) {
        best = access;
        cost = other;
      }
    }
    for (Access access : skips(table, condition)) {
      double other =
          2 * LookupChoice.SEEK * skippedValues(table, access)
              + cost(table, access, condition, needed, rows);
      if (other < cost) {
        best = access;
        cost = other;
      }
    }
    return best;
  }

  /**
   * The keys that a filter bounds behind leading columns of which it says nothing, where statistics
   * tell how many values those have.
   */
  private List<Access> skips(KevoTable table, RexNode condition) {
    List<Access> skips = new ArrayList<>();
    for (Access access : table.statistics() == null ? List.<Access>of() : ways(table, condition)) {
      KeySpace space = access.index == null ? table : access.index;
      List<RexNode> keys =
          access.index == null ? KeyBoundsFinder.primaryKey(table, rexBuilder) : keys(access.index);
      if (access.found != null || space.keyCodec() == null || keys == null) {
        continue;
      }
      KeyBoundsFinder.Found found = null;
      for (int skipped = 1; found == null && skipped < space.keyWidth(); skipped++) {
        found = KeyBoundsFinder.find(space, keys, condition, rexBuilder, skipped);
      }
      if (found != null) {
        skips.add(new Access(access.index, found));
      }
    }
    return skips;
  }

  /** About how many values a skip scan meets; more than any table has if nobody knows. */
  private static double skippedValues(KevoTable table, Access access) {
    int skipped = access.found == null ? 0 : access.found.bounds().skipped();
    int[] columns = access.index == null ? table.keyColumns() : access.index.keyColumns();
    double values = ScanEstimate.values(table, Arrays.copyOf(columns, skipped));
    return Double.isNaN(values) ? Double.MAX_VALUE : values;
  }

  /** The primary key and each index, with what a filter says of them; the primary key first. */
  List<Access> ways(KevoTable table, RexNode condition) {
    List<Access> ways = new ArrayList<>();
    ways.add(
        new Access(
            null,
            KeyBoundsFinder.find(
                table, KeyBoundsFinder.primaryKey(table, rexBuilder), condition, rexBuilder)));
    for (TableIndex index : table.indexes()) {
      List<RexNode> keys = index.definition().isReady() ? keys(index) : null;
      if (keys != null) {
        ways.add(new Access(index, KeyBoundsFinder.find(index, keys, condition, rexBuilder)));
      }
    }
    return ways;
  }

  /** What reading the table in a way costs. */
  double cost(
      KevoTable table,
      Access access,
      RexNode condition,
      Function<RexNode, int[]> needed,
      double tableRows) {
    int[] columns = needed.apply(access.residual(condition, rexBuilder));
    double rows = ScanEstimate.rows(access.scan(table, columns), access.operands(), tableRows);
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

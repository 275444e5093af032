package dev.kevo.sql.plan;

import dev.kevo.sql.catalog.IndexDef;
import dev.kevo.sql.exec.KeyBounds;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.TableIndex;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how a table is read: by its primary key, or by an index of which the filter fixes every
 * column while it leaves the primary key open.
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

  /** The way for a filter over all the table's columns. */
  Access choose(KevoTable table, RexNode condition) {
    KeyBoundsFinder.Found byKey =
        KeyBoundsFinder.find(
            table, KeyBoundsFinder.primaryKey(table, rexBuilder), condition, rexBuilder);
    Access best = new Access(null, byKey);
    int rank = byKey == null ? 0 : rank(byKey.bounds(), true);
    for (TableIndex index : table.indexes()) {
      List<RexNode> keys = index.definition().isReady() ? keys(index) : null;
      KeyBoundsFinder.Found found =
          keys == null ? null : KeyBoundsFinder.find(index, keys, condition, rexBuilder);
      if (found != null && found.bounds().arePoints()) {
        int other = rank(found.bounds(), index.definition().unique());
        if (other > rank) {
          best = new Access(index, found);
          rank = other;
        }
      }
    }
    return best;
  }

  /** One row per box is better than some, and those better than a range. */
  private static int rank(KeyBounds bounds, boolean unique) {
    if (!bounds.arePoints()) {
      return 1;
    }
    return unique ? 3 : 2;
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

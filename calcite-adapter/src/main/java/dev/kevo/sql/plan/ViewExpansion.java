package dev.kevo.sql.plan;

import dev.kevo.sql.parser.KevoParser;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import java.sql.SQLException;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/**
 * Puts the queries of views into a tree that is being made. Errors in them name the view. For one
 * thread.
 */
final class ViewExpansion implements RelOptTable.ViewExpander {
  /** Views inside each other. */
  static final int DEPTH_MAX = 32;

  private final StatementTrees trees;
  private @Nullable RelOptCluster cluster;
  private int depth;

  ViewExpansion(StatementTrees trees) {
    this.trees = trees;
  }

  /** To be called once, before the tree is made. */
  void into(RelOptCluster tree) {
    cluster = tree;
  }

  @Override
  public RelRoot expandView(
      RelDataType rowType, String sql, List<String> schemaPath, @Nullable List<String> viewPath) {
    if (cluster == null) {
      throw new IllegalStateException("no tree to expand a view into");
    }
    String name = viewPath == null ? "" : String.join(".", viewPath);
    if (depth == DEPTH_MAX) {
      throw SqlState.TOO_COMPLEX.failure("views are nested too deeply at " + name);
    }
    depth++;
    try {
      return trees.expanded(KevoParser.parse(sql), schemaPath.get(0), this, cluster);
    } catch (SqlStateException e) {
      throw e.state().failure("view " + name + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      SQLException known = SqlErrors.translate(e);
      throw SqlState.INVALID_VIEW.failure("view " + name + ": " + known.getMessage(), e);
    } finally {
      depth--;
    }
  }
}

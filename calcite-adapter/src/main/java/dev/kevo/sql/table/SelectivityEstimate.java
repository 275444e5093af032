package dev.kevo.sql.table;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Tells the planner, from what ANALYZE found, what part of a table's rows fulfils a condition. */
final class SelectivityEstimate implements BuiltInMetadata.Selectivity.Handler {
  private final ColumnEstimates columns;

  SelectivityEstimate(ColumnEstimates columns) {
    this.columns = columns;
  }

  @Override
  public Double getSelectivity(RelNode rel, RelMetadataQuery mq, @Nullable RexNode predicate) {
    return predicate == null ? 1 : columns.part(predicate);
  }
}

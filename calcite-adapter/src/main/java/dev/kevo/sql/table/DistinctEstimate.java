package dev.kevo.sql.table;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Tells the order of joins, from what ANALYZE found, how many different values columns have. */
final class DistinctEstimate implements BuiltInMetadata.DistinctRowCount.Handler {
  private final ColumnEstimates columns;

  DistinctEstimate(ColumnEstimates columns) {
    this.columns = columns;
  }

  @Override
  public @Nullable Double getDistinctRowCount(
      RelNode rel, RelMetadataQuery mq, ImmutableBitSet groupKey, @Nullable RexNode predicate) {
    double values = 1;
    for (int column : groupKey) {
      values *= columns.distinct(column);
    }
    Double rows = mq.getRowCount(rel);
    Double part = predicate == null ? Double.valueOf(1) : mq.getSelectivity(rel, predicate);
    if (rows == null || part == null || Double.isNaN(values)) {
      return null;
    }
    return Math.max(1, Math.min(values, rows * part));
  }
}

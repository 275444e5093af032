package dev.kevo.sql.plan;

import dev.kevo.sql.exec.GivenRows;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;

/** The node that reads the rows a {@link dev.kevo.sql.exec.RowFunction} is applied to. */
final class GivenRowsScan extends AbstractRelNode implements EnumerableRel {
  private static final double ROWS = 100;

  private GivenRowsScan(RelOptCluster cluster, RelTraitSet traits, RelDataType rowType) {
    super(cluster, traits);
    this.rowType = rowType;
  }

  static GivenRowsScan create(RelOptCluster cluster, RelDataType rowType) {
    return new GivenRowsScan(cluster, cluster.traitSetOf(EnumerableConvention.INSTANCE), rowType);
  }

  @Override
  public RelNode copy(RelTraitSet traits, java.util.List<RelNode> inputs) {
    return new GivenRowsScan(getCluster(), traits, getRowType());
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return ROWS;
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("columns", getRowType().getFieldNames());
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    BlockBuilder block = new BlockBuilder();
    block.add(
        Expressions.return_(
            null,
            Expressions.call(
                GivenRows.class,
                "numbered",
                DataContext.ROOT,
                Expressions.constant(getRowType().getFieldCount() - 1))));
    return implementor.result(
        PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), JavaRowFormat.ARRAY, false),
        block.toBlock());
  }
}

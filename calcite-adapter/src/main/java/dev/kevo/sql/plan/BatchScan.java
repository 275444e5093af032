package dev.kevo.sql.plan;

import dev.kevo.sql.vector.BatchSource;
import dev.kevo.sql.vector.EnumerableBatches;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/** The leaf by which generated code reads the rows of an operator on columns. */
final class BatchScan extends AbstractRelNode implements EnumerableRel {
  private final RelNode origin;
  private final BatchSource rows;

  private BatchScan(RelTraitSet traits, RelNode origin, BatchSource rows) {
    super(origin.getCluster(), traits);
    this.origin = origin;
    this.rows = rows;
    this.rowType = origin.getRowType();
  }

  /** A leaf in the place of a node that the operator stands for. */
  static BatchScan create(RelNode origin, BatchSource rows) {
    return new BatchScan(
        origin.getCluster().traitSetOf(EnumerableConvention.INSTANCE), origin, rows);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new BatchScan(traits, origin, rows);
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return mq.getRowCount(origin);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("rows", origin.getId());
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    PhysType physType =
        PhysTypeImpl.of(
            implementor.getTypeFactory(), getRowType(), prefer.prefer(JavaRowFormat.ARRAY));
    BlockBuilder block = new BlockBuilder();
    block.add(
        Expressions.return_(
            null,
            Expressions.call(
                EnumerableBatches.class,
                physType.getFormat() == JavaRowFormat.SCALAR ? "values" : "arrays",
                DataContext.ROOT,
                implementor.stash(rows, BatchSource.class))));
    return implementor.result(physType, block.toBlock());
  }
}

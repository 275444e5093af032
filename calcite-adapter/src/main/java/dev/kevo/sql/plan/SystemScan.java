package dev.kevo.sql.plan;

import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.schema.ScannableTable;

/** The node that reads a table whose rows are made up, such as those of INFORMATION_SCHEMA. */
final class SystemScan extends AbstractRelNode implements EnumerableRel {
  private final RelOptTable relTable;

  private SystemScan(RelOptCluster cluster, RelTraitSet traits, RelOptTable relTable) {
    super(cluster, traits);
    this.relTable = relTable;
    this.rowType = relTable.getRowType();
  }

  static SystemScan create(TableScan scan) {
    RelOptCluster cluster = scan.getCluster();
    RelTraitSet traits = cluster.traitSetOf(EnumerableConvention.INSTANCE);
    return new SystemScan(cluster, traits, scan.getTable());
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new SystemScan(getCluster(), traits, relTable);
  }

  @Override
  public RelOptTable getTable() {
    return relTable;
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return relTable.getRowCount();
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("table", String.join(".", relTable.getQualifiedName()));
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    BlockBuilder block = new BlockBuilder();
    ScannableTable table = relTable.unwrapOrThrow(ScannableTable.class);
    block.add(
        Expressions.return_(
            null,
            Expressions.call(
                Expressions.convert_(
                    implementor.stash(table, ScannableTable.class), ScannableTable.class),
                "scan",
                DataContext.ROOT)));
    return implementor.result(
        PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), JavaRowFormat.ARRAY, false),
        block.toBlock());
  }
}

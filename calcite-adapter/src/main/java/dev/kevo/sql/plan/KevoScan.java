package dev.kevo.sql.plan;

import dev.kevo.sql.exec.PastTable;
import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.exec.ScanRows;
import dev.kevo.sql.exec.TableScan;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.TableIndex;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;

/**
 * The node that reads a table: chosen columns of the keys within bounds, in one direction. It
 * serves as the leaf of key-value plans and, in the enumerable convention, of generated code.
 */
final class KevoScan extends AbstractRelNode implements EnumerableRel {
  private static final double FILTER_PART = 0.5;

  private final RelOptTable relTable;
  private final TableScan scan;
  private final List<RexNode> operands;
  private final @Nullable String limit;
  private final @Nullable String filterText;
  private final double rows;

  private KevoScan(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelOptTable relTable,
      TableScan scan,
      List<RexNode> operands,
      @Nullable String limit,
      @Nullable String filterText,
      double rows) {
    super(cluster, traits);
    this.relTable = relTable;
    this.scan = scan;
    this.operands = List.copyOf(operands);
    this.limit = limit;
    this.filterText = filterText;
    this.rows = rows;
    this.rowType = rowType(cluster.getTypeFactory(), scan);
  }

  /** A scan in the order of keys without limit. */
  static KevoScan create(
      RelOptCluster cluster, RelOptTable relTable, TableScan scan, List<RexNode> operands) {
    return new KevoScan(
        cluster,
        cluster.traitSetOf(EnumerableConvention.INSTANCE),
        relTable,
        scan.asOf(relTable.unwrap(PastTable.class)),
        operands,
        null,
        null,
        ScanEstimate.rows(scan, operands, relTable.getRowCount()));
  }

  /** The same rows read in another way, with a limit to show. */
  KevoScan with(TableScan newScan, @Nullable String newLimit) {
    return new KevoScan(
        getCluster(), traitSet, relTable, newScan, operands, newLimit, filterText, rows);
  }

  /** The same scan with a filter that is evaluated without generated code. */
  KevoScan withFilter(Scalar filter, String text) {
    double selected = Math.max(1, rows * FILTER_PART);
    return new KevoScan(
        getCluster(), traitSet, relTable, scan.withFilter(filter), operands, limit, text, selected);
  }

  private static RelDataType rowType(RelDataTypeFactory factory, TableScan scan) {
    KevoTable table = scan.table();
    RelDataTypeFactory.Builder builder = factory.builder();
    for (int column : scan.columns()) {
      builder.add(table.columnName(column), table.columnType(column).toRel(factory));
    }
    return builder.build();
  }

  /** What it reads. */
  TableScan scan() {
    return scan;
  }

  /** The expressions of the bounds' operands. */
  List<RexNode> operands() {
    return operands;
  }

  /** Puts other expressions into the places of the bounds' operands. */
  @Override
  public RelNode accept(RexShuttle shuttle) {
    List<RexNode> changed = shuttle.apply(operands);
    return changed.equals(operands)
        ? this
        : new KevoScan(getCluster(), traitSet, relTable, scan, changed, limit, filterText, rows);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new KevoScan(getCluster(), traits, relTable, scan, operands, limit, filterText, rows);
  }

  @Override
  public RelOptTable getTable() {
    return relTable;
  }

  /** About how many rows it gives. */
  double rows() {
    return rows;
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return rows;
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return planner.getCostFactory().makeCost(rows, rows, 0);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    List<String> columns = new ArrayList<>();
    for (int column : scan.columns()) {
      columns.add(scan.table().columnName(column));
    }
    return super.explainTerms(writer)
        .item("table", scan.table().definition().qualifiedName())
        .itemIf("asOf", asOf(), scan.past() != null)
        .item("columns", columns)
        .itemIf("index", indexText(), scan.index() != null)
        .itemIf("key", BoundsText.of(scan.bounds(), operands), scan.bounds() != null)
        .item("order", scan.reversed() ? "DESC" : "ASC")
        .itemIf("limit", limit, limit != null)
        .itemIf("filter", filterText, filterText != null);
  }

  private String asOf() {
    PastTable past = scan.past();
    return past == null ? "" : past.time();
  }

  private String indexText() {
    TableIndex index = scan.index();
    if (index == null) {
      return "";
    }
    return index.definition().name() + (index.covers(scan.columns()) ? " (covering)" : "");
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    PhysType physType =
        PhysTypeImpl.of(
            implementor.getTypeFactory(), getRowType(), prefer.prefer(JavaRowFormat.ARRAY));
    BlockBuilder block = new BlockBuilder();
    OperandCode code = OperandCode.generate(operands, implementor, block);
    Expression rowsOf =
        Expressions.call(
            ScanRows.class,
            physType.getFormat() == JavaRowFormat.SCALAR ? "values" : "arrays",
            DataContext.ROOT,
            implementor.stash(scan, TableScan.class),
            implementor.stash(code.literals(), Object[].class),
            implementor.stash(code.places(), int[].class),
            code.computed());
    block.add(Expressions.return_(null, block.append("rows", rowsOf)));
    return implementor.result(physType, block.toBlock());
  }
}

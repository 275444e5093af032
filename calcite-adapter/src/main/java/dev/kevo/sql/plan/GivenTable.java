package dev.kevo.sql.plan;

import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;

/** Rows in memory as a table, so that expressions over them can be checked. */
final class GivenTable extends AbstractTable implements TranslatableTable {
  private final RelDataType rowType;

  GivenTable(RelDataType rowType) {
    this.rowType = rowType;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    return rowType;
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable relTable) {
    return GivenRowsScan.create(context.getCluster(), rowType);
  }
}

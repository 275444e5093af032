package dev.kevo.sql.table;

import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** A table without primary key as changes see it: its hidden row id is one more column. */
final class RowIdTable extends AbstractTable implements TranslatableTable {
  private final KevoTable table;

  RowIdTable(KevoTable table) {
    this.table = table;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory factory) {
    return factory
        .builder()
        .addAll(table.getRowType(factory).getFieldList())
        .add(KevoTable.ROW_ID, SqlTypeName.BIGINT)
        .build();
  }

  @Override
  public Statistic getStatistic() {
    return table.getStatistic();
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable relTable) {
    return LogicalTableScan.create(context.getCluster(), relTable, context.getTableHints());
  }

  @Override
  public <C> @Nullable C unwrap(Class<C> type) {
    return type.isInstance(this) ? type.cast(this) : table.unwrap(type);
  }
}

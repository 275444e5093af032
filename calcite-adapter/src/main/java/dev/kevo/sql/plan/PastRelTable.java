package dev.kevo.sql.plan;

import dev.kevo.sql.exec.PastTable;
import dev.kevo.sql.table.KevoTable;
import java.util.List;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelDistribution;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelReferentialConstraint;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.schema.ColumnStrategy;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * A table of the past as Calcite's nodes know it: the one of today under another name.
 *
 * @param now the table of today
 * @param table what is read of it
 * @param past which past of it
 * @param name distinguishes it from the one of today
 */
record PastRelTable(RelOptTable now, KevoTable table, PastTable past, List<String> name)
    implements RelOptTable {
  @Override
  public List<String> getQualifiedName() {
    return name;
  }

  @Override
  public <C> @Nullable C unwrap(Class<C> type) {
    if (type.isInstance(past)) {
      return type.cast(past);
    }
    return type.isInstance(table) ? type.cast(table) : now.unwrap(type);
  }

  @Override
  public RelNode toRel(ToRelContext context) {
    return LogicalTableScan.create(context.getCluster(), this, context.getTableHints());
  }

  @Override
  public double getRowCount() {
    return now.getRowCount();
  }

  @Override
  public RelDataType getRowType() {
    return now.getRowType();
  }

  @Override
  public @Nullable RelOptSchema getRelOptSchema() {
    return now.getRelOptSchema();
  }

  @Override
  public @Nullable List<RelCollation> getCollationList() {
    return now.getCollationList();
  }

  @Override
  public @Nullable RelDistribution getDistribution() {
    return now.getDistribution();
  }

  @Override
  public boolean isKey(ImmutableBitSet columns) {
    return now.isKey(columns);
  }

  @Override
  public @Nullable List<ImmutableBitSet> getKeys() {
    return now.getKeys();
  }

  /** A foreign key says nothing of rows of another time. */
  @Override
  public List<RelReferentialConstraint> getReferentialConstraints() {
    return List.of();
  }

  @Override
  @SuppressWarnings("rawtypes") // Calcite's interface has it so.
  public @Nullable Expression getExpression(Class clazz) {
    return now.getExpression(clazz);
  }

  @Override
  public RelOptTable extend(List<RelDataTypeField> extendedFields) {
    throw new UnsupportedOperationException("nobody writes to the past");
  }

  @Override
  public List<ColumnStrategy> getColumnStrategies() {
    return now.getColumnStrategies();
  }
}

package dev.kevo.sql.table;

import dev.kevo.sql.catalog.ViewDef;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;

/** A view as Calcite sees it: where it is named its query is put. Immutable and thread-safe. */
public final class ViewTable extends AbstractTable implements TranslatableTable, SystemTimed {
  private final ViewDef definition;

  ViewTable(ViewDef definition) {
    this.definition = definition;
  }

  /** What the catalogue says of it. */
  public ViewDef definition() {
    return definition;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory factory) {
    RelDataTypeFactory.Builder builder = factory.builder();
    for (ViewDef.Column column : definition.columns()) {
      builder.add(column.name(), column.type().toRel(factory));
    }
    return builder.build();
  }

  @Override
  public Schema.TableType getJdbcTableType() {
    return Schema.TableType.VIEW;
  }

  /** The view's query, of which the view's columns are taken by name: it may have more by now. */
  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable relTable) {
    UsedObjects used = context.getCluster().getPlanner().getContext().unwrap(UsedObjects.class);
    if (used != null) {
      used.add(definition.id());
    }
    RelDataType rowType = relTable.getRowType();
    RelNode query =
        context
            .expandView(
                rowType,
                definition.sql(),
                List.of(definition.path()),
                List.of(definition.schema(), definition.name()))
            .project();
    RexBuilder rexBuilder = context.getCluster().getRexBuilder();
    List<RexNode> columns = new ArrayList<>();
    for (RelDataTypeField field : rowType.getFieldList()) {
      String source = definition.columns().get(field.getIndex()).source();
      RelDataTypeField found = query.getRowType().getField(source, true, false);
      if (found == null) {
        throw new IllegalStateException("its query has no column " + source + " any more");
      }
      columns.add(
          rexBuilder.ensureType(
              field.getType(), rexBuilder.makeInputRef(query, found.getIndex()), true));
    }
    return LogicalProject.create(query, List.of(), columns, rowType.getFieldNames(), Set.of());
  }
}

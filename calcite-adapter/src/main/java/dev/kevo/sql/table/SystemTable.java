package dev.kevo.sql.table;

import dev.kevo.sql.catalog.ColumnDef;
import dev.kevo.sql.catalog.TableDef;
import java.util.List;
import java.util.function.Supplier;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.ScannableTable;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.impl.AbstractTable;
import org.jspecify.annotations.Nullable;

/** A table whose few rows are made up each time it is read. */
final class SystemTable extends AbstractTable implements ScannableTable, SystemTimed {
  private final TableDef definition;
  private final Supplier<List<@Nullable Object[]>> rows;

  SystemTable(TableDef definition, Supplier<List<@Nullable Object[]>> rows) {
    this.definition = definition;
    this.rows = rows;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    RelDataTypeFactory.Builder type = typeFactory.builder();
    for (ColumnDef column : definition.columns()) {
      type.add(column.name(), column.type().toRel(typeFactory));
    }
    return type.build();
  }

  @Override
  public Schema.TableType getJdbcTableType() {
    return Schema.TableType.SYSTEM_TABLE;
  }

  @Override
  public Enumerable<@Nullable Object[]> scan(DataContext root) {
    return Linq4j.asEnumerable(rows.get());
  }
}

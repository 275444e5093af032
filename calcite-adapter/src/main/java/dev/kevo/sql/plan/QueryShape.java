package dev.kevo.sql.plan;

import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * What a query gives and what it reads.
 *
 * @param columns its columns
 * @param uses ids of the tables, views and sequences that it reads, also those of views
 */
public record QueryShape(List<Column> columns, Set<Long> uses) {
  /** A column of a query; no two have one name. */
  public record Column(String name, ColumnType type) {}

  public QueryShape {
    columns = List.copyOf(columns);
    uses = Set.copyOf(uses);
  }

  /** A column that is always NULL is a text, as in PostgreSQL. */
  static QueryShape of(RelDataType rowType, Set<Long> objects, List<Long> sequences) {
    List<Column> columns = new ArrayList<>();
    for (RelDataTypeField field : rowType.getFieldList()) {
      if (field.getType().getSqlTypeName() == SqlTypeName.NULL) {
        columns.add(new Column(field.getName(), ColumnType.of(SqlTypeName.VARCHAR)));
        continue;
      }
      if (!ColumnType.isSupported(field.getType())) {
        throw SqlState.NOT_SUPPORTED.failure(
            "column "
                + field.getName()
                + " is of type "
                + field.getType()
                + ", which nothing stores");
      }
      columns.add(new Column(field.getName(), ColumnType.of(field.getType())));
    }
    Set<Long> uses = new TreeSet<>(objects);
    uses.addAll(sequences);
    return new QueryShape(columns, uses);
  }
}

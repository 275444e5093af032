package dev.kevo.sql.session;

import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.catalog.TableDef;
import dev.kevo.sql.types.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.jspecify.annotations.Nullable;

/** Types and columns as JDBC describes them. */
final class Descriptions {
  private Descriptions() {}

  static List<ResultColumn> columns(
      RelDataType rowType, List<@Nullable List<String>> origins, Catalog catalog) {
    List<ResultColumn> columns = new ArrayList<>();
    for (RelDataTypeField field : rowType.getFieldList()) {
      List<String> origin = origins.get(field.getIndex());
      boolean known = origin != null && origin.size() >= 3;
      int last = known && origin != null ? origin.size() - 1 : 0;
      RelDataType type = field.getType();
      columns.add(
          new ResultColumn(
              field.getName(),
              known && origin != null ? origin.get(last) : field.getName(),
              known && origin != null ? origin.get(last - 1) : "",
              known && origin != null ? origin.get(last - 2) : "",
              jdbcType(type),
              typeName(type),
              precision(type),
              scale(type),
              displaySize(type),
              type.isNullable(),
              known && origin != null && isIdentity(origin, last, catalog)));
    }
    return List.copyOf(columns);
  }

  private static boolean isIdentity(List<String> origin, int last, Catalog catalog) {
    Optional<TableDef> table = catalog.table(origin.get(last - 2), origin.get(last - 1));
    int column = table.map(found -> found.columnIndex(origin.get(last))).orElse(-1);
    return table.isPresent() && column >= 0 && table.get().columns().get(column).isIdentity();
  }

  static int jdbcType(RelDataType type) {
    return ColumnType.jdbcType(type.getSqlTypeName());
  }

  static String typeName(RelDataType type) {
    RelDataType element = type.getComponentType();
    return element == null
        ? ColumnType.sqlName(type.getSqlTypeName())
        : typeName(element) + " " + type.getSqlTypeName().getName();
  }

  static int precision(RelDataType type) {
    if (ColumnType.isSupported(type)) {
      return ColumnType.of(type).columnSize();
    }
    return Math.max(0, type.getPrecision());
  }

  static int scale(RelDataType type) {
    return ColumnType.isSupported(type) ? ColumnType.of(type).decimalDigits() : 0;
  }

  private static int displaySize(RelDataType type) {
    return ColumnType.isSupported(type) ? ColumnType.of(type).displaySize() : Integer.MAX_VALUE;
  }
}

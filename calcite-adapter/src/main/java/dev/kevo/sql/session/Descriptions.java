package dev.kevo.sql.session;

import dev.kevo.sql.types.ColumnType;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Types and columns as JDBC describes them. */
final class Descriptions {
  private static final int INTERVAL_CHARS = 40;

  private Descriptions() {}

  static List<ResultColumn> columns(RelDataType rowType, List<@Nullable List<String>> origins) {
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
              false));
    }
    return List.copyOf(columns);
  }

  static int jdbcType(RelDataType type) {
    SqlTypeName name = type.getSqlTypeName();
    return SqlTypeName.INTERVAL_TYPES.contains(name) || name == SqlTypeName.ANY
        ? Types.OTHER
        : name.getJdbcOrdinal();
  }

  static String typeName(RelDataType type) {
    return type.getSqlTypeName().getName();
  }

  static int precision(RelDataType type) {
    if (ColumnType.isSupported(type.getSqlTypeName())) {
      return ColumnType.of(type).columnSize();
    }
    return Math.max(0, type.getPrecision());
  }

  static int scale(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DECIMAL ? type.getScale() : 0;
  }

  private static int displaySize(RelDataType type) {
    if (ColumnType.isSupported(type.getSqlTypeName())) {
      return ColumnType.of(type).displaySize();
    }
    return SqlTypeName.INTERVAL_TYPES.contains(type.getSqlTypeName())
        ? INTERVAL_CHARS
        : Integer.MAX_VALUE;
  }
}

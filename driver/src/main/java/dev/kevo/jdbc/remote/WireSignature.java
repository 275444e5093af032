package dev.kevo.jdbc.remote;

import dev.kevo.sql.session.ParameterType;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.session.ResultColumn;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.List;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Common.Rep;
import org.apache.calcite.avatica.proto.Common.StatementType;

/** What a prepared statement is like, as Avatica's Signature. */
public final class WireSignature {
  private WireSignature() {}

  /** The signature of a statement. */
  public static Common.Signature encode(PreparedSql sql) {
    Common.Signature.Builder signature =
        Common.Signature.newBuilder()
            .setSql(sql.sql())
            .setCursorFactory(
                Common.CursorFactory.newBuilder().setStyle(Common.CursorFactory.Style.LIST))
            .setStatementType(
                switch (sql.kind()) {
                  case QUERY -> StatementType.SELECT;
                  case CHANGE -> StatementType.OTHER_DML;
                  case OTHER -> StatementType.OTHER_DDL;
                });
    int ordinal = 0;
    for (ResultColumn column : sql.columns()) {
      signature.addColumns(encode(column, ordinal++));
    }
    for (ParameterType parameter : sql.parameters()) {
      signature.addParameters(
          Common.AvaticaParameter.newBuilder()
              .setName("?")
              .setSigned(isSigned(parameter.jdbcType()))
              .setParameterType(parameter.jdbcType())
              .setTypeName(parameter.typeName())
              .setPrecision(parameter.precision())
              .setScale(parameter.scale())
              .setClassName(Object.class.getName()));
    }
    return signature.build();
  }

  private static Common.ColumnMetaData encode(ResultColumn column, int ordinal) {
    return Common.ColumnMetaData.newBuilder()
        .setOrdinal(ordinal)
        .setLabel(column.label())
        .setColumnName(column.name())
        .setTableName(column.table())
        .setSchemaName(column.schema())
        .setPrecision(column.precision())
        .setScale(column.scale())
        .setDisplaySize(column.displaySize())
        .setNullable(
            column.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls)
        .setAutoIncrement(column.autoIncrement())
        .setCaseSensitive(true)
        .setSearchable(true)
        .setSigned(isSigned(column.jdbcType()))
        .setColumnClassName(Object.class.getName())
        .setType(
            Common.AvaticaType.newBuilder()
                .setId(column.jdbcType())
                .setName(column.typeName())
                .setRep(rep(column.jdbcType())))
        .build();
  }

  private static boolean isSigned(int jdbcType) {
    return switch (jdbcType) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE,
          Types.DECIMAL,
          Types.NUMERIC ->
          true;
      default -> false;
    };
  }

  private static Rep rep(int jdbcType) {
    return switch (jdbcType) {
      case Types.BOOLEAN -> Rep.BOOLEAN;
      case Types.TINYINT -> Rep.BYTE;
      case Types.SMALLINT -> Rep.SHORT;
      case Types.INTEGER, Types.DATE, Types.TIME -> Rep.INTEGER;
      case Types.BIGINT, Types.TIMESTAMP -> Rep.LONG;
      case Types.REAL -> Rep.FLOAT;
      case Types.FLOAT, Types.DOUBLE -> Rep.DOUBLE;
      case Types.DECIMAL, Types.NUMERIC -> Rep.NUMBER;
      case Types.CHAR, Types.VARCHAR -> Rep.STRING;
      case Types.BINARY, Types.VARBINARY -> Rep.BYTE_STRING;
      default -> Rep.OBJECT;
    };
  }

  /** What running a statement of that signature gives. */
  static PreparedSql.Kind kind(Common.Signature signature) {
    return switch (signature.getStatementType()) {
      case SELECT -> PreparedSql.Kind.QUERY;
      case INSERT, UPDATE, DELETE, UPSERT, MERGE, OTHER_DML -> PreparedSql.Kind.CHANGE;
      default -> PreparedSql.Kind.OTHER;
    };
  }

  /** The columns of a signature. */
  static List<ResultColumn> columns(Common.Signature signature) {
    return signature.getColumnsList().stream()
        .map(
            column ->
                new ResultColumn(
                    column.getLabel(),
                    column.getColumnName(),
                    column.getTableName(),
                    column.getSchemaName(),
                    column.getType().getId(),
                    column.getType().getName(),
                    column.getPrecision(),
                    column.getScale(),
                    column.getDisplaySize(),
                    column.getNullable() != DatabaseMetaData.columnNoNulls,
                    column.getAutoIncrement()))
        .toList();
  }

  /** The parameters of a signature. */
  static List<ParameterType> parameters(Common.Signature signature) {
    return signature.getParametersList().stream()
        .map(
            parameter ->
                new ParameterType(
                    parameter.getParameterType(),
                    parameter.getTypeName(),
                    parameter.getPrecision(),
                    parameter.getScale()))
        .toList();
  }
}

package dev.kevo.jdbc;

import dev.kevo.sql.session.ResultColumn;
import dev.kevo.sql.types.SqlState;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;

/** What a result's columns are. Columns are counted from 1. */
record KevoResultSetMetaData(List<ResultColumn> columns) implements ResultSetMetaData {
  private ResultColumn at(int column) throws SQLException {
    if (column < 1 || column > columns.size()) {
      throw SqlState.NO_SUCH_PARAMETER.exception(
          "there is no column " + column + "; the result has " + columns.size());
    }
    return columns.get(column - 1);
  }

  private DescribedType typeAt(int column) throws SQLException {
    return DescribedType.of(at(column));
  }

  @Override
  public int getColumnCount() {
    return columns.size();
  }

  @Override
  public boolean isAutoIncrement(int column) throws SQLException {
    return at(column).autoIncrement();
  }

  @Override
  public boolean isCaseSensitive(int column) throws SQLException {
    return typeAt(column).isText();
  }

  @Override
  public boolean isSearchable(int column) throws SQLException {
    at(column);
    return true;
  }

  @Override
  public boolean isCurrency(int column) throws SQLException {
    at(column);
    return false;
  }

  @Override
  public int isNullable(int column) throws SQLException {
    return at(column).nullable() ? columnNullable : columnNoNulls;
  }

  @Override
  public boolean isSigned(int column) throws SQLException {
    return typeAt(column).isSigned();
  }

  @Override
  public int getColumnDisplaySize(int column) throws SQLException {
    return at(column).displaySize();
  }

  @Override
  public String getColumnLabel(int column) throws SQLException {
    return at(column).label();
  }

  @Override
  public String getColumnName(int column) throws SQLException {
    return at(column).name();
  }

  @Override
  public String getSchemaName(int column) throws SQLException {
    return at(column).schema();
  }

  @Override
  public int getPrecision(int column) throws SQLException {
    return typeAt(column).precision();
  }

  @Override
  public int getScale(int column) throws SQLException {
    return typeAt(column).scale();
  }

  @Override
  public String getTableName(int column) throws SQLException {
    return at(column).table();
  }

  @Override
  public String getCatalogName(int column) throws SQLException {
    at(column);
    return "";
  }

  @Override
  public int getColumnType(int column) throws SQLException {
    return typeAt(column).code();
  }

  @Override
  public String getColumnTypeName(int column) throws SQLException {
    return typeAt(column).name();
  }

  @Override
  public boolean isReadOnly(int column) throws SQLException {
    return at(column).table().isEmpty();
  }

  @Override
  public boolean isWritable(int column) throws SQLException {
    return !isReadOnly(column);
  }

  @Override
  public boolean isDefinitelyWritable(int column) throws SQLException {
    at(column);
    return false;
  }

  @Override
  public String getColumnClassName(int column) throws SQLException {
    return typeAt(column).className();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return JdbcErrors.unwrap(this, type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}

package dev.kevo.jdbc;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An array value. Elements are counted from 1, as JDBC does. */
final class KevoArray implements Array {
  private final String typeName;
  private final List<? extends @Nullable Object> elements;

  KevoArray(String typeName, List<? extends @Nullable Object> elements) {
    this.typeName = typeName;
    this.elements = elements;
  }

  List<? extends @Nullable Object> elements() {
    return elements;
  }

  @Override
  public String getBaseTypeName() {
    return typeName;
  }

  @Override
  public int getBaseType() {
    return TypeNames.jdbcType(typeName);
  }

  @Override
  public Object getArray() {
    return elements.toArray();
  }

  @Override
  public Object getArray(Map<String, Class<?>> map) {
    return getArray();
  }

  @Override
  public Object getArray(long index, int count) throws SQLException {
    if (index < 1 || count < 0 || index - 1 + count > elements.size()) {
      throw JdbcErrors.invalid("the array has " + elements.size() + " elements");
    }
    return elements.subList((int) index - 1, (int) index - 1 + count).toArray();
  }

  @Override
  public Object getArray(long index, int count, Map<String, Class<?>> map) throws SQLException {
    return getArray(index, count);
  }

  @Override
  public ResultSet getResultSet() throws SQLException {
    throw JdbcErrors.notSupported("an array as a result set");
  }

  @Override
  public ResultSet getResultSet(Map<String, Class<?>> map) throws SQLException {
    return getResultSet();
  }

  @Override
  public ResultSet getResultSet(long index, int count) throws SQLException {
    return getResultSet();
  }

  @Override
  public ResultSet getResultSet(long index, int count, Map<String, Class<?>> map)
      throws SQLException {
    return getResultSet();
  }

  @Override
  public void free() {}

  @Override
  public String toString() {
    return elements.toString();
  }
}

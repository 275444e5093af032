package dev.kevo.jdbc;

import dev.kevo.sql.session.ParameterType;
import dev.kevo.sql.types.SqlState;
import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.util.List;

/** What a statement's parameters are. Parameters are counted from 1. */
record KevoParameterMetaData(List<ParameterType> parameters) implements ParameterMetaData {
  private DescribedType at(int parameter) throws SQLException {
    if (parameter < 1 || parameter > parameters.size()) {
      throw noSuchParameter(parameter, parameters.size());
    }
    return DescribedType.of(parameters.get(parameter - 1));
  }

  static SQLException noSuchParameter(int parameter, int count) {
    return SqlState.NO_SUCH_PARAMETER.exception(
        "there is no parameter " + parameter + "; the statement has " + count);
  }

  @Override
  public int getParameterCount() {
    return parameters.size();
  }

  @Override
  public int isNullable(int parameter) throws SQLException {
    at(parameter);
    return parameterNullableUnknown;
  }

  @Override
  public boolean isSigned(int parameter) throws SQLException {
    return at(parameter).isSigned();
  }

  @Override
  public int getPrecision(int parameter) throws SQLException {
    return at(parameter).precision();
  }

  @Override
  public int getScale(int parameter) throws SQLException {
    return at(parameter).scale();
  }

  @Override
  public int getParameterType(int parameter) throws SQLException {
    return at(parameter).code();
  }

  @Override
  public String getParameterTypeName(int parameter) throws SQLException {
    return at(parameter).name();
  }

  @Override
  public String getParameterClassName(int parameter) throws SQLException {
    return at(parameter).className();
  }

  @Override
  public int getParameterMode(int parameter) throws SQLException {
    at(parameter);
    return parameterModeIn;
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

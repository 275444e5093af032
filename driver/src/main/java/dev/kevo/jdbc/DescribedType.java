package dev.kevo.jdbc;

import dev.kevo.sql.session.ParameterType;
import dev.kevo.sql.session.ResultColumn;

/**
 * The type of a column or a parameter, as JDBC's metadata describes both.
 *
 * @param code a constant of {@link java.sql.Types}
 * @param name the bare SQL name
 * @param precision digits, characters or bytes; 0 if it has none
 * @param scale digits after the point; 0 if it has none
 */
record DescribedType(int code, String name, int precision, int scale) {
  DescribedType {
    precision = Math.max(0, precision);
    scale = Math.max(0, scale);
  }

  static DescribedType of(ResultColumn column) {
    return new DescribedType(
        column.jdbcType(), column.typeName(), column.precision(), column.scale());
  }

  static DescribedType of(ParameterType parameter) {
    return new DescribedType(
        parameter.jdbcType(), parameter.typeName(), parameter.precision(), parameter.scale());
  }

  /** The class of which getObject gives instances. */
  String className() {
    return TypeNames.className(code, name);
  }

  boolean isSigned() {
    return TypeNames.isSigned(code);
  }

  boolean isText() {
    return TypeNames.isText(code);
  }
}

package dev.kevo.sql.plan;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlAbstractTimeFunction;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * CURRENT_TIMESTAMP and its like: the moment at which the statement began, in the session's time
 * zone. Without an argument it has all the digits that its type can have; Calcite's have none.
 */
final class MomentFunction extends SqlAbstractTimeFunction {
  private final SqlTypeName typeName;

  MomentFunction(String name, SqlTypeName typeName) {
    super(name, typeName);
    this.typeName = typeName;
  }

  @Override
  public RelDataType inferReturnType(SqlOperatorBinding binding) {
    return binding.getOperandCount() == 0
        ? binding.getTypeFactory().createSqlType(typeName)
        : super.inferReturnType(binding);
  }
}

package dev.kevo.sql.plan;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;
import org.jspecify.annotations.Nullable;

/**
 * Type coercion that leaves the values of INSERT and UPDATE as they are: a cast would cut long
 * texts silently, while the change itself converts each value and names the column that it does not
 * fit.
 */
final class ChangeCoercion extends TypeCoercionImpl {
  ChangeCoercion(RelDataTypeFactory typeFactory, SqlValidator validator) {
    super(typeFactory, validator);
  }

  @Override
  public boolean querySourceCoercion(
      @Nullable SqlValidatorScope scope,
      RelDataType sourceRowType,
      RelDataType targetRowType,
      SqlNode query) {
    for (RelDataTypeField source : sourceRowType.getFieldList()) {
      RelDataType target = targetRowType.getFieldList().get(source.getIndex()).getType();
      if (!SqlTypeUtil.canCastFrom(target, source.getType(), validator.getTypeMappingRule())) {
        return false;
      }
    }
    return true;
  }
}

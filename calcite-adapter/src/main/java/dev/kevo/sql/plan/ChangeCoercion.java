package dev.kevo.sql.plan;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
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
    keepTextsForNumbers(query, targetRowType);
    return true;
  }

  /**
   * A text in VALUES for a number's column stays a text, so that the change reads it; Calcite would
   * take the literal itself for a number and fail.
   */
  private void keepTextsForNumbers(SqlNode query, RelDataType targets) {
    SqlNode source = query instanceof SqlInsert insert ? insert.getSource() : query;
    if (source.getKind() != SqlKind.VALUES) {
      return;
    }
    for (SqlNode row : ((SqlCall) source).getOperandList()) {
      for (int column = 0; column < targets.getFieldCount(); column++) {
        SqlNode value = ((SqlCall) row).operand(column);
        if (value instanceof SqlCharStringLiteral
            && SqlTypeUtil.isNumeric(targets.getFieldList().get(column).getType())) {
          ((SqlCall) row).setOperand(column, asText(value));
        }
      }
    }
  }

  private SqlNode asText(SqlNode literal) {
    RelDataType text = factory.createSqlType(SqlTypeName.VARCHAR);
    SqlNode cast =
        SqlStdOperatorTable.CAST.createCall(
            literal.getParserPosition(), literal, SqlTypeUtil.convertTypeToSpec(text));
    updateInferredType(cast, text);
    return cast;
  }
}

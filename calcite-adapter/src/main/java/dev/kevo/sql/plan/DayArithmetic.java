package dev.kevo.sql.plan;

import java.util.List;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeInference;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql2rel.SqlRexContext;

/**
 * Plus and minus of a date and a number of days, the days between two dates, and the interval
 * between two timestamps, as PostgreSQL has them. The validator puts these operators in the place
 * of the standard ones once it knows the types; they are written the same way.
 */
final class DayArithmetic extends SqlBinaryOperator {
  private static final DayArithmetic DAYS_LATER = days("+", false);
  private static final DayArithmetic LATER_DAYS = days("+", true);
  private static final DayArithmetic DAYS_EARLIER = days("-", false);
  private static final DayArithmetic DAYS_BETWEEN =
      new DayArithmetic("-", ReturnTypes.INTEGER_NULLABLE, (call, type, operands) -> {});
  private static final DayArithmetic TIME_BETWEEN =
      new DayArithmetic(
          "-",
          ReturnTypes.explicit(
                  factory ->
                      factory.createSqlIntervalType(
                          new SqlIntervalQualifier(
                              TimeUnit.DAY, TimeUnit.SECOND, SqlParserPos.ZERO)))
              .andThen(SqlTypeTransforms.TO_NULLABLE),
          (call, type, operands) -> {});

  private DayArithmetic(
      String sign, SqlReturnTypeInference type, SqlOperandTypeInference parameters) {
    super(
        sign,
        SqlKind.OTHER,
        SqlStdOperatorTable.PLUS.getLeftPrec(),
        true,
        type,
        parameters,
        OperandTypes.ANY_ANY);
  }

  /** A parameter beside a date is a number of days. */
  private static DayArithmetic days(String sign, boolean numberFirst) {
    return new DayArithmetic(
        sign,
        (numberFirst ? ReturnTypes.ARG1 : ReturnTypes.ARG0).andThen(SqlTypeTransforms.TO_NULLABLE),
        (call, type, operands) ->
            operands[numberFirst ? 0 : 1] =
                call.getTypeFactory().createSqlType(SqlTypeName.INTEGER));
  }

  /** Makes a plus or minus one of these operators if its operands have such types. */
  static void apply(SqlBasicCall call, RelDataType left, RelDataType right) {
    boolean minus = call.getKind() == SqlKind.MINUS;
    SqlTypeName first = left.getSqlTypeName();
    SqlTypeName second = right.getSqlTypeName();
    DayArithmetic operator = null;
    if (first == SqlTypeName.DATE && isDays(second)) {
      operator = minus ? DAYS_EARLIER : DAYS_LATER;
    } else if (second == SqlTypeName.DATE && isDays(first) && !minus) {
      operator = LATER_DAYS;
    } else if (minus && first == SqlTypeName.DATE && second == SqlTypeName.DATE) {
      operator = DAYS_BETWEEN;
    } else if (minus && isMoment(first) && (isMoment(second) || second == SqlTypeName.DATE)) {
      operator = TIME_BETWEEN;
    } else if (minus && first == SqlTypeName.DATE && isMoment(second)) {
      operator = TIME_BETWEEN;
    }
    if (operator != null) {
      call.setOperator(operator);
    }
  }

  private static boolean isDays(SqlTypeName type) {
    return SqlTypeName.INT_TYPES.contains(type)
        || type == SqlTypeName.UNKNOWN
        || type == SqlTypeName.NULL;
  }

  private static boolean isMoment(SqlTypeName type) {
    return type == SqlTypeName.TIMESTAMP || type == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
  }

  /** Without looking an operator of the same sign up. */
  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    for (SqlNode operand : call.getOperandList()) {
      validator.deriveType(scope, operand);
    }
    return validateOperands(validator, scope, call);
  }

  /** The expression that a call means. */
  // Operators of the same name are equal, so that only the reference tells these apart.
  @SuppressWarnings("ReferenceEquality")
  RexNode convert(SqlRexContext context, SqlCall call) {
    RexBuilder rexBuilder = context.getRexBuilder();
    RelDataType type = context.getValidator().getValidatedNodeType(call);
    RexNode left = context.convertExpression(call.operand(0));
    RexNode right = context.convertExpression(call.operand(1));
    if (this == TIME_BETWEEN) {
      RelDataType moment =
          isMoment(left.getType().getSqlTypeName()) ? left.getType() : right.getType();
      return rexBuilder.makeCall(
          type,
          SqlStdOperatorTable.MINUS_DATE,
          List.of(as(moment, left, rexBuilder), as(moment, right, rexBuilder)));
    }
    RexNode day = rexBuilder.makeLiteral(TimeUnit.DAY.name());
    if (this == DAYS_BETWEEN) {
      return rexBuilder.makeCall(
          type, SqlStdOperatorTable.TIMESTAMP_DIFF, List.of(day, right, left));
    }
    RexNode date = this == LATER_DAYS ? right : left;
    RexNode number = this == LATER_DAYS ? left : right;
    if (this == DAYS_EARLIER) {
      number =
          rexBuilder.makeCall(
              SqlStdOperatorTable.UNARY_MINUS, as(bigint(rexBuilder), number, rexBuilder));
    }
    return rexBuilder.makeCall(type, SqlStdOperatorTable.TIMESTAMP_ADD, List.of(day, number, date));
  }

  private static RelDataType bigint(RexBuilder rexBuilder) {
    return rexBuilder.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
  }

  private static RexNode as(RelDataType type, RexNode node, RexBuilder rexBuilder) {
    return node.getType().getSqlTypeName() == type.getSqlTypeName()
        ? node
        : rexBuilder.makeCast(
            rexBuilder
                .getTypeFactory()
                .createTypeWithNullability(type, node.getType().isNullable()),
            node);
  }
}

package dev.kevo.sql.plan;

import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/**
 * How calls become expressions: as Calcite does it, but for TIMESTAMPADD and TIMESTAMPDIFF, which
 * stay calls with the unit's name instead of arithmetic on milliseconds, RANDOM_UUID and
 * CURRENT_SCHEMA.
 */
final class Convertlets implements SqlRexConvertletTable {
  private final String schema;

  /**
   * How one session's calls become expressions.
   *
   * @param schema what CURRENT_SCHEMA gives
   */
  Convertlets(String schema) {
    this.schema = schema;
  }

  @Override
  public @Nullable SqlRexConvertlet get(SqlCall call) {
    SqlOperator operator = call.getOperator();
    if (Functions.isRandomUuid(operator)) {
      return Convertlets::randomCall;
    }
    if (operator instanceof DayArithmetic days) {
      return days::convert;
    }
    if (SqlStdOperatorTable.CURRENT_SCHEMA.equals(operator)) {
      return (context, named) ->
          context.getRexBuilder().makeLiteral(schema, typeOf(context, named, List.of()), true);
    }
    boolean ours =
        (SqlStdOperatorTable.TIMESTAMP_ADD.equals(operator)
                || SqlStdOperatorTable.TIMESTAMP_DIFF.equals(operator))
            && call.operandCount() == 3
            && call.operand(0).getKind() == SqlKind.INTERVAL_QUALIFIER;
    return ours ? Convertlets::timestampCall : StandardConvertletTable.INSTANCE.get(call);
  }

  /** What the validator found; it forgets calls that stand alone in VALUES. */
  private static RelDataType typeOf(SqlRexContext context, SqlCall call, List<RexNode> operands) {
    RelDataType found = context.getValidator().getValidatedNodeTypeIfKnown(call);
    return found != null
        ? found
        : context.getRexBuilder().deriveReturnType(call.getOperator(), operands);
  }

  /** With its place as an operand: two calls must not be taken for one expression. */
  private static RexNode randomCall(SqlRexContext context, SqlCall call) {
    RexBuilder rexBuilder = context.getRexBuilder();
    return rexBuilder.makeCall(
        typeOf(context, call, List.of()),
        call.getOperator(),
        List.of(rexBuilder.makeLiteral(call.getParserPosition().toString())));
  }

  private static RexNode timestampCall(SqlRexContext context, SqlCall call) {
    RexBuilder rexBuilder = context.getRexBuilder();
    SqlIntervalQualifier qualifier = call.operand(0);
    String unit =
        qualifier.timeFrameName != null ? qualifier.timeFrameName : qualifier.getUnit().name();
    RelDataType type = context.getValidator().getValidatedNodeType(call);
    return rexBuilder.makeCall(
        type,
        call.getOperator(),
        List.of(
            rexBuilder.makeLiteral(unit.toUpperCase(Locale.ROOT)),
            context.convertExpression(call.operand(1)),
            context.convertExpression(call.operand(2))));
  }
}

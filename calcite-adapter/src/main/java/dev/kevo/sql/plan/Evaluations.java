package dev.kevo.sql.plan;

import dev.kevo.sql.exec.Comparing;
import dev.kevo.sql.exec.DateTimeMath;
import dev.kevo.sql.exec.Decimals;
import dev.kevo.sql.exec.Evaluation;
import dev.kevo.sql.exec.Texts;
import dev.kevo.sql.types.Casts;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.ColumnValues;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import dev.kevo.sql.types.Uuids;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * The calls that Calcite's generated code would compute wrongly or not at all, as functions of
 * ours: casts (Calcite's cut and wrap), arithmetic of DECIMALs (it divides with 16 digits), of
 * dates, times and intervals (it counts milliseconds), OVERLAY (it fails beyond a text's end), TRIM
 * (it takes one character only).
 */
final class Evaluations {
  /**
   * A call as a function of ours.
   *
   * @param label what it does, the same for two that do the same
   * @param operands the call's operands that are the function's arguments
   * @param strict whether it is NULL if an argument is
   */
  record Evaluated(String label, List<RexNode> operands, boolean strict, Evaluation evaluation) {
    Evaluated(String label, List<RexNode> operands, Evaluation evaluation) {
      this(label, operands, true, evaluation);
    }
  }

  private Evaluations() {}

  /** The function for a call, or null if it stays as it is. */
  static @Nullable Evaluated of(RexCall call) {
    SqlOperator operator = call.getOperator();
    if (operator instanceof MomentFunction || SqlStdOperatorTable.CURRENT_DATE.equals(operator)) {
      ColumnType type = ColumnType.of(call.getType());
      return new Evaluated(
          operator.getName() + " " + type.declaration(),
          List.of(),
          (arguments, context) -> DateTimeMath.now(context, type));
    }
    if (Functions.isRandomUuid(operator)) {
      return new Evaluated(
          operator.getName() + " " + call.getOperands(),
          List.of(),
          (a, context) -> Uuids.bytes(UUID.randomUUID()));
    }
    if (Functions.LAST_VALUE_OF.equals(operator)) {
      long sequence = ((RexLiteral) call.getOperands().get(0)).getValueAs(Long.class);
      return new Evaluated(
          operator.getName() + " " + sequence,
          List.of(),
          (a, context) -> context.lastValue(sequence));
    }
    if (Functions.IN_RANGE.equals(operator)) {
      ColumnType type = ColumnType.of(call.getType()).withNullable(true);
      return new Evaluated(
          "IN_RANGE " + type.declaration(),
          call.getOperands(),
          (x, context) -> ColumnValues.convert(x[0], type, "the sum"));
    }
    if (Functions.FOR_COLUMN.equals(operator)) {
      return castForColumn(call);
    }
    if (SqlStdOperatorTable.TIMESTAMP_ADD.equals(operator)
        || SqlStdOperatorTable.TIMESTAMP_DIFF.equals(operator)) {
      return TemporalCalls.timestampFunction(call);
    }
    if (SeriesFunction.INSTANCE.equals(operator)) {
      return SeriesFunction.evaluated(call);
    }
    return switch (call.getKind()) {
      case CAST -> cast(call);
      case SAFE_CAST -> tryCast(call);
      case PLUS,
          MINUS,
          TIMES,
          DIVIDE,
          MOD,
          CHECKED_PLUS,
          CHECKED_MINUS,
          CHECKED_TIMES,
          CHECKED_DIVIDE ->
          arithmetic(call);
      case MINUS_PREFIX, CHECKED_MINUS_PREFIX -> negated(call);
      case EXTRACT -> TemporalCalls.extract(call);
      case FLOOR, CEIL -> TemporalCalls.rounded(call);
      case TRIM -> trimmed(call);
      default ->
          SqlStdOperatorTable.ABS.equals(operator)
              ? absolute(call)
              : SqlStdOperatorTable.OVERLAY.equals(operator) ? overlaid(call) : null;
    };
  }

  private static @Nullable Evaluated cast(RexCall call) {
    RelDataType source = call.getOperands().get(0).getType();
    RelDataType target = call.getType();
    if (call.getOperands().size() > 1
        || !ColumnType.isSupported(source)
        || !ColumnType.isSupported(target)
        || isPlainWidening(source, target)) {
      return null;
    }
    ColumnType from = ColumnType.of(source);
    ColumnType to = ColumnType.of(target).withNullable(true);
    return new Evaluated(
        "CAST " + from.declaration() + " AS " + to.declaration(),
        call.getOperands(),
        (arguments, context) -> Casts.cast(arguments[0], from, to));
  }

  private static Evaluated castForColumn(RexCall call) {
    RexNode value = call.getOperands().get(0);
    ColumnType from = ColumnType.of(value.getType());
    ColumnType to = ColumnType.of(call.getType()).withNullable(true);
    String column = ((RexLiteral) call.getOperands().get(1)).getValueAs(String.class);
    return new Evaluated(
        "CAST " + from.declaration() + " AS " + to.declaration() + " FOR " + column,
        List.of(value),
        (arguments, context) -> Casts.cast(arguments[0], from, to, column));
  }

  /** TRY_CAST: what CAST gives, or NULL if the value has no such form. */
  private static @Nullable Evaluated tryCast(RexCall call) {
    RelDataType source = call.getOperands().get(0).getType();
    if (!ColumnType.isSupported(source) || !ColumnType.isSupported(call.getType())) {
      return null;
    }
    ColumnType from = ColumnType.of(source);
    ColumnType to = ColumnType.of(call.getType()).withNullable(true);
    return new Evaluated(
        "TRY_CAST " + from.declaration() + " AS " + to.declaration(),
        List.of(call.getOperands().get(0)),
        (arguments, context) -> {
          try {
            return Casts.cast(arguments[0], from, to);
          } catch (SqlStateException e) {
            return null;
          }
        });
  }

  /** Whether generated code casts rightly: the value stays what it is. */
  private static boolean isPlainWidening(RelDataType from, RelDataType to) {
    SqlTypeName target = to.getSqlTypeName();
    if (from.getSqlTypeName() == SqlTypeName.CHAR && target == SqlTypeName.VARCHAR) {
      return to.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED
          || to.getPrecision() >= from.getPrecision();
    }
    if (!Widening.isLossless(from, to)) {
      return false;
    }
    return switch (target) {
      case DECIMAL ->
          from.getSqlTypeName() == SqlTypeName.DECIMAL && from.getScale() == to.getScale();
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> from.equals(to);
      default -> true;
    };
  }

  private static @Nullable Evaluated arithmetic(RexCall call) {
    SqlTypeName result = call.getType().getSqlTypeName();
    if (call.getOperands().size() < 2) {
      return null;
    }
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    if (TemporalCalls.isTemporal(result)
        || TemporalCalls.isTemporal(left.getType().getSqlTypeName())) {
      return TemporalCalls.arithmetic(call, left, right);
    }
    return result == SqlTypeName.DECIMAL ? decimal(call) : null;
  }

  private interface DecimalOperation {
    BigDecimal apply(BigDecimal a, BigDecimal b, int precision, int scale);
  }

  private static @Nullable Evaluated decimal(RexCall call) {
    for (RexNode operand : call.getOperands()) {
      SqlTypeName type = operand.getType().getSqlTypeName();
      if (type != SqlTypeName.DECIMAL && !SqlTypeName.INT_TYPES.contains(type)) {
        return null;
      }
    }
    DecimalOperation operation =
        switch (call.getKind()) {
          case PLUS, CHECKED_PLUS -> Decimals::plus;
          case MINUS, CHECKED_MINUS -> Decimals::minus;
          case TIMES, CHECKED_TIMES -> Decimals::times;
          case DIVIDE, CHECKED_DIVIDE -> Decimals::divide;
          default -> Decimals::mod;
        };
    int precision = call.getType().getPrecision();
    int scale = call.getType().getScale();
    return new Evaluated(
        call.getOperator().getName() + " DECIMAL(" + precision + ", " + scale + ")",
        call.getOperands(),
        (arguments, context) ->
            operation.apply(decimal(arguments[0]), decimal(arguments[1]), precision, scale));
  }

  private static BigDecimal decimal(@Nullable Object value) {
    return Comparing.decimal(number(value));
  }

  static Number number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number;
    }
    throw new AssertionError("no number: " + value);
  }

  private static @Nullable Evaluated negated(RexCall call) {
    ColumnType type = numberOrInterval(call);
    if (type == null) {
      return null;
    }
    return new Evaluated(
        "- " + type.declaration(), call.getOperands(), (x, context) -> negated(number(x[0]), type));
  }

  private static Object negated(Number number, ColumnType type) {
    try {
      if (number instanceof BigDecimal decimal) {
        return decimal.negate();
      }
      return number instanceof Integer months
          ? (Object) Math.negateExact(months)
          : (Object) Math.negateExact(number.longValue());
    } catch (ArithmeticException e) {
      throw SqlState.OUT_OF_RANGE.failure(
          "the result is out of the range of " + type.declaration(), e);
    }
  }

  private static @Nullable ColumnType numberOrInterval(RexCall call) {
    SqlTypeName name = call.getType().getSqlTypeName();
    return name == SqlTypeName.DECIMAL || SqlTypeName.INTERVAL_TYPES.contains(name)
        ? ColumnType.of(call.getType())
        : null;
  }

  private static @Nullable Evaluated absolute(RexCall call) {
    ColumnType type = numberOrInterval(call);
    if (type == null && !SqlTypeName.INT_TYPES.contains(call.getType().getSqlTypeName())) {
      return null;
    }
    ColumnType to = ColumnType.of(call.getType()).withNullable(true);
    return new Evaluated(
        "ABS " + to.declaration(),
        call.getOperands(),
        (x, context) -> {
          Number number = number(x[0]);
          if (number instanceof BigDecimal decimal) {
            return decimal.abs();
          }
          if (number.longValue() >= 0) {
            return number;
          }
          return to.isInterval()
              ? negated(number, to)
              : ColumnValues.convert(
                  BigDecimal.valueOf(number.longValue()).negate(), to, "the result of ABS");
        });
  }

  private static @Nullable Evaluated overlaid(RexCall call) {
    if (!ColumnType.isSupported(call.getType()) || !ColumnType.of(call.getType()).isText()) {
      return null;
    }
    return new Evaluated(
        "OVERLAY",
        call.getOperands(),
        (x, context) -> {
          String replacement = text(x[1]);
          long length = x.length > 3 ? number(x[3]).longValue() : replacement.length();
          return Texts.overlay(text(x[0]), replacement, number(x[2]).longValue(), length);
        });
  }

  private static @Nullable Evaluated trimmed(RexCall call) {
    if (!(call.getOperands().get(0) instanceof RexLiteral literal)
        || !(literal.getValue() instanceof SqlTrimFunction.Flag flag)
        || !ColumnType.isSupported(call.getType())
        || !ColumnType.of(call.getType()).isText()) {
      return null;
    }
    boolean leading = flag != SqlTrimFunction.Flag.TRAILING;
    boolean trailing = flag != SqlTrimFunction.Flag.LEADING;
    return new Evaluated(
        "TRIM " + flag,
        call.getOperands().subList(1, 3),
        (x, context) -> Texts.trim(text(x[1]), text(x[0]), leading, trailing));
  }

  private static String text(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new AssertionError("no text: " + value);
  }
}

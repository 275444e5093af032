package dev.kevo.sql.plan;

import static dev.kevo.sql.plan.Evaluations.number;

import dev.kevo.sql.exec.Comparing;
import dev.kevo.sql.exec.DateTimeMath;
import dev.kevo.sql.exec.Evaluation;
import dev.kevo.sql.plan.Evaluations.Evaluated;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.ColumnValues;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Calls on dates, times and intervals as functions of ours: Calcite's generated code counts
 * milliseconds.
 */
final class TemporalCalls {
  private TemporalCalls() {}

  /** Whether values of a type are moments or intervals. */
  static boolean isTemporal(SqlTypeName type) {
    return switch (type) {
      case DATE, TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> true;
      default -> SqlTypeName.INTERVAL_TYPES.contains(type);
    };
  }

  private static boolean isInterval(RexNode node) {
    return SqlTypeName.INTERVAL_TYPES.contains(node.getType().getSqlTypeName());
  }

  /** A sum, difference, product or quotient with a moment or an interval; null for others. */
  static @Nullable Evaluated arithmetic(RexCall call, RexNode left, RexNode right) {
    SqlKind kind = call.getKind();
    if (!ColumnType.isSupported(left.getType()) || !ColumnType.isSupported(right.getType())) {
      return null;
    }
    if (kind == SqlKind.PLUS && isInterval(left) && !isInterval(right)) {
      return arithmetic(call, right, left);
    }
    ColumnType a = ColumnType.of(left.getType());
    ColumnType b = ColumnType.of(right.getType());
    ColumnType to = ColumnType.of(call.getType());
    if (!a.isInterval() && b.isInterval() && to.isInterval()) {
      return arithmetic(call, right, left);
    }
    Evaluation evaluation = evaluation(kind, a, b, to);
    return evaluation == null
        ? null
        : new Evaluated(label(kind.sql, a, b, to), List.of(left, right), evaluation);
  }

  private static String label(String operation, ColumnType a, ColumnType b, ColumnType to) {
    return operation + " " + a.declaration() + ", " + b.declaration() + ": " + to.declaration();
  }

  private static @Nullable Evaluation evaluation(
      SqlKind kind, ColumnType a, ColumnType b, ColumnType to) {
    boolean minus = kind == SqlKind.MINUS;
    boolean adds = minus || kind == SqlKind.PLUS;
    if (a.isInterval() && b.isInterval() && adds) {
      return (x, context) ->
          DateTimeMath.addIntervals(number(x[0]).longValue(), amount(x[1], minus), to);
    }
    if (a.isInterval()) {
      return kind == SqlKind.DIVIDE || kind == SqlKind.CHECKED_DIVIDE
          ? (x, context) -> DateTimeMath.divide(number(x[0]).longValue(), exact(number(x[1])), to)
          : (x, context) -> DateTimeMath.times(number(x[0]).longValue(), exact(number(x[1])), to);
    }
    if (b.isInterval() && adds) {
      return (x, context) ->
          DateTimeMath.plus(number(x[0]), a, amount(x[1], minus), b.isMonths(), to);
    }
    return minus && to.isInterval()
        ? (x, context) -> DateTimeMath.minus(number(x[0]), number(x[1]), a, to)
        : null;
  }

  private static long amount(@Nullable Object interval, boolean minus) {
    long amount = number(interval).longValue();
    return minus ? Math.negateExact(amount) : amount;
  }

  private static BigDecimal exact(Number number) {
    return Comparing.isApproximate(number)
        ? BigDecimal.valueOf(number.doubleValue())
        : Comparing.decimal(number);
  }

  /** The unit that an operand names; null if it names none. */
  static @Nullable TimeUnit unit(RexNode operand) {
    if (!(operand instanceof RexLiteral literal)) {
      return null;
    }
    if (literal.getValue() instanceof TimeUnitRange range) {
      return range.endUnit == null ? range.startUnit : null;
    }
    if (literal.getValue() instanceof TimeUnit unit) {
      return unit;
    }
    String name = literal.getValueAs(String.class);
    for (TimeUnit unit : TimeUnit.values()) {
      if (unit.name().equalsIgnoreCase(name)) {
        return unit;
      }
    }
    return null;
  }

  /** EXTRACT of a moment or an interval; null if it stays as it is. */
  static @Nullable Evaluated extract(RexCall call) {
    TimeUnit unit = unit(call.getOperands().get(0));
    RexNode operand = call.getOperands().get(1);
    if (unit == null || !isTemporal(operand.getType().getSqlTypeName())) {
      return null;
    }
    ColumnType type = ColumnType.of(operand.getType());
    return new Evaluated(
        "EXTRACT " + unit + " FROM " + type.declaration(),
        List.of(operand),
        (x, context) -> DateTimeMath.extract(unit, number(x[0]), type));
  }

  /** FLOOR or CEIL of a moment to a unit; null if it stays as it is. */
  static @Nullable Evaluated rounded(RexCall call) {
    if (call.getOperands().size() != 2) {
      return null;
    }
    RexNode operand = call.getOperands().get(0);
    TimeUnit unit = unit(call.getOperands().get(1));
    if (unit == null || !isTemporal(operand.getType().getSqlTypeName()) || isInterval(operand)) {
      return null;
    }
    ColumnType type = ColumnType.of(operand.getType());
    boolean floor = call.getKind() == SqlKind.FLOOR;
    return new Evaluated(
        call.getKind() + " " + type.declaration() + " TO " + unit,
        List.of(operand),
        (x, context) ->
            floor
                ? DateTimeMath.floor(number(x[0]), unit, type)
                : DateTimeMath.ceil(number(x[0]), unit, type));
  }

  /** TIMESTAMPADD or TIMESTAMPDIFF; null if it stays as it is. */
  static @Nullable Evaluated timestampFunction(RexCall call) {
    TimeUnit unit = unit(call.getOperands().get(0));
    RexNode first = call.getOperands().get(1);
    RexNode second = call.getOperands().get(2);
    if (unit == null || !isTemporal(second.getType().getSqlTypeName())) {
      return null;
    }
    ColumnType a = ColumnType.of(first.getType());
    ColumnType b = ColumnType.of(second.getType());
    ColumnType to = ColumnType.of(call.getType()).withNullable(true);
    String label = label(call.getOperator().getName() + " " + unit, a, b, to);
    Evaluation evaluation =
        SqlStdOperatorTable.TIMESTAMP_ADD.equals(call.getOperator())
            ? (x, context) -> DateTimeMath.add(unit, number(x[0]).longValue(), number(x[1]), b, to)
            : (x, context) ->
                ColumnValues.convert(
                    DateTimeMath.difference(unit, number(x[0]), a, number(x[1]), b),
                    to,
                    "the result of TIMESTAMPDIFF");
    return new Evaluated(label, List.of(first, second), evaluation);
  }
}

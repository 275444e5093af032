package dev.kevo.sql.plan;

import dev.kevo.sql.exec.DateTimeMath;
import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.vector.Lane;
import dev.kevo.sql.vector.LongMapped;
import dev.kevo.sql.vector.TextCase;
import dev.kevo.sql.vector.TextLength;
import dev.kevo.sql.vector.TextMatch;
import dev.kevo.sql.vector.TextPiece;
import dev.kevo.sql.vector.VectorExpression;
import dev.kevo.sql.vector.VectorType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/** Makes kernels of the functions that are used most: of texts and of dates. */
final class FunctionKernels {
  private static final Set<SqlOperator> KNOWN =
      Set.of(
          SqlStdOperatorTable.LIKE,
          SqlStdOperatorTable.EXTRACT,
          SqlStdOperatorTable.SUBSTRING,
          SqlStdOperatorTable.UPPER,
          SqlStdOperatorTable.LOWER,
          SqlStdOperatorTable.CHAR_LENGTH,
          SqlStdOperatorTable.CHARACTER_LENGTH);

  private final Scalars scalars;

  FunctionKernels(Scalars scalars) {
    this.scalars = scalars;
  }

  /** Whether a call may have a kernel. */
  static boolean knows(RexCall call) {
    return KNOWN.contains(call.getOperator());
  }

  /** The kernel of a call, or null if there is none. */
  @Nullable VectorExpression of(RexCall call, List<VectorExpression> operands) {
    SqlOperator operator = call.getOperator();
    if (SqlStdOperatorTable.LIKE.equals(operator)) {
      return like(call, operands);
    }
    VectorType type = VectorType.of(call.getType());
    if (SqlStdOperatorTable.EXTRACT.equals(operator)) {
      return extract(call, operands.get(1), type);
    }
    if (operands.isEmpty() || !operands.get(0).type().isText()) {
      return null;
    }
    VectorExpression text = operands.get(0);
    if (SqlStdOperatorTable.SUBSTRING.equals(operator) && type.isText()) {
      return substring(call, text, type);
    }
    if (SqlStdOperatorTable.UPPER.equals(operator) || SqlStdOperatorTable.LOWER.equals(operator)) {
      return new TextCase(text, SqlStdOperatorTable.UPPER.equals(operator), type);
    }
    boolean length =
        SqlStdOperatorTable.CHAR_LENGTH.equals(operator)
            || SqlStdOperatorTable.CHARACTER_LENGTH.equals(operator);
    return length && type.isInteger() ? new TextLength(text, type) : null;
  }

  private @Nullable VectorExpression like(RexCall call, List<VectorExpression> operands) {
    RexNode pattern = call.getOperands().get(1);
    if (operands.size() != 2
        || !operands.get(0).type().isText()
        || !RelOptUtil.InputFinder.bits(pattern).isEmpty()) {
      return null;
    }
    Scalar scalar = scalars.simple(pattern);
    return scalar == null ? null : new TextMatch(operands.get(0), scalar);
  }

  private static @Nullable VectorExpression extract(
      RexCall call, VectorExpression moment, VectorType type) {
    TimeUnit unit = TemporalCalls.unit(call.getOperands().get(0));
    RexNode operand = call.getOperands().get(1);
    if (unit == null
        || moment.type().lane() != Lane.LONG
        || !type.isInteger()
        || !TemporalCalls.isTemporal(operand.getType().getSqlTypeName())) {
      return null;
    }
    ColumnType from = ColumnType.of(operand.getType());
    VectorType boxed = moment.type();
    return new LongMapped(
        moment, value -> DateTimeMath.extract(unit, boxed.box(value), from), type);
  }

  private static @Nullable VectorExpression substring(
      RexCall call, VectorExpression text, VectorType type) {
    Integer from = number(call.getOperands().get(1));
    Integer length =
        call.getOperands().size() < 3
            ? (Integer) Integer.MAX_VALUE
            : number(call.getOperands().get(2));
    return from == null || from < 1 || length == null || length < 0
        ? null
        : new TextPiece(text, from - 1, length, type);
  }

  private static @Nullable Integer number(RexNode node) {
    if (!(node instanceof RexLiteral literal) || literal.isNull()) {
      return null;
    }
    BigDecimal number = literal.getValueAs(BigDecimal.class);
    try {
      return number == null ? null : (Integer) number.intValueExact();
    } catch (ArithmeticException e) {
      return null;
    }
  }
}

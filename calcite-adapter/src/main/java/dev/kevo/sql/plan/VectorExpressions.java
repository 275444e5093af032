package dev.kevo.sql.plan;

import dev.kevo.sql.exec.Arithmetic;
import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.vector.ApproximateArithmetic;
import dev.kevo.sql.vector.ColumnReference;
import dev.kevo.sql.vector.Comparison;
import dev.kevo.sql.vector.Conditional;
import dev.kevo.sql.vector.Constant;
import dev.kevo.sql.vector.Conversion;
import dev.kevo.sql.vector.ExactArithmetic;
import dev.kevo.sql.vector.Lane;
import dev.kevo.sql.vector.Logic;
import dev.kevo.sql.vector.Membership;
import dev.kevo.sql.vector.RowExpression;
import dev.kevo.sql.vector.TextMembership;
import dev.kevo.sql.vector.TruthTest;
import dev.kevo.sql.vector.VectorExpression;
import dev.kevo.sql.vector.VectorType;
import dev.kevo.sql.vector.WideArithmetic;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Makes expressions over vectors. What is frequent has a kernel on typed values; everything else is
 * evaluated row by row, by a {@link Scalar}.
 */
final class VectorExpressions {
  private static final int LONG_DIGITS_MAX = 18;
  private static final int BIGINT_DIGITS = 19;

  private final RexBuilder rexBuilder;
  private final Scalars scalars;
  private final FunctionKernels functions;

  VectorExpressions(RelOptCluster cluster) {
    this.rexBuilder = cluster.getRexBuilder();
    this.scalars = new Scalars(cluster);
    this.functions = new FunctionKernels(scalars);
  }

  /** The expressions over rows of a type; null if one is not possible. */
  @Nullable List<VectorExpression> compile(List<? extends RexNode> expressions, RelDataType row) {
    List<VectorExpression> compiled = new ArrayList<>();
    for (RexNode expression : expressions) {
      VectorExpression each = compile(expression, row);
      if (each == null) {
        return null;
      }
      compiled.add(each);
    }
    return compiled;
  }

  /** The expression over rows of a type; null if it is not possible. */
  @Nullable VectorExpression compile(RexNode expression, RelDataType row) {
    if (expression instanceof RexInputRef ref) {
      return new ColumnReference(ref.getIndex(), VectorType.of(ref.getType()));
    }
    boolean constant =
        RelOptUtil.InputFinder.bits(expression).isEmpty() && RexUtil.isDeterministic(expression);
    Scalar simple = constant ? scalars.simple(expression) : null;
    if (simple != null) {
      return new Constant(simple, VectorType.of(expression.getType()));
    }
    VectorExpression kernel = expression instanceof RexCall call ? kernel(call, row) : null;
    if (kernel != null) {
      return kernel;
    }
    return constant ? constant(expression, row) : byRow(expression, row);
  }

  private @Nullable VectorExpression constant(RexNode expression, RelDataType row) {
    Scalar scalar = scalars.compile(expression, row);
    return scalar == null ? null : new Constant(scalar, VectorType.of(expression.getType()));
  }

  private @Nullable VectorExpression byRow(RexNode expression, RelDataType row) {
    Scalar scalar = scalars.compile(expression, row);
    return scalar == null
        ? null
        : new RowExpression(
            scalar,
            RelOptUtil.InputFinder.bits(expression).toArray(),
            row.getFieldCount(),
            VectorType.of(expression.getType()));
  }

  private @Nullable VectorExpression kernel(RexCall call, RelDataType row) {
    return switch (call.getKind()) {
      case EQUALS -> comparison(call, row, Comparison.Kind.EQUALS);
      case NOT_EQUALS -> comparison(call, row, Comparison.Kind.NOT_EQUALS);
      case LESS_THAN -> comparison(call, row, Comparison.Kind.LESS_THAN);
      case LESS_THAN_OR_EQUAL -> comparison(call, row, Comparison.Kind.LESS_THAN_OR_EQUAL);
      case GREATER_THAN -> comparison(call, row, Comparison.Kind.GREATER_THAN);
      case GREATER_THAN_OR_EQUAL -> comparison(call, row, Comparison.Kind.GREATER_THAN_OR_EQUAL);
      case AND -> logic(call, row, 0);
      case OR -> logic(call, row, 1);
      case NOT -> test(call, row, TruthTest.Kind.NOT);
      case IS_NULL -> test(call, row, TruthTest.Kind.IS_NULL);
      case IS_NOT_NULL -> test(call, row, TruthTest.Kind.IS_NOT_NULL);
      case IS_TRUE -> test(call, row, TruthTest.Kind.IS_TRUE);
      case IS_FALSE -> test(call, row, TruthTest.Kind.IS_FALSE);
      case IS_NOT_TRUE -> test(call, row, TruthTest.Kind.IS_NOT_TRUE);
      case IS_NOT_FALSE -> test(call, row, TruthTest.Kind.IS_NOT_FALSE);
      case PLUS, CHECKED_PLUS -> arithmetic(call, row, Arithmetic.Operation.PLUS);
      case MINUS, CHECKED_MINUS -> arithmetic(call, row, Arithmetic.Operation.MINUS);
      case TIMES, CHECKED_TIMES -> arithmetic(call, row, Arithmetic.Operation.TIMES);
      case DIVIDE, CHECKED_DIVIDE -> arithmetic(call, row, Arithmetic.Operation.DIVIDE);
      case MOD -> arithmetic(call, row, Arithmetic.Operation.MOD);
      case MINUS_PREFIX, CHECKED_MINUS_PREFIX -> negation(call, row);
      case CASE -> cases(call, row);
      case CAST -> cast(call, row);
      case SEARCH -> search(call, row);
      default -> function(call, row);
    };
  }

  private @Nullable VectorExpression function(RexCall call, RelDataType row) {
    if (!FunctionKernels.knows(call)) {
      return null;
    }
    List<VectorExpression> operands = compile(call.getOperands(), row);
    return operands == null ? null : functions.of(call, operands);
  }

  private @Nullable VectorExpression comparison(
      RexCall call, RelDataType row, Comparison.Kind kind) {
    RexNode first = call.getOperands().get(0);
    RexNode second = call.getOperands().get(1);
    VectorExpression left = compile(first, row);
    VectorExpression right = compile(second, row);
    if (left == null || right == null) {
      return null;
    }
    VectorType common = common(first.getType(), second.getType());
    return common == null
        ? null
        : new Comparison(kind, converted(left, common), converted(right, common));
  }

  /** The type in which values of two types are compared; null if kernels cannot. */
  private static @Nullable VectorType common(RelDataType first, RelDataType second) {
    VectorType a = VectorType.of(first);
    VectorType b = VectorType.of(second);
    if (a.isExact() && b.isExact()) {
      int scale = Math.max(a.scale(), b.scale());
      int digits = scale + Math.max(wholeDigits(first, a), wholeDigits(second, b));
      boolean integers = a.isInteger() && b.isInteger();
      Lane lane = integers || digits <= LONG_DIGITS_MAX ? Lane.LONG : Lane.OBJECT;
      return new VectorType(integers ? SqlTypeName.BIGINT : SqlTypeName.DECIMAL, scale, lane);
    }
    boolean numbers =
        (a.isExact() || a.lane() == Lane.DOUBLE) && (b.isExact() || b.lane() == Lane.DOUBLE);
    if (numbers) {
      return new VectorType(SqlTypeName.DOUBLE, 0, Lane.DOUBLE);
    }
    boolean comparable =
        a.lane() == Lane.BYTES
            ? b.lane() == Lane.BYTES && a.isText() == b.isText()
            : a.name() == b.name() && a.lane() == Lane.LONG;
    return comparable ? a : null;
  }

  private static int wholeDigits(RelDataType type, VectorType known) {
    return known.name() == SqlTypeName.BIGINT ? BIGINT_DIGITS : type.getPrecision() - known.scale();
  }

  private static VectorExpression converted(VectorExpression expression, VectorType type) {
    VectorType from = expression.type();
    boolean same =
        from.lane() == type.lane()
            && from.scale() == type.scale()
            && (from.lane() != Lane.OBJECT || from.name() == type.name());
    return same ? expression : new Conversion(expression, type);
  }

  private @Nullable VectorExpression logic(RexCall call, RelDataType row, long deciding) {
    List<VectorExpression> conditions = compile(call.getOperands(), row);
    return conditions == null ? null : new Logic(deciding, conditions);
  }

  private @Nullable VectorExpression test(RexCall call, RelDataType row, TruthTest.Kind kind) {
    VectorExpression operand = compile(call.getOperands().get(0), row);
    return operand == null ? null : new TruthTest(kind, operand);
  }

  private @Nullable VectorExpression arithmetic(
      RexCall call, RelDataType row, Arithmetic.Operation operation) {
    if (call.getOperands().size() != 2) {
      return null;
    }
    RexNode second = call.getOperands().get(1);
    if (operation == Arithmetic.Operation.DIVIDE && Functions.isNonZero(second)) {
      second = ((RexCall) second).getOperands().get(0);
    }
    VectorExpression left = compile(call.getOperands().get(0), row);
    VectorExpression right = compile(second, row);
    VectorType type = VectorType.of(call.getType());
    if (left == null || right == null) {
      return null;
    }
    if (type.lane() == Lane.DOUBLE) {
      return approximate(operation, left, right, type);
    }
    return type.isExact() && left.type().isExact() && right.type().isExact()
        ? exact(operation, left, right, type)
        : null;
  }

  private static @Nullable VectorExpression approximate(
      Arithmetic.Operation operation,
      VectorExpression left,
      VectorExpression right,
      VectorType type) {
    if (operation == Arithmetic.Operation.MOD
        || !Conversion.isPossible(left.type(), type)
        || !Conversion.isPossible(right.type(), type)) {
      return null;
    }
    VectorType lane = new VectorType(SqlTypeName.DOUBLE, 0, Lane.DOUBLE);
    return new ApproximateArithmetic(
        operation, converted(left, lane), converted(right, lane), type);
  }

  private static @Nullable VectorExpression exact(
      Arithmetic.Operation operation,
      VectorExpression left,
      VectorExpression right,
      VectorType type) {
    boolean integers = type.isInteger() && left.type().isInteger() && right.type().isInteger();
    if (integers) {
      return new ExactArithmetic(operation, left, right, type);
    }
    if (type.name() != SqlTypeName.DECIMAL || !WideArithmetic.knows(operation)) {
      return null;
    }
    boolean longs =
        type.lane() == Lane.LONG
            && left.type().lane() == Lane.LONG
            && right.type().lane() == Lane.LONG;
    if (longs && operation == Arithmetic.Operation.TIMES) {
      return type.scale() == left.type().scale() + right.type().scale()
          ? new ExactArithmetic(operation, left, right, type)
          : null;
    }
    if (longs && type.scale() >= left.type().scale() && type.scale() >= right.type().scale()) {
      return new ExactArithmetic(operation, converted(left, type), converted(right, type), type);
    }
    return type.lane() == Lane.OBJECT ? new WideArithmetic(operation, left, right, type) : null;
  }

  private @Nullable VectorExpression negation(RexCall call, RelDataType row) {
    RexNode operand = call.getOperands().get(0);
    VectorType type = VectorType.of(call.getType());
    VectorExpression value = compile(operand, row);
    if (value == null || type.lane() != Lane.LONG || value.type().scale() != type.scale()) {
      return null;
    }
    Scalar zero = type.isInteger() ? (values, context) -> 0L : (values, context) -> BigDecimal.ZERO;
    return new ExactArithmetic(Arithmetic.Operation.MINUS, new Constant(zero, type), value, type);
  }

  private @Nullable VectorExpression cases(RexCall call, RelDataType row) {
    VectorType type = VectorType.of(call.getType());
    List<VectorExpression> conditions = new ArrayList<>();
    List<VectorExpression> results = new ArrayList<>();
    List<RexNode> operands = call.getOperands();
    for (int i = 0; i < operands.size(); i++) {
      VectorExpression compiled = compile(operands.get(i), row);
      if (compiled == null) {
        return null;
      }
      if (i % 2 == 0 && i < operands.size() - 1) {
        conditions.add(compiled);
      } else {
        VectorExpression result = as(compiled, operands.get(i), type);
        if (result == null) {
          return null;
        }
        results.add(result);
      }
    }
    return new Conditional(conditions, results, type);
  }

  /** The same value as one of a type; null if kernels cannot make it one. */
  private static @Nullable VectorExpression as(
      VectorExpression expression, RexNode source, VectorType type) {
    if (source instanceof RexLiteral literal && literal.isNull()) {
      return new Constant((values, context) -> null, type);
    }
    VectorType from = expression.type();
    if (from.lane() == type.lane() && from.scale() == type.scale()) {
      return expression;
    }
    return Conversion.isPossible(from, type) ? new Conversion(expression, type) : null;
  }

  private @Nullable VectorExpression cast(RexCall call, RelDataType row) {
    RexNode operand = call.getOperands().get(0);
    VectorType from = VectorType.of(operand.getType());
    VectorType to = VectorType.of(call.getType());
    boolean converts =
        (from.isInteger() && to.isInteger())
            || Widening.isLossless(operand.getType(), call.getType());
    if (!converts) {
      return null;
    }
    VectorExpression value = compile(operand, row);
    if (value == null) {
      return null;
    }
    boolean same = from.lane() == to.lane() && !from.isExact() && from.lane() != Lane.DOUBLE;
    return same ? value : Conversion.isPossible(from, to) ? new Conversion(value, to) : null;
  }

  private @Nullable VectorExpression search(RexCall call, RelDataType row) {
    VectorExpression operand = compile(call.getOperands().get(0), row);
    if (operand == null) {
      return null;
    }
    VectorType type = operand.type();
    List<Object> points =
        type.lane() == Lane.LONG || type.isText() ? Sargs.points(call, rexBuilder) : null;
    if (points != null && type.isText()) {
      return new TextMembership(operand, points);
    }
    if (points != null) {
      return new Membership(
          operand, points.stream().filter(point -> Membership.canHold(type, point)).toList());
    }
    RexNode expanded = RexUtil.expandSearch(rexBuilder, null, call);
    return expanded.getKind() == SqlKind.SEARCH ? null : compile(expanded, row);
  }
}

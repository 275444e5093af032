package dev.kevo.sql.plan;

import dev.kevo.sql.exec.Arithmetic;
import dev.kevo.sql.exec.Comparing;
import dev.kevo.sql.exec.Evaluation;
import dev.kevo.sql.exec.LikeMatcher;
import dev.kevo.sql.exec.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Makes scalars of simple expressions: columns, literals, parameters, comparisons, logic, LIKE,
 * arithmetic and widening casts. What it does not know needs generated code.
 */
final class ScalarCompiler {
  private final RexBuilder rexBuilder;
  private final boolean correlates;

  /** Makes scalars of expressions over one row. */
  ScalarCompiler(RexBuilder rexBuilder) {
    this(rexBuilder, false);
  }

  private ScalarCompiler(RexBuilder rexBuilder, boolean correlates) {
    this.rexBuilder = rexBuilder;
    this.correlates = correlates;
  }

  /** One that knows columns of outer rows, which operators on columns pass to inner ones. */
  static ScalarCompiler correlating(RexBuilder rexBuilder) {
    return new ScalarCompiler(rexBuilder, true);
  }

  /** The scalars of expressions, or null if one of them is not simple. */
  Scalar @Nullable [] compile(List<? extends RexNode> expressions) {
    Scalar[] scalars = new Scalar[expressions.size()];
    for (int i = 0; i < scalars.length; i++) {
      Scalar scalar = compile(expressions.get(i));
      if (scalar == null) {
        return null;
      }
      scalars[i] = scalar;
    }
    return scalars;
  }

  /** The scalar of an expression, or null if it is not simple. */
  @Nullable Scalar compile(RexNode expression) {
    if (expression instanceof RexInputRef ref) {
      int index = ref.getIndex();
      return (row, context) -> row[index];
    }
    if (expression instanceof RexLiteral literal) {
      if (!Literals.isSupported(literal)) {
        return null;
      }
      Object value = Literals.value(literal);
      return (row, context) -> value;
    }
    if (expression instanceof RexDynamicParam parameter) {
      return Scalar.parameter(parameter.getIndex());
    }
    if (expression instanceof RexFieldAccess field) {
      return outerColumn(field);
    }
    return expression instanceof RexCall call ? compileCall(call) : null;
  }

  /**
   * The scalar of an operand that must have its type's values. A parameter may have another number,
   * which can be compared as it is, but not calculated with.
   */
  private @Nullable Scalar operand(RexNode operand) {
    Scalar scalar = compile(operand);
    SqlTypeName type = operand.getType().getSqlTypeName();
    if (scalar == null
        || !(operand instanceof RexDynamicParam)
        || !SqlTypeName.INT_TYPES.contains(type)) {
      return scalar;
    }
    return (row, context) -> {
      Object value = scalar.eval(row, context);
      return value == null ? null : Arithmetic.toInteger((Number) value, type);
    };
  }

  private @Nullable Scalar outerColumn(RexFieldAccess field) {
    if (!correlates || !(field.getReferenceExpr() instanceof RexCorrelVariable outer)) {
      return null;
    }
    CorrelationId id = outer.id;
    int index = field.getField().getIndex();
    return (row, context) -> ((@Nullable Object[]) context.passed(id))[index];
  }

  private @Nullable Scalar compileCall(RexCall call) {
    if (NextValueFunction.INSTANCE.equals(call.getOperator())) {
      long sequence = NextValueFunction.sequence(call);
      return (row, context) -> context.nextValue(sequence);
    }
    List<RexNode> operands = call.getOperands();
    return switch (call.getKind()) {
      case EQUALS -> comparison(operands, c -> c == 0, false);
      case NOT_EQUALS -> comparison(operands, c -> c != 0, true);
      case LESS_THAN -> comparison(operands, c -> c < 0, false);
      case LESS_THAN_OR_EQUAL -> comparison(operands, c -> c <= 0, false);
      case GREATER_THAN -> comparison(operands, c -> c > 0, false);
      case GREATER_THAN_OR_EQUAL -> comparison(operands, c -> c >= 0, false);
      case AND -> logic(operands, Boolean.FALSE);
      case OR -> logic(operands, Boolean.TRUE);
      case NOT -> unary(operands.get(0), value -> value == null ? null : !(Boolean) value);
      case IS_NULL -> unary(operands.get(0), value -> value == null);
      case IS_NOT_NULL -> unary(operands.get(0), value -> value != null);
      case IS_TRUE -> unary(operands.get(0), value -> value == Boolean.TRUE);
      case IS_FALSE -> unary(operands.get(0), value -> value == Boolean.FALSE);
      case IS_NOT_TRUE -> unary(operands.get(0), value -> value != Boolean.TRUE);
      case IS_NOT_FALSE -> unary(operands.get(0), value -> value != Boolean.FALSE);
      case SEARCH -> search(call);
      case LIKE -> SqlStdOperatorTable.LIKE.equals(call.getOperator()) ? like(operands) : null;
      case CAST -> cast(call);
      case PLUS, CHECKED_PLUS -> arithmetic(call, Arithmetic.Operation.PLUS);
      case MINUS, CHECKED_MINUS -> arithmetic(call, Arithmetic.Operation.MINUS);
      case TIMES, CHECKED_TIMES -> arithmetic(call, Arithmetic.Operation.TIMES);
      case DIVIDE, CHECKED_DIVIDE -> integerDivision(call, Arithmetic.Operation.DIVIDE);
      case MOD -> integerDivision(call, Arithmetic.Operation.MOD);
      case CHECKED_MINUS_PREFIX -> negation(call);
      case CASE -> cases(operands);
      default -> evaluated(call);
    };
  }

  /**
   * A comparison.
   *
   * @param ofNaN what it is for NaN, which equals nothing
   */
  private @Nullable Scalar comparison(List<RexNode> operands, IntPredicate holds, boolean ofNaN) {
    if (!isComparable(operands.get(0).getType(), operands.get(1).getType())) {
      return null;
    }
    Scalar left = compile(operands.get(0));
    Scalar right = compile(operands.get(1));
    if (left == null || right == null) {
      return null;
    }
    return (row, context) -> {
      Object a = left.eval(row, context);
      Object b = right.eval(row, context);
      if (a == null || b == null) {
        return null;
      }
      return Comparing.isNaN(a) || Comparing.isNaN(b)
          ? (Object) ofNaN
          : (Object) holds.test(Comparing.compare(a, b));
    };
  }

  /** Whether values of the types can be compared as they are. */
  static boolean isComparable(RelDataType a, RelDataType b) {
    SqlTypeFamily family = family(a);
    return family != null && family == family(b);
  }

  private static @Nullable SqlTypeFamily family(RelDataType type) {
    SqlTypeName name = type.getSqlTypeName();
    if (SqlTypeName.NUMERIC_TYPES.contains(name)) {
      return SqlTypeFamily.NUMERIC;
    }
    return switch (name) {
      case CHAR, VARCHAR -> SqlTypeFamily.CHARACTER;
      case BINARY, VARBINARY -> SqlTypeFamily.BINARY;
      case BOOLEAN -> SqlTypeFamily.BOOLEAN;
      case DATE -> SqlTypeFamily.DATE;
      case TIME -> SqlTypeFamily.TIME;
      case TIMESTAMP -> SqlTypeFamily.TIMESTAMP;
      // One that only this type has: a moment and a date without zone are not compared as they are.
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> SqlTypeFamily.DATETIME;
      case UUID -> SqlTypeFamily.ANY;
      default ->
          SqlTypeName.YEAR_INTERVAL_TYPES.contains(name)
              ? SqlTypeFamily.INTERVAL_YEAR_MONTH
              : SqlTypeName.DAY_INTERVAL_TYPES.contains(name)
                  ? SqlTypeFamily.INTERVAL_DAY_TIME
                  : null;
    };
  }

  /** AND or OR: the deciding value wins, else NULL if there is one. */
  private @Nullable Scalar logic(List<RexNode> operands, Boolean deciding) {
    Scalar[] scalars = compile(operands);
    if (scalars == null) {
      return null;
    }
    return (row, context) -> {
      boolean unknown = false;
      for (Scalar scalar : scalars) {
        Object value = scalar.eval(row, context);
        if (deciding.equals(value)) {
          return deciding;
        }
        unknown |= value == null;
      }
      return unknown ? null : (Object) !deciding;
    };
  }

  private interface Unary {
    @Nullable Object apply(@Nullable Object value);
  }

  private @Nullable Scalar unary(RexNode operand, Unary function) {
    Scalar scalar = compile(operand);
    return scalar == null ? null : (row, context) -> function.apply(scalar.eval(row, context));
  }

  private @Nullable Scalar search(RexCall call) {
    List<Object> points = Sargs.points(call, rexBuilder);
    if (points == null) {
      return compile(RexUtil.expandSearch(rexBuilder, null, call));
    }
    // Numbers that are equal may be of different classes; texts are looked up by their hash.
    Set<Object> set =
        points.stream().allMatch(String.class::isInstance)
            ? new HashSet<>()
            : new TreeSet<>(Comparing::compare);
    set.addAll(points);
    return unary(
        call.getOperands().get(0), value -> value == null ? null : (Object) set.contains(value));
  }

  private @Nullable Scalar like(List<RexNode> operands) {
    Scalar text = compile(operands.get(0));
    Scalar pattern = compile(operands.get(1));
    if (text == null || pattern == null || operands.size() > 2) {
      return null;
    }
    if (operands.get(1) instanceof RexLiteral literal
        && Literals.value(literal) instanceof String known) {
      LikeMatcher matcher = new LikeMatcher(known);
      return unary(
          operands.get(0),
          value -> value == null ? null : (Object) matcher.matches((String) value));
    }
    return (row, context) -> {
      Object a = text.eval(row, context);
      Object b = pattern.eval(row, context);
      return a == null || b == null
          ? null
          : (Object) new LikeMatcher((String) b).matches((String) a);
    };
  }

  private @Nullable Scalar cast(RexCall call) {
    RexNode operand = call.getOperands().get(0);
    RelDataType from = operand.getType();
    RelDataType to = call.getType();
    Scalar scalar = operand(operand);
    if (scalar == null) {
      return null;
    }
    if (!Widening.isLossless(from, to) || TemporalCalls.isTemporal(to.getSqlTypeName())) {
      return evaluated(call);
    }
    if ((from.getSqlTypeName() == to.getSqlTypeName() && to.getSqlTypeName() != SqlTypeName.DECIMAL)
        || !SqlTypeName.NUMERIC_TYPES.contains(to.getSqlTypeName())) {
      return scalar;
    }
    SqlTypeName name = to.getSqlTypeName();
    int scale = to.getScale();
    return (row, context) -> {
      Object value = scalar.eval(row, context);
      return value == null ? null : Arithmetic.toType((Number) value, name, scale);
    };
  }

  private @Nullable Scalar arithmetic(RexCall call, Arithmetic.Operation operation) {
    SqlTypeName name = call.getType().getSqlTypeName();
    if (!SqlTypeName.NUMERIC_TYPES.contains(name) || name == SqlTypeName.DECIMAL) {
      return evaluated(call);
    }
    for (RexNode operand : call.getOperands()) {
      if (!SqlTypeName.NUMERIC_TYPES.contains(operand.getType().getSqlTypeName())) {
        return null;
      }
    }
    Scalar left = operand(call.getOperands().get(0));
    Scalar right = operand(call.getOperands().get(1));
    if (left == null || right == null) {
      return null;
    }
    return (row, context) -> {
      Object a = left.eval(row, context);
      Object b = right.eval(row, context);
      return a == null || b == null ? null : operation.apply((Number) a, (Number) b, name);
    };
  }

  private @Nullable Scalar evaluated(RexCall call) {
    Evaluations.Evaluated function = Evaluations.of(call);
    if (function == null) {
      return null;
    }
    Scalar[] operands = new Scalar[function.operands().size()];
    for (int i = 0; i < operands.length; i++) {
      Scalar operand = operand(function.operands().get(i));
      if (operand == null) {
        return null;
      }
      operands[i] = operand;
    }
    boolean strict = function.strict();
    Evaluation evaluation = function.evaluation();
    return (row, context) -> {
      @Nullable Object[] arguments = new @Nullable Object[operands.length];
      for (int i = 0; i < operands.length; i++) {
        Object argument = operands[i].eval(row, context);
        if (argument == null && strict) {
          return null;
        }
        arguments[i] = argument;
      }
      return evaluation.apply(arguments, context);
    };
  }

  private @Nullable Scalar integerDivision(RexCall call, Arithmetic.Operation operation) {
    return SqlTypeName.INT_TYPES.contains(call.getType().getSqlTypeName())
        ? arithmetic(call, operation)
        : evaluated(call);
  }

  private @Nullable Scalar negation(RexCall call) {
    SqlTypeName name = call.getType().getSqlTypeName();
    Scalar operand = operand(call.getOperands().get(0));
    return operand == null
        ? null
        : (row, context) -> {
          Object value = operand.eval(row, context);
          return value == null ? null : Arithmetic.Operation.MINUS.apply(0, (Number) value, name);
        };
  }

  private @Nullable Scalar cases(List<RexNode> operands) {
    List<Scalar> scalars = new ArrayList<>();
    for (RexNode each : operands) {
      Scalar scalar = operand(each);
      if (scalar == null) {
        return null;
      }
      scalars.add(scalar);
    }
    return (row, context) -> {
      int i = 0;
      while (i + 1 < scalars.size()) {
        if (scalars.get(i).eval(row, context) == Boolean.TRUE) {
          return scalars.get(i + 1).eval(row, context);
        }
        i += 2;
      }
      return scalars.get(i).eval(row, context);
    };
  }
}

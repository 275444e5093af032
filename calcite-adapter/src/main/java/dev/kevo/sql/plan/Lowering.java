package dev.kevo.sql.plan;

import com.google.common.collect.ImmutableList;
import dev.kevo.sql.exec.Evaluation;
import dev.kevo.sql.types.DateTimes;
import dev.kevo.sql.types.SqlState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.logical.LogicalWindow;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * The last step before code is generated: what Calcite would generate wrong code for becomes
 * something that it generates right code for.
 *
 * <ul>
 *   <li>Calls that {@link Evaluations} knows become calls of ours.
 *   <li>Literals of times, timestamps and intervals become numbers of microseconds, which Calcite
 *       would take for milliseconds; those of UUIDs become bytes.
 *   <li>Other functions of timestamps get and give milliseconds, which is what they count in.
 *   <li>A call with constant arguments gets one of them through a function of ours. Otherwise its
 *       value would be computed when the generated class is loaded, and an error there would come
 *       up though the call is never reached, and as another error the next time.
 * </ul>
 */
final class Lowering extends RexShuttle {
  private static final long MICROS_PER_MILLI = 1_000;

  private final RexBuilder rexBuilder;
  private final List<Evaluation> evaluations = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();

  Lowering(RexBuilder rexBuilder) {
    this.rexBuilder = rexBuilder;
  }

  /** The functions that the lowered expressions call, by their places. */
  List<Evaluation> evaluations() {
    return List.copyOf(evaluations);
  }

  /** The tree with all its expressions lowered. */
  RelNode apply(RelNode rel) {
    return rel.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode other) {
            RelNode node = visitChildren(other);
            if (node instanceof LogicalValues values) {
              return lowered(values);
            }
            return node instanceof LogicalWindow window
                ? lowered(window)
                : node.accept(Lowering.this);
          }
        });
  }

  /** Whether values of the type are something else than Calcite's generated code takes them for. */
  private static boolean isOurs(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ, UUID -> true;
      default -> SqlTypeName.DAY_INTERVAL_TYPES.contains(type.getSqlTypeName());
    };
  }

  private RelNode lowered(LogicalValues values) {
    List<RelDataTypeField> fields = values.getRowType().getFieldList();
    if (fields.stream().noneMatch(field -> isOurs(field.getType()))) {
      return values;
    }
    RelDataTypeFactory factory = rexBuilder.getTypeFactory();
    RelDataTypeFactory.Builder plainRow = factory.builder();
    for (RelDataTypeField field : fields) {
      plainRow.add(field.getName(), plainType(field.getType()));
    }
    RelDataType rowType = plainRow.build();
    ImmutableList.Builder<ImmutableList<RexLiteral>> rows = ImmutableList.builder();
    for (List<RexLiteral> tuple : values.getTuples()) {
      ImmutableList.Builder<RexLiteral> row = ImmutableList.builder();
      for (int i = 0; i < tuple.size(); i++) {
        RelDataType type = rowType.getFieldList().get(i).getType();
        RexLiteral literal = tuple.get(i);
        row.add(
            !isOurs(fields.get(i).getType())
                ? literal
                : literal.isNull() ? rexBuilder.makeNullLiteral(type) : plain(literal));
      }
      rows.add(row.build());
    }
    RelNode plain = LogicalValues.create(values.getCluster(), rowType, rows.build());
    List<RexNode> projects = new ArrayList<>();
    for (RelDataTypeField field : fields) {
      RexNode ref = RexInputRef.of(field.getIndex(), rowType);
      projects.add(isOurs(field.getType()) ? reinterpreted(ref, field.getType()) : ref);
    }
    return LogicalProject.create(
        plain, List.of(), projects, values.getRowType().getFieldNames(), Set.of());
  }

  private RelDataType plainType(RelDataType type) {
    RelDataTypeFactory factory = rexBuilder.getTypeFactory();
    if (!isOurs(type)) {
      return type;
    }
    boolean uuid = type.getSqlTypeName() == SqlTypeName.UUID;
    return factory.createTypeWithNullability(
        factory.createSqlType(uuid ? SqlTypeName.VARBINARY : SqlTypeName.BIGINT),
        type.isNullable());
  }

  /** A literal as the number or the bytes that stand for it. */
  private RexLiteral plain(RexLiteral literal) {
    RelDataType type =
        rexBuilder.getTypeFactory().createTypeWithNullability(plainType(literal.getType()), false);
    Object value = Literals.value(literal);
    if (value instanceof ByteString bytes) {
      return rexBuilder.makeBinaryLiteral(bytes);
    }
    return rexBuilder.makeExactLiteral(
        BigDecimal.valueOf(value instanceof Number number ? number.longValue() : 0), type);
  }

  private RexNode reinterpreted(RexNode value, RelDataType type) {
    return rexBuilder.makeCall(type, SqlStdOperatorTable.REINTERPRET, List.of(value));
  }

  /** Distances of windows, which stand for themselves and are added to the column as they are. */
  private RelNode lowered(LogicalWindow window) {
    int inputs = window.getInput().getRowType().getFieldCount();
    List<RexLiteral> constants = new ArrayList<>();
    for (int i = 0; i < window.constants.size(); i++) {
      RexLiteral constant = window.constants.get(i);
      boolean interval = SqlTypeName.INTERVAL_TYPES.contains(constant.getType().getSqlTypeName());
      constants.add(interval ? distance(constant, orderType(window, inputs + i)) : constant);
    }
    return window.copy(constants);
  }

  /** The distance in a window that is ordered by a type, as a number. */
  RexLiteral distance(RexLiteral interval, SqlTypeName ordered) {
    if (SqlTypeName.YEAR_INTERVAL_TYPES.contains(interval.getType().getSqlTypeName())
        && !SqlTypeName.YEAR_INTERVAL_TYPES.contains(ordered)) {
      throw SqlState.NOT_SUPPORTED.failure("a window's RANGE of months or years is not supported");
    }
    long value = ((Number) Objects.requireNonNull(Literals.value(interval))).longValue();
    boolean days = ordered == SqlTypeName.DATE;
    return rexBuilder.makeExactLiteral(
        BigDecimal.valueOf(days ? value / DateTimes.DAY : value),
        rexBuilder.getTypeFactory().createSqlType(days ? SqlTypeName.INTEGER : SqlTypeName.BIGINT));
  }

  /** The type of the column by which the window with that bound is ordered. */
  private static SqlTypeName orderType(LogicalWindow window, int constant) {
    for (Window.Group group : window.groups) {
      for (var bound : List.of(group.lowerBound, group.upperBound)) {
        if (bound.getOffset() instanceof RexInputRef ref
            && ref.getIndex() == constant
            && !group.collation().getFieldCollations().isEmpty()) {
          int column = group.collation().getFieldCollations().get(0).getFieldIndex();
          return window
              .getInput()
              .getRowType()
              .getFieldList()
              .get(column)
              .getType()
              .getSqlTypeName();
        }
      }
    }
    return SqlTypeName.ANY;
  }

  @Override
  public RexNode visitLiteral(RexLiteral literal) {
    return literal.isNull() || !isOurs(literal.getType())
        ? literal
        : reinterpreted(plain(literal), literal.getType());
  }

  @Override
  public RexNode visitCall(RexCall call) {
    if (call.getKind() == SqlKind.SEARCH) {
      return isOurs(call.getOperands().get(0).getType())
          ? RexUtil.expandSearch(rexBuilder, null, call).accept(this)
          : super.visitCall(call);
    }
    Evaluations.Evaluated evaluated = Evaluations.of(call);
    if (evaluated != null) {
      List<RexNode> operands = apply(evaluated.operands());
      return rexBuilder.makeCall(call.getType(), function(evaluated, call.getType()), operands);
    }
    if (call.getKind() == SqlKind.CAST && isOurs(call.getType())) {
      return reinterpreted(call.getOperands().get(0).accept(this), call.getType());
    }
    if (call.getKind() == SqlKind.REINTERPRET || isTransparent(call)) {
      return super.visitCall(call);
    }
    RexCall visited = (RexCall) super.visitCall(call);
    RexNode approximate = approximate(visited);
    if (approximate != null) {
      return approximate;
    }
    return isJson(call) ? withTexts(visited) : inMillis(call, atRunTime(visited));
  }

  /** Arithmetic on floating numbers that refuses what is too large. */
  private @Nullable RexNode approximate(RexCall call) {
    SqlOperator operator = Functions.approximate(call.getKind());
    SqlTypeName type = call.getType().getSqlTypeName();
    if (operator == null
        || !SqlTypeName.APPROX_TYPES.contains(type)
        || call.getOperands().size() != 2) {
      return null;
    }
    RelDataTypeFactory factory = rexBuilder.getTypeFactory();
    RelDataType wide =
        factory.createTypeWithNullability(
            factory.createSqlType(SqlTypeName.DOUBLE), call.getType().isNullable());
    List<RexNode> operands = new ArrayList<>();
    for (RexNode operand : call.getOperands()) {
      RelDataType to = factory.createTypeWithNullability(wide, operand.getType().isNullable());
      operands.add(rexBuilder.makeCast(to, operand, true, false).accept(new Cast()));
    }
    RexNode result = rexBuilder.makeCall(wide, operator, operands);
    return type == SqlTypeName.REAL
        ? rexBuilder.makeCall(call.getType(), Functions.real(), List.of(result))
        : result;
  }

  private static boolean isJson(RexCall call) {
    return call.getOperator().getName().startsWith("JSON_");
  }

  /** JSON has no dates, times, intervals or UUIDs: in it they are texts. */
  private RexNode withTexts(RexCall call) {
    List<RexNode> operands = new ArrayList<>();
    for (RexNode operand : call.getOperands()) {
      boolean isText =
          isOurs(operand.getType()) || TemporalCalls.isTemporal(operand.getType().getSqlTypeName());
      RelDataTypeFactory factory = rexBuilder.getTypeFactory();
      RelDataType text =
          factory.createTypeWithNullability(
              factory.createSqlType(SqlTypeName.VARCHAR), operand.getType().isNullable());
      operands.add(
          isText ? rexBuilder.makeAbstractCast(text, operand, false).accept(new Cast()) : operand);
    }
    return call.clone(call.getType(), operands);
  }

  /** Lowers a cast whose operand is lowered. */
  private final class Cast extends RexShuttle {
    @Override
    public RexNode visitCall(RexCall call) {
      Evaluations.Evaluated evaluated = Evaluations.of(call);
      return evaluated == null
          ? call
          : rexBuilder.makeCall(
              call.getType(), function(evaluated, call.getType()), call.getOperands());
    }
  }

  private EvaluatedFunction function(Evaluations.Evaluated evaluated, RelDataType type) {
    Integer place = places.get(evaluated.label());
    if (place == null) {
      place = evaluations.size();
      places.put(evaluated.label(), place);
      evaluations.add(evaluated.evaluation());
    }
    return new EvaluatedFunction(
        evaluated.label(),
        place,
        evaluated.strict(),
        type,
        (JavaTypeFactory) rexBuilder.getTypeFactory());
  }

  /** Whether the call only passes its operands on or compares them, and cannot fail. */
  private static boolean isTransparent(RexCall call) {
    if (call.isA(SqlKind.COMPARISON)) {
      return true;
    }
    return switch (call.getKind()) {
      case AND, OR, NOT, CASE, COALESCE, NULLIF, ROW, ARRAY_VALUE_CONSTRUCTOR -> true;
      case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_FALSE, IS_NOT_TRUE, IS_NOT_FALSE -> true;
      case IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM, ITEM, DESCRIPTOR, DEFAULT -> true;
      default ->
          call.getOperator().getSyntax() == SqlSyntax.INTERNAL
              || SqlStdOperatorTable.CARDINALITY.equals(call.getOperator());
    };
  }

  /** A call of constants alone with one of them hidden from the generator. */
  private RexCall atRunTime(RexCall call) {
    if (call.getOperands().isEmpty()
        || !call.getOperands().stream().allMatch(RexLiteral.class::isInstance)) {
      return call;
    }
    List<RexNode> operands = new ArrayList<>(call.getOperands());
    for (int i = 0; i < operands.size(); i++) {
      RexLiteral literal = (RexLiteral) operands.get(i);
      if (!literal.isNull()
          && literal.getType().getSqlTypeName() != SqlTypeName.SYMBOL
          && Literals.isSupported(literal)) {
        Object value = Literals.value(literal);
        Evaluations.Evaluated constant =
            new Evaluations.Evaluated(
                "CONSTANT " + literal.getType().getFullTypeString() + " " + literal,
                List.of(),
                (arguments, context) -> value);
        operands.set(
            i,
            rexBuilder.makeCall(
                literal.getType(), function(constant, literal.getType()), List.of()));
        return call.clone(call.getType(), operands);
      }
    }
    return call;
  }

  /** A function of Calcite's, between values that count as it does. */
  private RexNode inMillis(RexCall original, RexCall visited) {
    List<RexNode> operands = new ArrayList<>();
    for (RexNode operand : visited.getOperands()) {
      operands.add(isOurs(operand.getType()) ? toMillis(operand, original) : operand);
    }
    RexCall call =
        operands.equals(visited.getOperands())
            ? visited
            : visited.clone(visited.getType(), operands);
    if (!isOurs(call.getType())) {
      return call;
    }
    refuse(call.getType(), original);
    return evaluation(
        "FROM MILLISECONDS", call, value -> Math.multiplyExact(value, MICROS_PER_MILLI));
  }

  private RexNode toMillis(RexNode operand, RexCall call) {
    refuse(operand.getType(), call);
    return evaluation("TO MILLISECONDS", operand, value -> Math.floorDiv(value, MICROS_PER_MILLI));
  }

  private interface LongFunction {
    long apply(long value);
  }

  private RexNode evaluation(String label, RexNode operand, LongFunction conversion) {
    Evaluations.Evaluated evaluated =
        new Evaluations.Evaluated(
            label,
            List.of(operand),
            (arguments, context) ->
                arguments[0] instanceof Long value ? (Object) conversion.apply(value) : null);
    return rexBuilder.makeCall(
        operand.getType(), function(evaluated, operand.getType()), List.of(operand));
  }

  private static void refuse(RelDataType type, RexCall call) {
    if (type.getSqlTypeName() == SqlTypeName.TIME || type.getSqlTypeName() == SqlTypeName.UUID) {
      throw SqlState.NOT_SUPPORTED.failure(
          call.getOperator().getName() + " of a " + type.getSqlTypeName() + " is not supported");
    }
  }
}

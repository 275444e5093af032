package dev.kevo.sql.plan;

import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.vector.Aggregate;
import dev.kevo.sql.vector.BatchSource;
import dev.kevo.sql.vector.ColumnReference;
import dev.kevo.sql.vector.Lane;
import dev.kevo.sql.vector.Projected;
import dev.kevo.sql.vector.SortKey;
import dev.kevo.sql.vector.Sorted;
import dev.kevo.sql.vector.VectorExpression;
import dev.kevo.sql.vector.VectorType;
import dev.kevo.sql.vector.WindowCall;
import dev.kevo.sql.vector.WindowFrame;
import dev.kevo.sql.vector.Windowed;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Makes windows on columns: sorts the rows for each kind of window, and adds its functions. */
final class WindowPlans {
  private static final int DEFAULT_ARGUMENT = 2;

  private final RexBuilder rexBuilder;
  private final VectorExpressions expressions;
  private final ScalarCompiler scalars;

  WindowPlans(RexBuilder rexBuilder, VectorExpressions expressions, ScalarCompiler scalars) {
    this.rexBuilder = rexBuilder;
    this.expressions = expressions;
    this.scalars = scalars;
  }

  /** The windows over an input's rows, or null if a function or a frame is not known. */
  @Nullable BatchSource of(Window window, BatchSource input) {
    return new Chain(window, input).build();
  }

  /** One node's windows, one after the other. */
  private final class Chain {
    private final Window window;
    private final BatchSource input;
    private final RelDataType inputRow;
    private final int inputs;

    /** What the windows are over: the input, then constants and converted arguments. */
    private final List<RexNode> columns = new ArrayList<>();

    Chain(Window window, BatchSource input) {
      this.window = window;
      this.input = input;
      this.inputRow = window.getInput().getRowType();
      this.inputs = inputRow.getFieldCount();
      for (int i = 0; i < inputs; i++) {
        columns.add(RexInputRef.of(i, inputRow));
      }
      for (RexLiteral constant : window.constants) {
        columns.add(isInterval(constant) ? rexBuilder.makeLiteral(true) : constant);
      }
    }

    @Nullable BatchSource build() {
      List<List<Call>> calls = new ArrayList<>();
      for (Window.Group group : window.groups) {
        calls.add(calls(group));
      }
      List<VectorExpression> compiled = expressions.compile(columns, inputRow);
      if (compiled == null) {
        return null;
      }
      BatchSource rows = compiled.size() == inputs ? input : new Projected(input, compiled);
      List<SortKey> sorted = List.of();
      for (int g = 0; g < calls.size(); g++) {
        Window.Group group = window.groups.get(g);
        List<SortKey> order = AggregatePlans.sortKeys(group.orderKeys);
        List<SortKey> needed = new ArrayList<>();
        group.keys.forEach(key -> needed.add(new SortKey(key, false, false)));
        needed.addAll(order);
        if (sorted.size() < needed.size() || !sorted.subList(0, needed.size()).equals(needed)) {
          rows = new Sorted(rows, needed, null, null);
          sorted = needed;
        }
        WindowFrame frame = frame(group);
        List<WindowCall> known = frame == null ? null : known(calls.get(g), rows.types());
        if (frame == null || known == null) {
          return null;
        }
        rows = new Windowed(rows, group.keys.toArray(), order, frame, known);
      }
      return withoutHelpers(rows);
    }

    private BatchSource withoutHelpers(BatchSource rows) {
      if (columns.size() == inputs) {
        return rows;
      }
      List<VectorExpression> results = new ArrayList<>();
      for (int i = 0; i < rows.types().size(); i++) {
        if (i < inputs || i >= columns.size()) {
          results.add(new ColumnReference(i, rows.types().get(i)));
        }
      }
      return new Projected(rows, results);
    }

    /**
     * A call as the node has it.
     *
     * @param arguments the columns that it takes
     */
    private record Call(
        Window.RexWinAggCall call, AggregateCall aggregate, List<Integer> arguments) {}

    private List<Call> calls(Window.Group group) {
      List<AggregateCall> aggregates = group.getAggregateCalls(window);
      List<Call> calls = new ArrayList<>();
      for (int i = 0; i < aggregates.size(); i++) {
        Window.RexWinAggCall call = group.aggCalls.get(i);
        List<Integer> arguments = new ArrayList<>(aggregates.get(i).getArgList());
        SqlKind kind = call.getOperator().getKind();
        boolean hasDefault =
            (kind == SqlKind.LAG || kind == SqlKind.LEAD) && arguments.size() > DEFAULT_ARGUMENT;
        if (hasDefault) {
          RexNode value = columns.get(arguments.get(DEFAULT_ARGUMENT));
          arguments.set(DEFAULT_ARGUMENT, columns.size());
          columns.add(rexBuilder.makeCast(call.getType(), value));
        }
        calls.add(new Call(call, aggregates.get(i), arguments));
      }
      return calls;
    }

    private @Nullable List<WindowCall> known(List<Call> calls, List<VectorType> types) {
      List<WindowCall> known = new ArrayList<>();
      for (Call call : calls) {
        WindowCall each = known(call, types);
        if (each == null) {
          return null;
        }
        known.add(each);
      }
      return known;
    }

    private @Nullable WindowCall known(Call each, List<VectorType> types) {
      VectorType type = VectorType.of(each.call().getType());
      WindowCall.Function function = function(each.call().getOperator().getKind());
      int[] arguments = each.arguments().stream().mapToInt(Integer::intValue).toArray();
      Aggregate aggregate = null;
      boolean possible;
      if (function == WindowCall.Function.AGGREGATE) {
        aggregate = AggregatePlans.aggregate(each.aggregate(), types);
        possible = aggregate != null;
      } else {
        possible = isPossible(function, arguments, types, type);
      }
      return possible
          ? new WindowCall(function, aggregate, arguments, each.call().ignoreNulls, type)
          : null;
    }

    private boolean isPossible(
        WindowCall.Function function, int[] arguments, List<VectorType> types, VectorType type) {
      return switch (function) {
        case LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE ->
            hasShape(types.get(arguments[0]), type)
                && (arguments.length <= DEFAULT_ARGUMENT
                    || hasShape(types.get(arguments[DEFAULT_ARGUMENT]), type));
        case PERCENT_RANK, CUME_DIST -> type.lane() == Lane.DOUBLE;
        default -> type.isInteger();
      };
    }

    private static boolean hasShape(VectorType a, VectorType b) {
      return a.lane() == b.lane()
          && a.scale() == b.scale()
          && (a.lane() != Lane.OBJECT || a.name() == b.name());
    }

    private @Nullable WindowFrame frame(Window.Group group) {
      WindowFrame.Bound lower = bound(group.lowerBound, group);
      WindowFrame.Bound upper = bound(group.upperBound, group);
      if (lower == null || upper == null) {
        return null;
      }
      WindowFrame.Exclusion exclusion =
          switch (group.exclude) {
            case EXCLUDE_NO_OTHER -> WindowFrame.Exclusion.NONE;
            case EXCLUDE_CURRENT_ROW -> WindowFrame.Exclusion.CURRENT_ROW;
            case EXCLUDE_GROUP -> WindowFrame.Exclusion.GROUP;
            case EXCLUDE_TIES -> WindowFrame.Exclusion.TIES;
          };
      return new WindowFrame(group.isRows, lower, upper, exclusion);
    }

    private WindowFrame.@Nullable Bound bound(RexWindowBound bound, Window.Group group) {
      if (bound.isUnbounded()) {
        return new WindowFrame.Bound(
            bound.isPreceding()
                ? WindowFrame.Place.PARTITION_START
                : WindowFrame.Place.PARTITION_END,
            null);
      }
      if (bound.isCurrentRow()) {
        return new WindowFrame.Bound(WindowFrame.Place.CURRENT, null);
      }
      RexNode offset = bound.getOffset();
      if (offset instanceof RexInputRef ref) {
        int index = ref.getIndex();
        offset = index < inputs ? computed(index) : window.constants.get(index - inputs);
      }
      if (offset instanceof RexLiteral interval && isInterval(interval)) {
        offset = new Lowering(rexBuilder).distance(interval, orderType(group));
      }
      Scalar distance = offset == null ? null : scalars.compile(offset);
      return distance == null
          ? null
          : new WindowFrame.Bound(
              bound.isPreceding() ? WindowFrame.Place.PRECEDING : WindowFrame.Place.FOLLOWING,
              distance);
    }

    /** What a column of the input is, if it is the same in all rows, such as a parameter. */
    private @Nullable RexNode computed(int column) {
      RexNode expression =
          window.getInput() instanceof Project project ? project.getProjects().get(column) : null;
      return expression != null && RexUtil.isConstant(expression) ? expression : null;
    }

    private SqlTypeName orderType(Window.Group group) {
      int column = group.orderKeys.getFieldCollations().get(0).getFieldIndex();
      return inputRow.getFieldList().get(column).getType().getSqlTypeName();
    }
  }

  private static boolean isInterval(RexLiteral literal) {
    return SqlTypeName.INTERVAL_TYPES.contains(literal.getType().getSqlTypeName());
  }

  private static WindowCall.Function function(SqlKind kind) {
    return switch (kind) {
      case ROW_NUMBER -> WindowCall.Function.ROW_NUMBER;
      case RANK -> WindowCall.Function.RANK;
      case DENSE_RANK -> WindowCall.Function.DENSE_RANK;
      case PERCENT_RANK -> WindowCall.Function.PERCENT_RANK;
      case CUME_DIST -> WindowCall.Function.CUME_DIST;
      case NTILE -> WindowCall.Function.NTILE;
      case LAG -> WindowCall.Function.LAG;
      case LEAD -> WindowCall.Function.LEAD;
      case FIRST_VALUE -> WindowCall.Function.FIRST_VALUE;
      case LAST_VALUE -> WindowCall.Function.LAST_VALUE;
      case NTH_VALUE -> WindowCall.Function.NTH_VALUE;
      default -> WindowCall.Function.AGGREGATE;
    };
  }
}

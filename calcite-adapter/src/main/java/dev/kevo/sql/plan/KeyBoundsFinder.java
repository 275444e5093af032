package dev.kevo.sql.plan;

import dev.kevo.sql.exec.KeyBounds;
import dev.kevo.sql.exec.LikePattern;
import dev.kevo.sql.table.KevoTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a filter says of a table's key: equality of leading columns, lists of values, ranges,
 * prefixes and comparisons of rows.
 */
final class KeyBoundsFinder {
  /** Boxes that the lists of several columns may multiply to. */
  private static final int BOXES_MAX = 100_000;

  /**
   * What was found.
   *
   * @param bounds the boxes
   * @param operands the expressions that the boxes' operands count; free of the table's columns
   * @param residual what the filter says beyond the bounds
   */
  record Found(KeyBounds bounds, List<RexNode> operands, List<RexNode> residual) {}

  private final KevoTable table;
  private final RexBuilder rexBuilder;
  private final List<RexNode> operands = new ArrayList<>();

  private KeyBoundsFinder(KevoTable table, RexBuilder rexBuilder) {
    this.table = table;
    this.rexBuilder = rexBuilder;
  }

  /**
   * Analyses a filter over all the columns of a table.
   *
   * @return null if the filter does not bound the key
   */
  static @Nullable Found find(KevoTable table, RexNode condition, RexBuilder rexBuilder) {
    KeyBoundsFinder finder = new KeyBoundsFinder(table, rexBuilder);
    Part part = finder.conjunction(RelOptUtil.conjunctions(condition));
    if (part == null) {
      return null;
    }
    return new Found(new KeyBounds(table, part.boxes), finder.operands, part.residual);
  }

  private record Part(List<KeyBounds.Box> boxes, List<RexNode> residual) {}

  /** What one condition says of one key column: any of the points, or one of the intervals. */
  private record Restriction(
      RexNode condition, int column, List<Side> sides, boolean points, boolean exact) {}

  /** An interval of operands, a point if both ends are one; or a pattern. */
  private record Side(
      @Nullable RexNode lower,
      boolean lowerInclusive,
      @Nullable RexNode upper,
      boolean upperInclusive,
      @Nullable RexNode like,
      char escape) {}

  private @Nullable Part conjunction(List<RexNode> conditions) {
    List<Restriction> restrictions = new ArrayList<>();
    for (RexNode condition : conditions) {
      Restriction restriction = restriction(condition);
      if (restriction != null) {
        restrictions.add(restriction);
      }
    }
    Set<RexNode> used = new HashSet<>();
    List<KeyBounds.Box> boxes = columnWise(restrictions, used);
    if (boxes == null) {
      boxes = rowComparisons(conditions, used);
    }
    if (boxes == null) {
      boxes = disjunction(conditions, used);
    }
    if (boxes == null) {
      return null;
    }
    List<RexNode> residual = new ArrayList<>(conditions);
    residual.removeAll(used);
    return new Part(boxes, residual);
  }

  /** Boxes from equality of leading columns, then ranges of the next one. */
  private @Nullable List<KeyBounds.Box> columnWise(
      List<Restriction> restrictions, Set<RexNode> used) {
    List<int[]> equals = new ArrayList<>();
    equals.add(new int[0]);
    int column = 0;
    for (; column < table.keyColumns().length; column++) {
      Restriction points = fewestPoints(restrictions, column);
      if (points == null
          || (column > 0 && (long) equals.size() * points.sides.size() > BOXES_MAX)) {
        break;
      }
      equals = multiplied(equals, points);
      use(points, used);
    }
    List<Restriction> ranges = new ArrayList<>();
    if (column < table.keyColumns().length) {
      for (Restriction restriction : restrictions) {
        if (restriction.column == column && !restriction.points) {
          ranges.add(restriction);
        }
      }
    }
    if (column == 0 && ranges.isEmpty()) {
      return null;
    }
    return withRanges(equals, ranges, used);
  }

  private static @Nullable Restriction fewestPoints(List<Restriction> restrictions, int column) {
    Restriction best = null;
    for (Restriction restriction : restrictions) {
      if (restriction.column == column
          && restriction.points
          && (best == null || restriction.sides.size() < best.sides.size())) {
        best = restriction;
      }
    }
    return best;
  }

  private List<int[]> multiplied(List<int[]> equals, Restriction points) {
    List<int[]> product = new ArrayList<>(equals.size() * points.sides.size());
    int first = operands.size();
    for (Side side : points.sides) {
      operands.add(present(side.lower));
    }
    for (int[] leading : equals) {
      for (int i = 0; i < points.sides.size(); i++) {
        int[] longer = Arrays.copyOf(leading, leading.length + 1);
        longer[leading.length] = first + i;
        product.add(longer);
      }
    }
    return product;
  }

  private List<KeyBounds.Box> withRanges(
      List<int[]> equals, List<Restriction> ranges, Set<RexNode> used) {
    List<KeyBounds.Bound> lowers = new ArrayList<>();
    List<KeyBounds.Bound> uppers = new ArrayList<>();
    int like = -1;
    char escape = 0;
    Restriction several = null;
    for (Restriction restriction : ranges) {
      if (restriction.sides.size() > 1) {
        several = several == null ? restriction : several;
        continue;
      }
      Side side = restriction.sides.get(0);
      if (side.like != null) {
        if (like >= 0) {
          continue;
        }
        like = operand(side.like);
        escape = side.escape;
      }
      addBounds(side, lowers, uppers);
      use(restriction, used);
    }
    List<KeyBounds.Box> boxes = new ArrayList<>();
    if (several == null || equals.size() * several.sides.size() > BOXES_MAX) {
      for (int[] equal : equals) {
        boxes.add(box(equal, lowers, uppers, like, escape));
      }
      return boxes;
    }
    use(several, used);
    for (Side side : several.sides) {
      List<KeyBounds.Bound> sideLowers = new ArrayList<>(lowers);
      List<KeyBounds.Bound> sideUppers = new ArrayList<>(uppers);
      addBounds(side, sideLowers, sideUppers);
      for (int[] equal : equals) {
        boxes.add(box(equal, sideLowers, sideUppers, like, escape));
      }
    }
    return boxes;
  }

  private void addBounds(Side side, List<KeyBounds.Bound> lowers, List<KeyBounds.Bound> uppers) {
    if (side.lower != null) {
      lowers.add(new KeyBounds.Bound(new int[] {operand(side.lower)}, side.lowerInclusive));
    }
    if (side.upper != null) {
      uppers.add(new KeyBounds.Bound(new int[] {operand(side.upper)}, side.upperInclusive));
    }
  }

  private static KeyBounds.Box box(
      int[] equal,
      List<KeyBounds.Bound> lowers,
      List<KeyBounds.Bound> uppers,
      int like,
      char escape) {
    return new KeyBounds.Box(
        equal,
        lowers.toArray(new KeyBounds.Bound[0]),
        uppers.toArray(new KeyBounds.Bound[0]),
        like,
        escape);
  }

  private static void use(Restriction restriction, Set<RexNode> used) {
    if (restriction.exact) {
      used.add(restriction.condition);
    }
  }

  /** One OR whose every branch bounds the key by itself. */
  private @Nullable List<KeyBounds.Box> disjunction(List<RexNode> conditions, Set<RexNode> used) {
    for (RexNode condition : conditions) {
      if (condition.getKind() != SqlKind.OR) {
        continue;
      }
      int mark = operands.size();
      List<KeyBounds.Box> boxes = new ArrayList<>();
      boolean exact = true;
      boolean bounded = true;
      for (RexNode branch : RelOptUtil.disjunctions(condition)) {
        Part part = conjunction(RelOptUtil.conjunctions(branch));
        if (part == null || boxes.size() > BOXES_MAX) {
          bounded = false;
          break;
        }
        boxes.addAll(part.boxes);
        exact &= part.residual.isEmpty();
      }
      if (bounded) {
        if (exact) {
          used.add(condition);
        }
        return boxes;
      }
      operands.subList(mark, operands.size()).clear();
    }
    return null;
  }

  /** Comparisons of rows: {@code (a, b) > (1, 2)} over leading key columns. */
  private @Nullable List<KeyBounds.Box> rowComparisons(
      List<RexNode> conditions, Set<RexNode> used) {
    List<KeyBounds.Bound> lowers = new ArrayList<>();
    List<KeyBounds.Bound> uppers = new ArrayList<>();
    for (RexNode condition : conditions) {
      RowComparison comparison = RowComparison.of(condition, rexBuilder);
      if (comparison == null || !bounds(comparison)) {
        continue;
      }
      int[] tuple = new int[comparison.values().size()];
      for (int i = 0; i < tuple.length; i++) {
        tuple[i] = operand(comparison.values().get(i));
      }
      KeyBounds.Bound bound = new KeyBounds.Bound(tuple, comparison.inclusive());
      (comparison.lower() ? lowers : uppers).add(bound);
      if (isExact(comparison.columns().size())) {
        used.add(condition);
      }
    }
    return lowers.isEmpty() && uppers.isEmpty()
        ? null
        : List.of(box(new int[0], lowers, uppers, -1, '\0'));
  }

  private boolean isExact(int columns) {
    for (int i = 0; i < columns; i++) {
      if (!isExactColumn(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean bounds(RowComparison comparison) {
    List<RexNode> columns = comparison.columns();
    if (columns.size() > table.keyColumns().length) {
      return false;
    }
    for (int i = 0; i < columns.size(); i++) {
      if (keyColumn(columns.get(i)) != i
          || !isOperand(comparison.values().get(i), i)
          || SqlTypeName.APPROX_TYPES.contains(columnType(i))) {
        return false;
      }
    }
    return true;
  }

  private SqlTypeName columnType(int keyColumn) {
    return table.columnType(table.keyColumns()[keyColumn]).typeName();
  }

  private @Nullable Restriction restriction(RexNode condition) {
    if (!(condition instanceof RexCall call)) {
      int column = keyColumn(condition);
      return column < 0 || condition.getType().getSqlTypeName() != SqlTypeName.BOOLEAN
          ? null
          : equality(condition, column, rexBuilder.makeLiteral(true));
    }
    return switch (call.getKind()) {
      case EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          comparison(call);
      case NOT -> {
        int column = keyColumn(call.getOperands().get(0));
        yield column < 0 ? null : equality(condition, column, rexBuilder.makeLiteral(false));
      }
      case SEARCH -> search(call);
      case LIKE -> like(call);
      case OR -> alternatives(call);
      default -> null;
    };
  }

  private Restriction equality(RexNode condition, int column, RexNode value) {
    Side side = new Side(value, true, value, true, null, '\0');
    return new Restriction(condition, column, List.of(side), true, isExactColumn(column));
  }

  private @Nullable Restriction comparison(RexCall call) {
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    SqlKind kind = call.getKind();
    int column = keyColumn(left);
    RexNode value = right;
    if (column < 0 || !isOperand(right, column)) {
      column = keyColumn(right);
      value = left;
      kind = kind.reverse();
      if (column < 0 || !isOperand(left, column)) {
        return null;
      }
    }
    if (kind == SqlKind.EQUALS) {
      return equality(call, column, value);
    }
    boolean inclusive = kind == SqlKind.LESS_THAN_OR_EQUAL || kind == SqlKind.GREATER_THAN_OR_EQUAL;
    boolean lower = kind == SqlKind.GREATER_THAN || kind == SqlKind.GREATER_THAN_OR_EQUAL;
    Side side =
        lower
            ? new Side(value, inclusive, null, false, null, '\0')
            : new Side(null, false, value, inclusive, null, '\0');
    boolean exact = isExactColumn(column) && isExactRange(column);
    return new Restriction(call, column, List.of(side), false, exact);
  }

  private @Nullable Restriction search(RexCall call) {
    int column = keyColumn(call.getOperands().get(0));
    if (column < 0
        || !ScalarCompiler.isComparable(
            call.getOperands().get(0).getType(), call.getOperands().get(1).getType())
        || Sargs.excludesPoints(call)) {
      return null;
    }
    List<Side> sides = new ArrayList<>();
    boolean points = true;
    for (Sargs.Interval interval : Sargs.intervals(call, rexBuilder)) {
      points &= interval.isPoint();
      sides.add(
          new Side(
              interval.lower(),
              interval.lowerInclusive(),
              interval.upper(),
              interval.upperInclusive(),
              null,
              '\0'));
    }
    if (sides.isEmpty()) {
      return null;
    }
    boolean exact = isExactColumn(column) && (points || isExactRange(column));
    return new Restriction(call, column, sides, points, exact);
  }

  /** An OR of equalities of one column, as a list of parameters gives it. */
  private @Nullable Restriction alternatives(RexCall call) {
    List<Side> sides = new ArrayList<>();
    int column = -1;
    boolean points = true;
    boolean exact = true;
    for (RexNode branch : RelOptUtil.disjunctions(call)) {
      Restriction restriction = branch.getKind() == SqlKind.OR ? null : restriction(branch);
      if (restriction == null
          || (column >= 0 && restriction.column != column)
          || restriction.sides.get(0).like != null) {
        return null;
      }
      column = restriction.column;
      points &= restriction.points;
      exact &= restriction.exact;
      sides.addAll(restriction.sides);
    }
    return column < 0
        ? null
        : new Restriction(call, column, List.copyOf(new LinkedHashSet<>(sides)), points, exact);
  }

  private @Nullable Restriction like(RexCall call) {
    List<RexNode> arguments = call.getOperands();
    int column = keyColumn(arguments.get(0));
    if (column < 0
        || columnType(column) != SqlTypeName.VARCHAR
        || !isOperand(arguments.get(1), column)) {
      return null;
    }
    char escape = 0;
    if (arguments.size() > 2) {
      if (!(arguments.get(2) instanceof RexLiteral literal)
          || !(Literals.value(literal) instanceof String text)
          || text.length() != 1) {
        return null;
      }
      escape = text.charAt(0);
    }
    boolean exact =
        arguments.get(1) instanceof RexLiteral literal
            && Literals.value(literal) instanceof String pattern
            && LikePattern.isPrefixOnly(pattern, escape);
    Side side = new Side(null, false, null, false, arguments.get(1), escape);
    return new Restriction(call, column, List.of(side), false, exact);
  }

  /** The place in the key of the column that an expression is, lossless casts aside; or -1. */
  private int keyColumn(RexNode expression) {
    RexNode inner = expression;
    while (inner.getKind() == SqlKind.CAST) {
      RexNode operand = ((RexCall) inner).getOperands().get(0);
      if (!Widening.isLossless(operand.getType(), inner.getType())) {
        return -1;
      }
      inner = operand;
    }
    if (inner instanceof RexInputRef ref) {
      for (int i = 0; i < table.keyColumns().length; i++) {
        if (table.keyColumns()[i] == ref.getIndex()) {
          return i;
        }
      }
    }
    return -1;
  }

  /** Whether an expression can be compared with a key column and needs no row of the table. */
  private boolean isOperand(RexNode expression, int column) {
    return ScalarCompiler.isComparable(
            expression.getType(),
            table.columnType(table.keyColumns()[column]).toRel(rexBuilder.getTypeFactory()))
        && isFreeOfColumns(expression);
  }

  private static boolean isFreeOfColumns(RexNode expression) {
    if (!RexUtil.isDeterministic(expression)) {
      return false;
    }
    boolean[] free = {true};
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public @Nullable Void visitInputRef(RexInputRef ref) {
            free[0] = false;
            return null;
          }

          @Override
          public @Nullable Void visitOver(RexOver over) {
            free[0] = false;
            return null;
          }

          @Override
          public @Nullable Void visitSubQuery(RexSubQuery subQuery) {
            free[0] = false;
            return null;
          }
        });
    return free[0];
  }

  /** Whether bounds on the column say all that its comparisons say. */
  private boolean isExactColumn(int column) {
    return columnType(column) != SqlTypeName.CHAR;
  }

  private boolean isExactRange(int column) {
    return table.keepsTextOrder() || !table.columnType(table.keyColumns()[column]).isText();
  }

  private int operand(RexNode expression) {
    int known = operands.indexOf(expression);
    if (known >= 0 && operands.size() < 64) {
      return known;
    }
    operands.add(expression);
    return operands.size() - 1;
  }

  private static RexNode present(@Nullable RexNode expression) {
    if (expression == null) {
      throw new AssertionError("a point without a value");
    }
    return expression;
  }
}

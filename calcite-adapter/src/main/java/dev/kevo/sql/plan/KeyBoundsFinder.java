package dev.kevo.sql.plan;

import dev.kevo.sql.exec.KeyBounds;
import dev.kevo.sql.plan.KeyRestrictions.Restriction;
import dev.kevo.sql.plan.KeyRestrictions.Side;
import dev.kevo.sql.table.KevoTable;
import dev.kevo.sql.table.KeySpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
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

  private final KeySpace space;
  private final RexBuilder rexBuilder;
  private final KeyRestrictions restrictions;
  private final List<RexNode> operands = new ArrayList<>();
  private final int skipped;

  private KeyBoundsFinder(KeySpace space, List<RexNode> keys, RexBuilder rexBuilder, int skipped) {
    this.space = space;
    this.skipped = skipped;
    this.rexBuilder = rexBuilder;
    this.restrictions = new KeyRestrictions(space, keys, rexBuilder);
  }

  /**
   * Analyses a filter over all the columns of a table.
   *
   * @param space the key to bound
   * @param keys the key's columns as expressions over the table's
   * @return null if the filter does not bound the key
   */
  static @Nullable Found find(
      KeySpace space, List<RexNode> keys, RexNode condition, RexBuilder rexBuilder) {
    return find(space, keys, condition, rexBuilder, 0);
  }

  /**
   * The same for the key's columns that follow its first ones.
   *
   * @param skipped how many columns to leave out
   */
  static @Nullable Found find(
      KeySpace space, List<RexNode> keys, RexNode condition, RexBuilder rexBuilder, int skipped) {
    KeyBoundsFinder finder = new KeyBoundsFinder(space, keys, rexBuilder, skipped);
    Part part = finder.conjunction(RelOptUtil.conjunctions(condition));
    if (part == null) {
      return null;
    }
    return new Found(
        new KeyBounds(space, part.boxes, skipped),
        finder.operands,
        space.boundsAreExact() ? part.residual : RelOptUtil.conjunctions(condition));
  }

  /** The columns of a table's primary key as expressions over the table's. */
  static List<RexNode> primaryKey(KevoTable table, RexBuilder rexBuilder) {
    List<RexNode> keys = new ArrayList<>();
    for (int column : table.keyColumns()) {
      keys.add(
          new RexInputRef(column, table.columnType(column).toRel(rexBuilder.getTypeFactory())));
    }
    return keys;
  }

  private record Part(List<KeyBounds.Box> boxes, List<RexNode> residual) {}

  private @Nullable Part conjunction(List<RexNode> conditions) {
    List<Restriction> found = new ArrayList<>();
    for (RexNode condition : conditions) {
      Restriction restriction = restrictions.of(condition);
      if (restriction != null) {
        found.add(restriction);
      }
    }
    Set<RexNode> used = new HashSet<>();
    List<KeyBounds.Box> boxes = columnWise(conditions, found, used);
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

  /** Boxes from equality of leading columns, then ranges of the next one, alone or in rows. */
  private @Nullable List<KeyBounds.Box> columnWise(
      List<RexNode> conditions, List<Restriction> restrictions, Set<RexNode> used) {
    List<int[]> equals = new ArrayList<>();
    equals.add(new int[0]);
    int column = skipped;
    for (; column < space.keyWidth(); column++) {
      Restriction points = fewestPoints(restrictions, column);
      if (points == null
          || (column > skipped && (long) equals.size() * points.sides().size() > BOXES_MAX)) {
        break;
      }
      equals = multiplied(equals, points);
      use(points, used);
    }
    List<Restriction> ranges = new ArrayList<>();
    if (column < space.keyWidth()) {
      for (Restriction restriction : restrictions) {
        if (restriction.column() == column
            && !restriction.points()
            && (column < space.orderedWidth() || restriction.isPattern())) {
          ranges.add(restriction);
        }
      }
    }
    List<KeyBounds.Bound> lowers = new ArrayList<>();
    List<KeyBounds.Bound> uppers = new ArrayList<>();
    if (column < space.keyWidth()) {
      addRowComparisons(conditions, column, lowers, uppers, used);
    }
    if (column == skipped && ranges.isEmpty() && lowers.isEmpty() && uppers.isEmpty()) {
      return null;
    }
    return withRanges(equals, ranges, lowers, uppers, used);
  }

  private static @Nullable Restriction fewestPoints(List<Restriction> restrictions, int column) {
    Restriction best = null;
    for (Restriction restriction : restrictions) {
      if (restriction.column() == column
          && restriction.points()
          && (best == null || restriction.sides().size() < best.sides().size())) {
        best = restriction;
      }
    }
    return best;
  }

  private List<int[]> multiplied(List<int[]> equals, Restriction points) {
    List<int[]> product = new ArrayList<>(equals.size() * points.sides().size());
    int first = operands.size();
    for (Side side : points.sides()) {
      operands.add(present(side.lower()));
    }
    for (int[] leading : equals) {
      for (int i = 0; i < points.sides().size(); i++) {
        int[] longer = Arrays.copyOf(leading, leading.length + 1);
        longer[leading.length] = first + i;
        product.add(longer);
      }
    }
    return product;
  }

  private List<KeyBounds.Box> withRanges(
      List<int[]> equals,
      List<Restriction> ranges,
      List<KeyBounds.Bound> lowers,
      List<KeyBounds.Bound> uppers,
      Set<RexNode> used) {
    int like = -1;
    char escape = 0;
    Restriction several = null;
    for (Restriction restriction : ranges) {
      if (restriction.sides().size() > 1) {
        several = several == null ? restriction : several;
        continue;
      }
      Side side = restriction.sides().get(0);
      if (side.like() != null) {
        if (like >= 0) {
          continue;
        }
        like = operand(side.like());
        escape = side.escape();
      }
      addBounds(side, lowers, uppers);
      use(restriction, used);
    }
    List<KeyBounds.Box> boxes = new ArrayList<>();
    if (several == null || equals.size() * several.sides().size() > BOXES_MAX) {
      for (int[] equal : equals) {
        boxes.add(box(equal, lowers, uppers, like, escape));
      }
      return boxes;
    }
    use(several, used);
    for (Side side : several.sides()) {
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
    if (side.lower() != null) {
      lowers.add(new KeyBounds.Bound(new int[] {operand(side.lower())}, side.lowerInclusive()));
    }
    if (side.upper() != null) {
      uppers.add(new KeyBounds.Bound(new int[] {operand(side.upper())}, side.upperInclusive()));
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
    if (restriction.exact()) {
      used.add(restriction.condition());
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

  /**
   * Comparisons of rows, {@code (a, b) > (1, 2)}, whose columns are those of the key from one on.
   * If the key has only the first of them, these bound it alone.
   */
  private void addRowComparisons(
      List<RexNode> conditions,
      int first,
      List<KeyBounds.Bound> lowers,
      List<KeyBounds.Bound> uppers,
      Set<RexNode> used) {
    for (RexNode condition : conditions) {
      RowComparison comparison = RowComparison.of(condition, rexBuilder);
      int width = comparison == null ? 0 : boundedColumns(comparison, first);
      if (comparison == null || width == 0) {
        continue;
      }
      int[] tuple = new int[width];
      for (int i = 0; i < width; i++) {
        tuple[i] = operand(comparison.values().get(i));
      }
      boolean whole = width == comparison.columns().size();
      KeyBounds.Bound bound = new KeyBounds.Bound(tuple, !whole || comparison.inclusive());
      (comparison.lower() ? lowers : uppers).add(bound);
      if (whole && isExact(first, width)) {
        used.add(condition);
      }
    }
  }

  private boolean isExact(int first, int width) {
    for (int i = first; i < first + width; i++) {
      // (1, NULL) comes after (1, 2) in the key, but is not greater.
      if (!restrictions.isExactColumn(i)
          || !restrictions.isExactRange(i)
          || (i > first && space.keyType(i).nullable())) {
        return false;
      }
    }
    return true;
  }

  /** How many of the leading columns of a comparison are the key's from one on. */
  private int boundedColumns(RowComparison comparison, int first) {
    List<RexNode> columns = comparison.columns();
    int most = Math.min(columns.size(), space.orderedWidth() - first);
    for (int i = 0; i < most; i++) {
      int column = first + i;
      if (restrictions.keyColumn(columns.get(i)) != column
          || space.isKeyDescending(column) != space.isKeyDescending(first)
          || !restrictions.isOperand(comparison.values().get(i), column)
          || SqlTypeName.APPROX_TYPES.contains(restrictions.columnType(column))) {
        return i;
      }
    }
    return most;
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

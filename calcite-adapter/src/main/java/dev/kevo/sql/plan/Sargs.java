package dev.kevo.sql.plan;

import com.google.common.collect.BoundType;
import com.google.common.collect.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.util.Sarg;
import org.jspecify.annotations.Nullable;

/** The ranges inside a {@code SEARCH(column, Sarg)}. */
final class Sargs {
  private Sargs() {}

  /**
   * A range of literals; null at an end means unbounded.
   *
   * @param lowerInclusive whether the lower end itself is in
   * @param upperInclusive whether the upper end itself is in
   */
  record Interval(
      @Nullable RexLiteral lower,
      boolean lowerInclusive,
      @Nullable RexLiteral upper,
      boolean upperInclusive) {
    boolean isPoint() {
      return lower != null && lower.equals(upper) && lowerInclusive && upperInclusive;
    }
  }

  /** The values if the search is for a list of them and NULL makes it unknown; else null. */
  static @Nullable List<Object> points(RexCall search, RexBuilder rexBuilder) {
    Sarg<?> sarg = sarg(search);
    if (!sarg.isPoints() || sarg.nullAs != RexUnknownAs.UNKNOWN) {
      return null;
    }
    List<Object> values = new ArrayList<>();
    for (Interval interval : intervals(search, rexBuilder)) {
      RexLiteral literal = interval.lower();
      Object value =
          literal != null && Literals.isSupported(literal) ? Literals.value(literal) : null;
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return values;
  }

  /** Whether the search only leaves out single values, which bounds cannot help with. */
  static boolean excludesPoints(RexCall search) {
    return sarg(search).isComplementedPoints();
  }

  /** Whether NULL is among what is searched for, which no interval says. */
  static boolean includesNull(RexCall search) {
    return sarg(search).nullAs == RexUnknownAs.TRUE;
  }

  /** The intervals in their order. */
  static List<Interval> intervals(RexCall search, RexBuilder rexBuilder) {
    RexLiteral argument = (RexLiteral) search.getOperands().get(1);
    RelDataType type = argument.getType();
    List<Interval> intervals = new ArrayList<>();
    for (Range<?> range : ranges(sarg(search))) {
      intervals.add(
          new Interval(
              range.hasLowerBound() ? literal(range.lowerEndpoint(), type, rexBuilder) : null,
              range.hasLowerBound() && range.lowerBoundType() == BoundType.CLOSED,
              range.hasUpperBound() ? literal(range.upperEndpoint(), type, rexBuilder) : null,
              range.hasUpperBound() && range.upperBoundType() == BoundType.CLOSED));
    }
    return intervals;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Set<Range<?>> ranges(Sarg sarg) {
    return (Set<Range<?>>) sarg.rangeSet.asRanges();
  }

  private static Sarg<?> sarg(RexCall search) {
    Sarg<?> sarg = ((RexLiteral) search.getOperands().get(1)).getValueAs(Sarg.class);
    if (sarg == null) {
      throw new AssertionError("SEARCH without an argument: " + search);
    }
    return sarg;
  }

  private static RexLiteral literal(Object value, RelDataType type, RexBuilder rexBuilder) {
    return (RexLiteral) rexBuilder.makeLiteral(value, type, true, true);
  }
}

package dev.kevo.sql.plan;

import dev.kevo.sql.types.ValuePosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.metadata.RelMdUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * What part of some rows fulfils a condition. Conditions on different columns are taken to be
 * independent of each other, alternatives to exclude each other.
 */
final class Selectivity {
  private static final double HALF_RANGE_PART = 1.0 / 3;
  private static final double RANGE_PART = 0.1;
  private static final double PREFIX_PART = 0.05;
  private static final double WITHIN_PART = 0.1;

  private final List<ColumnEstimate> columns;
  private final RexBuilder rexBuilder;

  Selectivity(List<ColumnEstimate> columns, RexBuilder rexBuilder) {
    this.columns = columns;
    this.rexBuilder = rexBuilder;
  }

  /** The part of the rows for which a condition holds, between 0 and 1. */
  double part(RexNode condition) {
    double part = 1;
    Map<Integer, Limits> limits = new HashMap<>();
    for (RexNode each : RelOptUtil.conjunctions(condition)) {
      if (!(each instanceof RexCall call) || !isLimit(call, limits)) {
        part *= single(each);
      }
    }
    for (Map.Entry<Integer, Limits> each : limits.entrySet()) {
      part *= each.getValue().part(columns.get(each.getKey()));
    }
    return part;
  }

  /** The columns of the rows that fulfil a condition. */
  List<ColumnEstimate> restricted(RexNode condition) {
    List<ColumnEstimate> restricted = new ArrayList<>(columns);
    for (RexNode each : RelOptUtil.conjunctions(condition)) {
      ImmutableBitSet used = RelOptUtil.InputFinder.bits(each);
      if (used.cardinality() == 1 && each.getKind() != SqlKind.IS_NULL) {
        ColumnEstimate column = restricted.get(used.nth(0));
        double values = isEquality(each) ? 1 : column.distinct() * single(each);
        restricted.set(used.nth(0), column.restricted(values));
      }
    }
    return restricted;
  }

  private static boolean isEquality(RexNode condition) {
    return condition instanceof RexCall call
        && call.getKind() == SqlKind.EQUALS
        && call.getOperands().stream().anyMatch(RexUtil::isConstant);
  }

  private double single(RexNode condition) {
    double part =
        switch (condition.getKind()) {
          case AND -> part(condition);
          case OR -> alternatives(RelOptUtil.disjunctions(condition));
          case NOT -> 1 - part(((RexCall) condition).getOperands().get(0));
          case LITERAL -> condition.isAlwaysTrue() ? 1 : 0;
          default -> condition instanceof RexCall call ? known(call) : Double.NaN;
        };
    return Double.isNaN(part)
        ? RelMdUtil.guessSelectivity(condition)
        : Math.max(0, Math.min(1, part));
  }

  private double alternatives(Collection<RexNode> branches) {
    double part = 0;
    for (RexNode branch : branches) {
      part += part(branch);
    }
    return part;
  }

  /** NaN if nothing is known. */
  private double known(RexCall call) {
    if (call.getKind() == SqlKind.SEARCH) {
      return searched(call);
    }
    Compared compared = compared(call);
    if (compared == null) {
      return Double.NaN;
    }
    ColumnEstimate column = columns.get(compared.column);
    return switch (compared.kind) {
      case IS_NULL -> column.nulls();
      case IS_NOT_NULL -> 1 - column.nulls();
      case EQUALS -> equal(column, compared.with);
      case NOT_EQUALS -> 1 - column.nulls() - equal(column, compared.with);
      case LIKE -> like(column, compared.with);
      case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> HALF_RANGE_PART;
      default -> Double.NaN;
    };
  }

  private double equal(ColumnEstimate column, RexNode with) {
    RexNode value = RexUtil.removeCast(with);
    if (value instanceof RexInputRef other) {
      ColumnEstimate second = columns.get(other.getIndex());
      return (1 - column.nulls())
          * (1 - second.nulls())
          / Math.max(column.distinct(), second.distinct());
    }
    return column.equal(with instanceof RexLiteral literal ? value(literal) : null);
  }

  private static double like(ColumnEstimate column, RexNode pattern) {
    Object value = pattern instanceof RexLiteral literal ? value(literal) : null;
    if (!(value instanceof String text)) {
      return WITHIN_PART;
    }
    int length = 0;
    while (length < text.length() && text.charAt(length) != '%' && text.charAt(length) != '_') {
      length++;
    }
    if (length == 0) {
      return WITHIN_PART;
    }
    String prefix = text.substring(0, length);
    double first = ValuePosition.of(prefix);
    double part =
        column.below(ValuePosition.of(prefix + Character.MAX_VALUE)) - column.below(first);
    double common = Math.max(column.common(first), 1 / column.distinct());
    return Double.isNaN(part) ? PREFIX_PART : (1 - column.nulls()) * Math.max(part, common);
  }

  private double searched(RexCall search) {
    RexNode tested = RexUtil.removeCast(search.getOperands().get(0));
    if (!(tested instanceof RexInputRef ref)) {
      return Double.NaN;
    }
    ColumnEstimate column = columns.get(ref.getIndex());
    double part = Sargs.includesNull(search) ? column.nulls() : 0;
    if (Sargs.excludesPoints(search)) {
      double excluded = (Sargs.intervals(search, rexBuilder).size() - 1) / column.distinct();
      return part + (1 - column.nulls()) * Math.max(0, 1 - excluded);
    }
    for (Sargs.Interval interval : Sargs.intervals(search, rexBuilder)) {
      if (interval.isPoint()) {
        part += column.equal(interval.lower() == null ? null : value(interval.lower()));
      } else {
        Limits limits = new Limits();
        limits.hasLower = interval.lower() != null;
        limits.hasUpper = interval.upper() != null;
        limits.lower = interval.lower() == null ? Double.NaN : position(interval.lower());
        limits.upper = interval.upper() == null ? Double.NaN : position(interval.upper());
        part += limits.part(column);
      }
    }
    return part;
  }

  /** A column and what it is compared with, which is the column itself where there is nothing. */
  private record Compared(int column, SqlKind kind, RexNode with) {}

  private static @Nullable Compared compared(RexCall call) {
    if (call.getOperands().isEmpty()) {
      return null;
    }
    RexNode first = RexUtil.removeCast(call.getOperands().get(0));
    RexNode second = call.getOperands().size() < 2 ? first : call.getOperands().get(1);
    if (first instanceof RexInputRef ref) {
      return new Compared(ref.getIndex(), call.getKind(), second);
    }
    return RexUtil.removeCast(second) instanceof RexInputRef ref
        ? new Compared(ref.getIndex(), call.getKind().reverse(), first)
        : null;
  }

  /** Takes a comparison with a constant that limits a column's values; false for others. */
  private static boolean isLimit(RexCall call, Map<Integer, Limits> limits) {
    if (!SqlKind.COMPARISON.contains(call.getKind())) {
      return false;
    }
    Compared compared = compared(call);
    if (compared == null || !RexUtil.isConstant(compared.with)) {
      return false;
    }
    switch (compared.kind) {
      case LESS_THAN, LESS_THAN_OR_EQUAL ->
          limits.computeIfAbsent(compared.column, c -> new Limits()).atMost(compared.with);
      case GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          limits.computeIfAbsent(compared.column, c -> new Limits()).atLeast(compared.with);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Where the values of a column begin and end. */
  private static final class Limits {
    private boolean hasLower;
    private boolean hasUpper;
    private double lower = Double.NaN;
    private double upper = Double.NaN;

    void atLeast(RexNode value) {
      double position = position(value);
      lower = hasLower && !(position > lower) ? lower : position;
      hasLower = true;
    }

    void atMost(RexNode value) {
      double position = position(value);
      upper = hasUpper && !(position < upper) ? upper : position;
      hasUpper = true;
    }

    double part(ColumnEstimate column) {
      double from = hasLower ? column.below(lower) : 0;
      double to = hasUpper ? column.below(upper) : 1;
      if (Double.isNaN(to - from)) {
        return hasLower && hasUpper ? RANGE_PART : HALF_RANGE_PART;
      }
      return (1 - column.nulls()) * Math.max(0, to - from);
    }
  }

  private static double position(RexNode value) {
    Object plain = value instanceof RexLiteral literal ? value(literal) : null;
    return plain == null ? Double.NaN : ValuePosition.of(plain);
  }

  /** As in rows; null if it is not known. */
  private static @Nullable Object value(RexLiteral literal) {
    return Literals.isSupported(literal) ? Literals.value(literal) : null;
  }
}

package dev.kevo.sql.table;

import com.google.common.collect.BoundType;
import com.google.common.collect.Range;
import dev.kevo.sql.catalog.TableStatistics;
import dev.kevo.sql.types.ValuePosition;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.metadata.RelMdUtil;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.Sarg;
import org.jspecify.annotations.Nullable;

/** What part of a table's rows fulfils a condition, by the table's statistics. Immutable. */
public final class ColumnEstimates {
  private final KevoTable table;
  private final TableStatistics statistics;

  /** The estimates of a table that was analysed. */
  public ColumnEstimates(KevoTable table, TableStatistics statistics) {
    this.table = table;
    this.statistics = statistics;
  }

  private TableStatistics.@Nullable Column column(int ordinal) {
    return ordinal < table.definition().columns().size()
        ? statistics.column(table.definition().columns().get(ordinal).id())
        : null;
  }

  /** About how many different values a column has; NaN if that is not known. */
  double distinct(int ordinal) {
    TableStatistics.Column column = column(ordinal);
    return column == null ? Double.NaN : Math.max(1, column.distinct());
  }

  /** The part of the rows for which a condition over all the table's columns holds. */
  public double part(RexNode condition) {
    double part = 1;
    for (RexNode each : RelOptUtil.conjunctions(condition)) {
      part *= single(each);
    }
    return part;
  }

  private double single(RexNode condition) {
    if (condition.getKind() == SqlKind.OR) {
      double part = 0;
      for (RexNode branch : RelOptUtil.disjunctions(condition)) {
        part += part(branch);
      }
      return Math.min(1, part);
    }
    Double known = condition instanceof RexCall call ? known(call) : null;
    return known == null ? RelMdUtil.guessSelectivity(condition) : known;
  }

  private @Nullable Double known(RexCall call) {
    RexNode first = call.getOperands().get(0);
    RexNode second = call.getOperands().size() < 2 ? first : call.getOperands().get(1);
    boolean turned = !(first instanceof RexInputRef);
    RexNode tested = turned ? second : first;
    RexNode value = turned ? first : second;
    TableStatistics.Column column =
        tested instanceof RexInputRef ref ? column(ref.getIndex()) : null;
    if (column == null || statistics.rows() == 0) {
      return null;
    }
    double nulls = (double) column.nulls() / statistics.rows();
    return switch (turned ? call.getKind().reverse() : call.getKind()) {
      case IS_NULL -> nulls;
      case IS_NOT_NULL -> 1 - nulls;
      case EQUALS -> RexUtil.isConstant(value) ? equal(column, nulls) : null;
      case LESS_THAN, LESS_THAN_OR_EQUAL -> scaled(below(column, position(value)), nulls);
      case GREATER_THAN, GREATER_THAN_OR_EQUAL -> scaled(1 - below(column, position(value)), nulls);
      case SEARCH ->
          value instanceof RexLiteral literal
              ? searched(column, nulls, literal.getValueAs(Sarg.class))
              : null;
      default -> null;
    };
  }

  private static double equal(TableStatistics.Column column, double nulls) {
    return (1 - nulls) / Math.max(1, column.distinct());
  }

  private static @Nullable Double scaled(double part, double nulls) {
    return Double.isNaN(part) ? null : part * (1 - nulls);
  }

  private static @Nullable Double searched(
      TableStatistics.Column column, double nulls, @Nullable Sarg<?> sarg) {
    if (sarg == null) {
      return null;
    }
    double part = 0;
    for (Object each : sarg.rangeSet.asRanges()) {
      Range<?> range = (Range<?>) each;
      boolean isPoint =
          range.hasLowerBound()
              && range.hasUpperBound()
              && range.lowerBoundType() == BoundType.CLOSED
              && range.lowerEndpoint().equals(range.upperEndpoint());
      part += isPoint ? equal(column, nulls) : between(column, range) * (1 - nulls);
    }
    return Double.isNaN(part) ? null : Math.min(1, part);
  }

  private static double between(TableStatistics.Column column, Range<?> range) {
    double from = range.hasLowerBound() ? below(column, position(range.lowerEndpoint())) : 0;
    double to = range.hasUpperBound() ? below(column, position(range.upperEndpoint())) : 1;
    return Math.max(0, to - from);
  }

  private static double position(Object value) {
    Object plain = value instanceof RexLiteral literal ? literal.getValue() : value;
    if (plain instanceof NlsString text) {
      return ValuePosition.of(text.getValue());
    }
    return plain instanceof BigDecimal ? ValuePosition.of(plain) : Double.NaN;
  }

  /** The part of a column's values that lie below a position; NaN if that is not known. */
  private static double below(TableStatistics.Column column, double position) {
    List<Double> quantiles = column.quantiles();
    int parts = quantiles.size() - 1;
    if (parts < 1 || Double.isNaN(position)) {
      return Double.NaN;
    }
    if (position <= quantiles.get(0)) {
      return 0;
    }
    for (int i = 0; i < parts; i++) {
      double end = quantiles.get(i + 1);
      if (position <= end) {
        double start = quantiles.get(i);
        double within = end > start ? (position - start) / (end - start) : 0.5;
        return (i + within) / parts;
      }
    }
    return 1;
  }
}

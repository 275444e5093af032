package dev.kevo.sql.vector;

import dev.kevo.sql.exec.Comparing;
import dev.kevo.sql.exec.WorkMemory;
import dev.kevo.sql.types.SqlState;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the values of groups, for results that need them all. A row is the group, the arguments,
 * and the columns of the order.
 */
final class ListAccumulator implements Accumulator {
  private static final VectorType GROUP = new VectorType(SqlTypeName.INTEGER, 0, Lane.LONG);
  private static final int VALUE = 1;

  private final Aggregate aggregate;
  private final StoredRows rows;
  private final List<SortKey> order = new ArrayList<>();

  /** The column whose values make up the result. */
  private final int column;

  private LongVector group = new LongVector(GROUP, 1);

  ListAccumulator(Aggregate aggregate, List<VectorType> input, WorkMemory memory) {
    this.aggregate = aggregate;
    List<VectorType> types = new ArrayList<>();
    types.add(GROUP);
    for (int argument : aggregate.arguments()) {
      types.add(input.get(argument));
    }
    order.add(new SortKey(0, false, false));
    for (SortKey key : aggregate.order()) {
      order.add(new SortKey(types.size(), key.descending(), key.nullsFirst()));
      types.add(input.get(key.column()));
    }
    // A percentile's argument is the part; its values are what the rows are ordered by.
    this.column = isPercentile() ? VALUE + aggregate.arguments().length : VALUE;
    if (aggregate.function() == Aggregate.Function.MODE) {
      order.add(new SortKey(VALUE, false, false));
    }
    this.rows = new StoredRows(types, memory);
  }

  private boolean isPercentile() {
    return aggregate.function() == Aggregate.Function.PERCENTILE_CONT
        || aggregate.function() == Aggregate.Function.PERCENTILE_DISC;
  }

  @Override
  public void grow(int groups) {}

  @Override
  public void add(Vector[] arguments, int[] positions, int count, int[] groupOf) {
    if (count == 0) {
      return;
    }
    int capacity = positions[count - 1] + 1;
    if (group.capacity() < capacity) {
      group = new LongVector(GROUP, capacity);
    }
    Vector[] row = new Vector[arguments.length + 1];
    row[0] = group;
    System.arraycopy(arguments, 0, row, 1, arguments.length);
    boolean keepsNulls = aggregate.function() == Aggregate.Function.ARRAY_AGG;
    for (int k = 0; k < count; k++) {
      int i = positions[k];
      if (keepsNulls || !row[column].isNull(i)) {
        group.values()[i] = groupOf[k];
        rows.add(row, i);
      }
    }
    rows.requireRoom();
  }

  @Override
  public Vector finish(int groups) {
    int[] sorted = new RowOrder(rows, order).sorted();
    Vector result = Vector.create(aggregate.type(), groups);
    long[] groupOf = ((LongVector) rows.column(0)).values();
    int at = 0;
    for (int g = 0; g < groups; g++) {
      int from = at;
      while (at < sorted.length && groupOf[sorted[at]] == g) {
        at++;
      }
      result.set(g, from == at ? null : result(sorted, from, at));
    }
    return result;
  }

  private @Nullable Object result(int[] sorted, int from, int to) {
    return switch (aggregate.function()) {
      case LISTAGG -> text(sorted, from, to);
      case ARRAY_AGG -> list(sorted, from, to);
      case MODE -> mode(sorted, from, to);
      default -> percentile(sorted, from, to);
    };
  }

  private @Nullable Object value(int row) {
    return rows.column(column).get(row);
  }

  private String text(int[] sorted, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      if (i > from) {
        Object separator =
            aggregate.arguments().length > 1 ? rows.column(VALUE + 1).get(sorted[i]) : ",";
        text.append(separator == null ? "" : separator);
      }
      text.append(value(sorted[i]));
    }
    return text.toString();
  }

  private List<@Nullable Object> list(int[] sorted, int from, int to) {
    List<@Nullable Object> list = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      list.add(value(sorted[i]));
    }
    return Collections.unmodifiableList(list);
  }

  private @Nullable Object mode(int[] sorted, int from, int to) {
    Vector values = rows.column(column);
    int best = from;
    int bestCount = 0;
    int start = from;
    for (int i = from; i < to; i++) {
      if (!values.same(sorted[start], values, sorted[i])) {
        start = i;
      }
      if (i - start + 1 > bestCount) {
        bestCount = i - start + 1;
        best = start;
      }
    }
    return value(sorted[best]);
  }

  private @Nullable Object percentile(int[] sorted, int from, int to) {
    Object part = rows.column(VALUE).get(sorted[from]);
    if (part == null) {
      return null;
    }
    BigDecimal fraction = Comparing.decimal((Number) part);
    if (fraction.signum() < 0 || fraction.compareTo(BigDecimal.ONE) > 0) {
      throw SqlState.OUT_OF_RANGE.failure(
          "the percentile " + fraction.toPlainString() + " is not between 0 and 1");
    }
    int count = to - from;
    if (aggregate.function() == Aggregate.Function.PERCENTILE_DISC) {
      double place = Math.ceil(fraction.multiply(BigDecimal.valueOf(count)).doubleValue());
      return value(sorted[from + Math.max(0, (int) place - 1)]);
    }
    BigDecimal place = fraction.multiply(BigDecimal.valueOf(count - 1L));
    int below = place.intValue();
    Object low = value(sorted[from + below]);
    Object high = value(sorted[from + Math.min(below + 1, count - 1)]);
    return between(low, high, place.subtract(BigDecimal.valueOf(below)));
  }

  private @Nullable Object between(@Nullable Object low, @Nullable Object high, BigDecimal part) {
    if (part.signum() == 0 || !(low instanceof Number a) || !(high instanceof Number b)) {
      return low;
    }
    if (aggregate.type().lane() == Lane.DOUBLE) {
      double from = a.doubleValue();
      return from + (b.doubleValue() - from) * part.doubleValue();
    }
    BigDecimal from = Comparing.decimal(a);
    BigDecimal step = Comparing.decimal(b).subtract(from).multiply(part, MathContext.DECIMAL128);
    return from.add(step).setScale(aggregate.type().scale(), RoundingMode.HALF_UP);
  }

  @Override
  public void release() {
    rows.release();
  }
}

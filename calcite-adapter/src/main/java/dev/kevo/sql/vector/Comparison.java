package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;
import org.jspecify.annotations.Nullable;

/** A comparison of two expressions whose values are in one lane and, if decimal, of one scale. */
public record Comparison(Kind kind, VectorExpression left, VectorExpression right)
    implements VectorExpression {
  /** The comparisons, by what they are for less, equal, greater and not comparable. */
  public enum Kind {
    EQUALS(0, 1, 0, 0),
    NOT_EQUALS(1, 0, 1, 1),
    LESS_THAN(1, 0, 0, 0),
    LESS_THAN_OR_EQUAL(1, 1, 0, 0),
    GREATER_THAN(0, 0, 1, 0),
    GREATER_THAN_OR_EQUAL(0, 1, 1, 0);

    private final long less;
    private final long equal;
    private final long greater;
    private final long ofNaN;

    Kind(long less, long equal, long greater, long ofNaN) {
      this.less = less;
      this.equal = equal;
      this.greater = greater;
      this.ofNaN = ofNaN;
    }

    long of(int order) {
      return order < 0 ? less : order == 0 ? equal : greater;
    }
  }

  @Override
  public VectorType type() {
    return VectorType.BOOLEAN;
  }

  @Override
  public Evaluation open(StatementContext context) {
    Evaluation first = left.open(context);
    Evaluation second = right.open(context);
    Scratch scratch = new Scratch(VectorType.BOOLEAN);
    return new Evaluation() {
      @Override
      public Vector eval(Batch batch) {
        Vector a = first.eval(batch);
        Vector b = second.eval(batch);
        LongVector result = scratch.longs(batch);
        result.setNulls(Scratch.eitherNull(a, b, batch));
        if (a instanceof LongVector x && b instanceof LongVector y) {
          longs(batch, x.values(), y.values(), result.values());
        } else if (a instanceof DoubleVector x && b instanceof DoubleVector y) {
          doubles(batch, x.values(), y.values(), result.values());
        } else {
          others(batch, a, b, result);
        }
        return result;
      }

      @Override
      public int select(Batch batch, int[] into) {
        Vector a = first.eval(batch);
        Vector b = second.eval(batch);
        boolean[] nulls = Scratch.eitherNull(a, b, batch);
        if (a instanceof LongVector x && b instanceof LongVector y) {
          return selectLongs(batch, x.values(), y.values(), nulls, into);
        }
        if (a instanceof DoubleVector x && b instanceof DoubleVector y) {
          return selectDoubles(batch, x.values(), y.values(), nulls, into);
        }
        return selectOthers(batch, a, b, nulls, into);
      }
    };
  }

  /** Without branches on what is compared: which way they went would often be guessed wrong. */
  private int selectLongs(Batch batch, long[] a, long[] b, boolean @Nullable [] nulls, int[] into) {
    int[] selected = batch.selected();
    int less = (int) kind.less;
    int equal = (int) kind.equal;
    int greater = (int) kind.greater;
    int count = 0;
    for (int k = 0; k < batch.count(); k++) {
      int i = selected[k];
      if (nulls == null || !nulls[i]) {
        into[count] = i;
        count += a[i] < b[i] ? less : a[i] == b[i] ? equal : greater;
      }
    }
    return count;
  }

  private int selectDoubles(
      Batch batch, double[] a, double[] b, boolean @Nullable [] nulls, int[] into) {
    int[] selected = batch.selected();
    int less = (int) kind.less;
    int equal = (int) kind.equal;
    int greater = (int) kind.greater;
    int ofNaN = (int) kind.ofNaN;
    int count = 0;
    for (int k = 0; k < batch.count(); k++) {
      int i = selected[k];
      if (nulls == null || !nulls[i]) {
        double x = a[i];
        double y = b[i];
        into[count] = i;
        count += x < y ? less : x == y ? equal : x > y ? greater : ofNaN;
      }
    }
    return count;
  }

  private int selectOthers(
      Batch batch, Vector a, Vector b, boolean @Nullable [] nulls, int[] into) {
    int[] selected = batch.selected();
    int count = 0;
    for (int k = 0; k < batch.count(); k++) {
      int i = selected[k];
      if ((nulls == null || !nulls[i]) && kind.of(a.compareValues(i, b, i)) != 0) {
        into[count++] = i;
      }
    }
    return count;
  }

  private void longs(Batch batch, long[] a, long[] b, long[] result) {
    int[] selected = batch.selected();
    long less = kind.less;
    long equal = kind.equal;
    long greater = kind.greater;
    for (int k = 0; k < batch.count(); k++) {
      int i = selected[k];
      result[i] = a[i] < b[i] ? less : a[i] == b[i] ? equal : greater;
    }
  }

  private void doubles(Batch batch, double[] a, double[] b, long[] result) {
    int[] selected = batch.selected();
    for (int k = 0; k < batch.count(); k++) {
      int i = selected[k];
      double x = a[i];
      double y = b[i];
      result[i] = x < y ? kind.less : x == y ? kind.equal : x > y ? kind.greater : kind.ofNaN;
    }
  }

  private void others(Batch batch, Vector a, Vector b, LongVector result) {
    int[] selected = batch.selected();
    long[] values = result.values();
    for (int k = 0; k < batch.count(); k++) {
      int i = selected[k];
      if (!result.isNull(i)) {
        values[i] = kind.of(a.compareValues(i, b, i));
      }
    }
  }
}

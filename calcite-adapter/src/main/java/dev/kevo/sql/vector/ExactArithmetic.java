package dev.kevo.sql.vector;

import dev.kevo.sql.exec.Arithmetic;
import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.types.SqlState;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic on integers, or on decimals of the lane LONG; what does not fit is an error. The
 * operands of sums and differences have the result's scale, those of products together.
 */
public record ExactArithmetic(
    Arithmetic.Operation operation, VectorExpression left, VectorExpression right, VectorType type)
    implements VectorExpression {
  @Override
  public Evaluation open(StatementContext context) {
    Evaluation first = left.open(context);
    Evaluation second = right.open(context);
    Scratch scratch = new Scratch(type);
    return batch -> {
      LongVector a = (LongVector) first.eval(batch);
      LongVector b = (LongVector) second.eval(batch);
      LongVector result = scratch.longs(batch);
      boolean[] nulls = Scratch.eitherNull(a, b, batch);
      result.setNulls(nulls);
      try {
        compute(batch, a.values(), b.values(), nulls, result.values());
      } catch (ArithmeticException e) {
        throw SqlState.OUT_OF_RANGE.failure("the result of " + operation + " is out of range", e);
      }
      LongRange.of(type.name()).check(batch, result);
      return result;
    };
  }

  private void compute(Batch batch, long[] a, long[] b, boolean @Nullable [] nulls, long[] result) {
    boolean done =
        nulls == null
            && switch (operation) {
              case PLUS -> add(batch, a, b, 0, result);
              case MINUS -> add(batch, a, b, -1, result);
              case TIMES -> multiply(batch, a, b, result);
              case DIVIDE, MOD -> false;
            };
    int[] selected = batch.selected();
    for (int k = 0; k < batch.count() && !done; k++) {
      int i = selected[k];
      if (nulls == null || !nulls[i]) {
        result[i] = operation.exact(a[i], b[i]);
      }
    }
  }

  /**
   * Adds without a branch per row; false if some sum is no long.
   *
   * @param turned -1 to subtract, which is to add the complement and one, else 0
   */
  private static boolean add(Batch batch, long[] a, long[] b, long turned, long[] result) {
    int[] selected = batch.selected();
    long lost = 0;
    for (int k = 0; k < batch.count(); k++) {
      int i = selected[k];
      long added = b[i] ^ turned;
      long sum = a[i] + added - turned;
      lost |= (a[i] ^ sum) & (added ^ sum);
      result[i] = sum;
    }
    return lost >= 0;
  }

  private static boolean multiply(Batch batch, long[] a, long[] b, long[] result) {
    int[] selected = batch.selected();
    long lost = 0;
    for (int k = 0; k < batch.count(); k++) {
      int i = selected[k];
      long product = a[i] * b[i];
      lost |= Math.multiplyHigh(a[i], b[i]) ^ (product >> 63);
      result[i] = product;
    }
    return lost == 0;
  }
}

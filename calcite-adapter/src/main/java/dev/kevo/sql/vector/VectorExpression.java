package dev.kevo.sql.vector;

import dev.kevo.sql.exec.StatementContext;

/** An expression over the columns of batches. Immutable and thread-safe. */
public interface VectorExpression {
  /** The type of its values. */
  VectorType type();

  /** Makes what one execution evaluates it with. */
  Evaluation open(StatementContext context);

  /** An expression with the memory of one execution. For one thread. */
  interface Evaluation {
    /**
     * The values at the batch's selected positions; valid until the next evaluation. It evaluates
     * nothing at other positions, so nothing can fail there.
     */
    Vector eval(Batch batch);

    /**
     * As {@link #eval}, for who takes longs, too: decimals of many digits come as a LongVector of
     * their scale if all of the batch fit one. Adding and multiplying those makes no objects.
     */
    default Vector evalCompact(Batch batch) {
      return eval(batch);
    }

    /**
     * Of a condition: the selected positions at which it is true, in their order.
     *
     * @param into gets the positions; may be the array of those that are selected
     * @return their number
     */
    default int select(Batch batch, int[] into) {
      LongVector condition = (LongVector) eval(batch);
      int[] selected = batch.selected();
      long[] values = condition.values();
      boolean[] nulls = condition.nulls();
      int count = 0;
      for (int k = 0; k < batch.count(); k++) {
        int i = selected[k];
        if (values[i] != 0 && (nulls == null || !nulls[i])) {
          into[count++] = i;
        }
      }
      return count;
    }
  }
}

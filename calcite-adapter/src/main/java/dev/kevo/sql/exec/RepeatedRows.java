package dev.kevo.sql.exec;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The one row of a plan, for many values of the statement's parameters one after the other.
 *
 * @param row computes it
 * @param parameters the values for each row
 * @param binder converts them to the executor's representation; into an array of its own
 */
public record RepeatedRows(
    Scalar[] row, List<@Nullable Object[]> parameters, UnaryOperator<@Nullable Object[]> binder)
    implements RowSource {
  private static final @Nullable Object[] NO_ROW = new Object[0];

  /** The context's parameters are this source's, to be changed with each row. */
  @Override
  public RowCursor open(StatementContext context, long maxRows) {
    return new RowCursor() {
      private int next;
      private @Nullable Object[] values = NO_ROW;

      @Override
      public boolean next() {
        if (next == parameters.size()) {
          return false;
        }
        context.poll();
        @Nullable Object[] bound = binder.apply(parameters.get(next++));
        System.arraycopy(bound, 0, context.parameters(), 0, bound.length);
        values = new Object[row.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = row[i].eval(NO_ROW, context);
        }
        return true;
      }

      @Override
      public @Nullable Object[] row() {
        return values;
      }

      @Override
      public void close() {
        next = parameters.size();
      }
    };
  }

  @Override
  public boolean isSinglePass() {
    return true;
  }

  @Override
  public boolean needsSnapshot() {
    return false;
  }
}

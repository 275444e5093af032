package dev.kevo.sql.vector;

import dev.kevo.sql.exec.RowLimits;
import dev.kevo.sql.exec.Scalar;
import dev.kevo.sql.exec.StatementContext;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the first rows.
 *
 * @param offset rows to leave out, or null
 * @param fetch rows to give at most, or null
 */
public record Limited(BatchSource input, @Nullable Scalar offset, @Nullable Scalar fetch)
    implements BatchSource {
  private static final @Nullable Object[] NO_ROW = new Object[0];

  @Override
  public List<VectorType> types() {
    return input.types();
  }

  /** The number of rows that a scalar gives. */
  static long count(@Nullable Scalar scalar, StatementContext context, long absent) {
    return scalar == null ? absent : RowLimits.count(scalar.eval(NO_ROW, context));
  }

  @Override
  public BatchCursor open(StatementContext context) {
    long skipped = count(offset, context, 0);
    long most = count(fetch, context, Long.MAX_VALUE);
    return open(input.open(context), skipped, most);
  }

  /** Leaves out rows of a cursor, and ends after so many. */
  static BatchCursor open(BatchCursor rows, long skipped, long most) {
    return new BatchCursor() {
      private long skip = skipped;
      private long wanted = most;

      @Override
      public @Nullable Batch next() {
        while (wanted > 0) {
          Batch batch = rows.next();
          if (batch == null) {
            return null;
          }
          int from = (int) Math.min(skip, batch.count());
          skip -= from;
          int count = (int) Math.min(wanted, batch.count() - from);
          if (count > 0) {
            wanted -= count;
            return count == batch.count()
                ? batch
                : batch.filtered(Arrays.copyOfRange(batch.selected(), from, from + count), count);
          }
        }
        return null;
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }
}

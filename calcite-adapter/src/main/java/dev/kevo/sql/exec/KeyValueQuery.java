package dev.kevo.sql.exec;

import dev.kevo.sql.table.EncodedRow;
import org.jspecify.annotations.Nullable;

/**
 * A query that is one scan of one table with an optional filter, a projection and a limit: it runs
 * without generated code.
 *
 * @param scan the entries to read
 * @param operands the values of the scan's bounds
 * @param filter what else must be true, or null
 * @param projection the columns of the result, or null if they are the scan's
 * @param offset rows to leave out, or null
 * @param fetch rows to give at most, or null
 */
public record KeyValueQuery(
    TableScan scan,
    Scalar[] operands,
    @Nullable Scalar filter,
    Scalar @Nullable [] projection,
    @Nullable Scalar offset,
    @Nullable Scalar fetch)
    implements RowSource {
  private static final @Nullable Object[] NO_ROW = new Object[0];

  @Override
  public RowCursor open(StatementContext context, long maxRows) {
    return open(context, maxRows, null);
  }

  @Override
  public RowCursor open(StatementContext context, long maxRows, @Nullable RowCursor used) {
    long skip = count(offset, context, 0);
    long wanted =
        Math.min(count(fetch, context, Long.MAX_VALUE), maxRows == 0 ? Long.MAX_VALUE : maxRows);
    @Nullable Object[] values = Scalar.values(operands, context);
    long limit = filter == null && wanted < Long.MAX_VALUE - skip ? wanted + skip : Long.MAX_VALUE;
    RowCursor rows = scan.open(context, values, limit, used);
    if (filter == null && projection == null && skip == 0 && wanted == Long.MAX_VALUE) {
      return rows;
    }
    return new Filtered(context, rows, skip, wanted);
  }

  private static long count(@Nullable Scalar scalar, StatementContext context, long absent) {
    return scalar == null ? absent : RowLimits.count(scalar.eval(NO_ROW, context));
  }

  @Override
  public boolean isSinglePass() {
    // A change of an index's columns moves entries to where the scan is yet to come.
    return scan.index() == null;
  }

  @Override
  public boolean needsSnapshot() {
    return !scan.isPoint();
  }

  private final class Filtered implements RowCursor {
    private final StatementContext context;
    private final RowCursor rows;
    private final @Nullable Object[] projected;
    private long skip;
    private long wanted;

    Filtered(StatementContext context, RowCursor rows, long skip, long wanted) {
      this.context = context;
      this.rows = rows;
      this.skip = skip;
      this.wanted = wanted;
      this.projected = projection == null ? NO_ROW : new Object[projection.length];
    }

    @Override
    public long skip(long max) {
      if (filter != null) {
        return RowCursor.super.skip(max);
      }
      passOffset();
      long passed = rows.skip(Math.min(max, wanted));
      wanted -= passed;
      return passed;
    }

    private void passOffset() {
      if (skip > 0 && filter == null) {
        rows.skip(skip);
        skip = 0;
      }
    }

    @Override
    public boolean next() {
      passOffset();
      while (wanted > 0 && rows.next()) {
        if (filter != null && filter.eval(rows.row(), context) != Boolean.TRUE) {
          continue;
        }
        if (skip > 0) {
          skip--;
          continue;
        }
        wanted--;
        project();
        return true;
      }
      return false;
    }

    private void project() {
      if (projection != null) {
        for (int i = 0; i < projected.length; i++) {
          projected[i] = projection[i].eval(rows.row(), context);
        }
      }
    }

    @Override
    public @Nullable Object[] row() {
      return projection == null ? rows.row() : projected;
    }

    @Override
    public @Nullable EncodedRow encoded() {
      // A filter has decoded the row.
      return projection == null && filter == null ? rows.encoded() : null;
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}

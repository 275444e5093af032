package dev.kevo.server;

import dev.kevo.engine.Slice;
import dev.kevo.jdbc.remote.PackedWriter;
import dev.kevo.jdbc.remote.WireValues;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.session.ResultColumn;
import dev.kevo.sql.session.SqlResult;
import dev.kevo.sql.session.SqlSession;
import java.sql.SQLException;
import java.util.List;
import org.apache.calcite.avatica.proto.Common;
import org.jspecify.annotations.Nullable;

/**
 * Rows in frames: a frame ends at so many rows or bytes, whichever comes first, and the statement's
 * rows stay open until the client has had the last one.
 */
final class Frames {
  private static final int ROWS_MAX = 8192;
  private static final int FIRST_ROWS = 1024;
  private static final int BYTES = 1 << 20;

  private Frames() {}

  /** Runs a statement and keeps its result. */
  static void start(
      SqlSession session,
      ClientStatement statement,
      @Nullable Object[] parameters,
      long maxRows,
      CancelToken cancel)
      throws SQLException {
    PreparedSql sql = statement.prepared();
    statement.open(session.execute(sql, parameters, Math.max(0, maxRows), cancel));
  }

  /** The number of changed rows, or -1 for a query; if there are no rows, the result is closed. */
  static long updateCount(ClientStatement statement) throws SQLException {
    SqlResult result = statement.result();
    long count = result == null ? 0 : result.updateCount();
    if (count >= 0 && statement.prepared().columns().isEmpty()) {
      statement.closeResult();
    }
    return count;
  }

  /** Takes the rows of a frame. */
  private interface Sink {
    /**
     * Takes the current row.
     *
     * @return how many bytes it takes on the wire
     */
    int take(SqlResult rows);
  }

  /**
   * The next frame; closes the rows after the last one, or when they fail.
   *
   * @param rowsWanted as the client asked; not positive for as many as are sensible
   */
  static Common.Frame next(ClientStatement statement, int rowsWanted) throws SQLException {
    Common.Frame.Builder frame = Common.Frame.newBuilder().setOffset(statement.offset());
    List<ResultColumn> columns = statement.prepared().columns();
    @Nullable Object[] row = new @Nullable Object[columns.size()];
    Sink sink =
        rows -> {
          for (int i = 0; i < row.length; i++) {
            row[i] = rows.get(i);
          }
          Common.Row encoded = WireValues.encodeRow(row, columns);
          frame.addRows(encoded);
          return encoded.getSerializedSize();
        };
    return frame.setDone(fill(statement, rowsWanted, sink)).build();
  }

  /** The same as a packed frame. */
  static void next(ClientStatement statement, int rowsWanted, PackedWriter frame)
      throws SQLException {
    List<ResultColumn> columns = statement.prepared().columns();
    Slice scratch = new Slice();
    long before = statement.offset();
    int start = frame.beginFrame();
    boolean done =
        fill(
            statement,
            rowsWanted,
            rows -> {
              int length = frame.length();
              frame.putRow(rows, columns, scratch);
              return frame.length() - length;
            });
    frame.endFrame(start, done, (int) (statement.offset() - before));
  }

  /** Gives a frame's rows to a sink; true if there are no more. */
  private static boolean fill(ClientStatement statement, int rowsWanted, Sink sink)
      throws SQLException {
    SqlResult result = statement.result();
    if (result == null) {
      throw new IllegalStateException("no rows are open");
    }
    int sensible = statement.offset() == 0 ? FIRST_ROWS : ROWS_MAX;
    int rowsMax = rowsWanted > 0 ? Math.min(rowsWanted, ROWS_MAX) : sensible;
    boolean goesOn = false;
    try {
      long bytes = 0;
      int rows = 0;
      while (rows < rowsMax && bytes < BYTES && result.next()) {
        bytes += sink.take(result);
        rows++;
      }
      boolean full = rows == rowsMax || bytes >= BYTES;
      statement.advance(rows);
      goesOn = full;
      return !full;
    } finally {
      if (!goesOn) {
        statement.closeResult();
      }
    }
  }
}

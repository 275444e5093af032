package dev.kevo.server;

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

  /**
   * The next frame; closes the rows after the last one, or when they fail.
   *
   * @param rowsWanted as the client asked; not positive for as many as are sensible
   */
  static Common.Frame next(ClientStatement statement, int rowsWanted) throws SQLException {
    SqlResult result = statement.result();
    if (result == null) {
      throw new IllegalStateException("no rows are open");
    }
    long offset = statement.offset();
    Common.Frame.Builder frame = Common.Frame.newBuilder().setOffset(offset);
    int sensible = offset == 0 ? FIRST_ROWS : ROWS_MAX;
    int rowsMax = rowsWanted > 0 ? Math.min(rowsWanted, ROWS_MAX) : sensible;
    List<ResultColumn> columns = statement.prepared().columns();
    @Nullable Object[] row = new @Nullable Object[columns.size()];
    boolean complete = false;
    try {
      long bytes = 0;
      int rows = 0;
      while (rows < rowsMax && bytes < BYTES) {
        if (!result.next()) {
          frame.setDone(true);
          break;
        }
        for (int i = 0; i < row.length; i++) {
          row[i] = result.get(i);
        }
        Common.Row encoded = WireValues.encodeRow(row, columns);
        bytes += encoded.getSerializedSize();
        frame.addRows(encoded);
        rows++;
      }
      statement.advance(rows);
      complete = true;
    } finally {
      if (!complete || frame.getDone()) {
        statement.closeResult();
      }
    }
    return frame.build();
  }
}

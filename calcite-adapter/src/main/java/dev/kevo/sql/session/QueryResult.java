package dev.kevo.sql.session;

import dev.kevo.engine.Snapshot;
import dev.kevo.sql.exec.RowCursor;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/** The rows of a query; keeps the state that it reads until it is closed. */
final class QueryResult implements SqlResult {
  private static final @Nullable Object[] NO_ROW = new Object[0];

  private final EngineSession session;
  private final RowCursor rows;
  private final @Nullable Snapshot snapshot;
  private @Nullable Object[] row = NO_ROW;
  private boolean closed;

  QueryResult(EngineSession session, RowCursor rows, @Nullable Snapshot snapshot) {
    this.session = session;
    this.rows = rows;
    this.snapshot = snapshot;
  }

  @Override
  public long updateCount() {
    return -1;
  }

  @Override
  public boolean next() throws SQLException {
    if (closed) {
      throw SqlState.INVALID_TRANSACTION_STATE.exception(
          "the result is closed; its transaction may have ended");
    }
    try {
      if (!rows.next()) {
        return false;
      }
      row = rows.row();
      return true;
    } catch (Throwable e) {
      throw SqlErrors.translate(e);
    }
  }

  @Override
  public @Nullable Object get(int column) {
    Object value = row[column];
    return value instanceof ByteString bytes ? bytes.getBytes() : value;
  }

  /** Closes at the end of the session, where a read that fails hurts nobody. */
  void closeQuietly() {
    try {
      close();
    } catch (SQLException e) {
      closed = true;
    }
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    session.closed(this);
    try {
      try {
        rows.close();
      } finally {
        if (snapshot != null) {
          snapshot.close();
        }
      }
    } catch (Throwable e) {
      throw SqlErrors.translate(e);
    }
  }
}

package dev.kevo.jdbc.remote;

import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.session.SqlResult;
import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
import java.util.List;
import org.apache.calcite.avatica.proto.Common;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query on the server, or of a change that was asked for keys, of which the client
 * holds one frame at a time.
 */
final class RemoteResult implements SqlResult {
  private final RemoteSession session;
  private final RemotePrepared statement;
  private final CancelToken cancel;
  private final long updateCount;
  private List<Common.Row> rows;
  private boolean done;
  private long rowsBefore;
  private int position;
  private @Nullable Object @Nullable [] current;
  private boolean closed;
  private boolean superseded;

  RemoteResult(
      RemoteSession session,
      RemotePrepared statement,
      CancelToken cancel,
      Common.Frame first,
      long updateCount) {
    this.updateCount = updateCount;
    this.session = session;
    this.statement = statement;
    this.cancel = cancel;
    this.rows = first.getRowsList();
    this.done = first.getDone();
  }

  /** The result of a change. */
  record Count(long updateCount) implements SqlResult {
    @Override
    public boolean next() {
      return false;
    }

    @Override
    public @Nullable Object get(int column) {
      throw new IllegalStateException("there are no rows");
    }

    @Override
    public void close() {
      // The server closed it when it was counted.
    }
  }

  /** The statement runs again: the server has closed these rows. */
  void supersede() {
    superseded = true;
  }

  @Override
  public long updateCount() {
    return updateCount;
  }

  @Override
  public boolean next() throws SQLException {
    current = null;
    while (true) {
      if (closed) {
        throw SqlState.NOT_READY.exception("the rows are closed");
      }
      if (cancel.isCancelled()) {
        throw cancel.isTimedOut()
            ? SqlState.timedOut()
            : SqlState.CANCELLED.exception("the statement was cancelled");
      }
      if (position < rows.size()) {
        current = WireValues.decodeRow(rows.get(position++), statement.columns());
        return true;
      }
      if (done) {
        return false;
      }
      if (superseded) {
        throw SqlState.NOT_READY.exception("the statement has been run again");
      }
      rowsBefore += rows.size();
      Common.Frame frame = session.fetch(statement, rowsBefore);
      rows = frame.getRowsList();
      done = frame.getDone();
      position = 0;
    }
  }

  @Override
  public @Nullable Object get(int column) {
    @Nullable Object[] row = current;
    if (row == null) {
      throw new IllegalStateException("there is no current row");
    }
    return row[column];
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    rows = List.of();
    current = null;
    if (statement.open() == this) {
      statement.open(null);
    }
    if (!done && !superseded) {
      session.closeResult(statement);
    }
  }
}

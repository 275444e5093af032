package dev.kevo.jdbc.remote;

import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.session.SqlResult;
import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
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
  private RowFrame rows;
  private long rowsBefore;
  private boolean onRow;
  private boolean closed;
  private boolean superseded;

  private RemoteResult(
      RemoteSession session,
      RemotePrepared statement,
      CancelToken cancel,
      RowFrame first,
      long updateCount) {
    this.updateCount = updateCount;
    this.session = session;
    this.statement = statement;
    this.cancel = cancel;
    this.rows = first;
  }

  /** The rows whose first frame came; others may follow. */
  static RemoteResult open(
      RemoteSession session,
      RemotePrepared statement,
      CancelToken cancel,
      RowFrame first,
      long updateCount) {
    RemoteResult rows = new RemoteResult(session, statement, cancel, first, updateCount);
    if (!first.isLast()) {
      statement.open(rows);
    }
    return rows;
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
    onRow = false;
    while (true) {
      if (closed) {
        throw SqlState.NOT_READY.exception("the rows are closed");
      }
      if (cancel.isCancelled()) {
        throw cancel.isTimedOut()
            ? SqlState.timedOut()
            : SqlState.CANCELLED.exception("the statement was cancelled");
      }
      onRow = rows.next();
      if (onRow) {
        return true;
      }
      if (rows.isLast()) {
        return false;
      }
      if (superseded) {
        throw SqlState.NOT_READY.exception("the statement has been run again");
      }
      rowsBefore += rows.rows();
      rows = session.fetch(statement, rowsBefore);
    }
  }

  @Override
  public @Nullable Object get(int column) {
    return current().get(column);
  }

  private RowFrame current() {
    if (!onRow) {
      throw new IllegalStateException("there is no current row");
    }
    return rows;
  }

  @Override
  public boolean hasLong(int column) {
    return current().hasLong(column);
  }

  @Override
  public long getLong(int column) {
    return current().getLong(column);
  }

  @Override
  public boolean hasDouble(int column) {
    return current().hasDouble(column);
  }

  @Override
  public double getDouble(int column) {
    return current().getDouble(column);
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    onRow = false;
    if (statement.open() == this) {
      statement.open(null);
    }
    if (!rows.isLast() && !superseded) {
      session.closeResult(statement);
    }
  }
}

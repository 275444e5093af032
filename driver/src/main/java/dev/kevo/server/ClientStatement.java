package dev.kevo.server;

import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.session.ResultColumn;
import dev.kevo.sql.session.SqlResult;
import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a client: what it was prepared from and the rows that are still to be fetched.
 * For the thread that holds the session's turn, but for {@link #cancel}.
 */
final class ClientStatement {
  private static final int REPLY_BYTES_MAX = 1 << 16;

  private final int id;
  private @Nullable PreparedSql prepared;
  private List<ResultColumn> toldColumns = List.of();
  private @Nullable SqlResult result;
  private long offset;
  private int replyBytes;

  // Guarded by this.
  private @Nullable CancelToken running;
  private long runningExecution;
  private long cancelledExecution = -1;

  ClientStatement(int id) {
    this.id = id;
  }

  int id() {
    return id;
  }

  /** What it was prepared from; 26000 if it was not. */
  PreparedSql prepared() throws SQLException {
    PreparedSql sql = prepared;
    if (sql == null) {
      throw SqlState.NO_SUCH_STATEMENT.exception("the statement has not been prepared");
    }
    return sql;
  }

  void prepared(PreparedSql sql) {
    prepared = sql;
    toldColumns = sql.columns();
  }

  /** Whether the columns have changed since the client was told of them last. */
  boolean mustTellColumns(PreparedSql sql) {
    if (toldColumns.equals(sql.columns())) {
      return false;
    }
    toldColumns = sql.columns();
    return true;
  }

  /** The rows that are being read, if any. */
  @Nullable SqlResult result() {
    return result;
  }

  /** The number of rows that were sent. */
  long offset() {
    return offset;
  }

  void advance(long rows) {
    offset += rows;
  }

  /** About how many bytes the next reply has, going by the last one. */
  int replyBytes() {
    return replyBytes;
  }

  void replied(int bytes) {
    replyBytes = Math.min(bytes + bytes / 16, REPLY_BYTES_MAX);
  }

  /**
   * Begins an execution, ending the one before.
   *
   * @param execution the client's count of it; 0 if the client does not count
   */
  CancelToken begin(long execution, long timeoutMillis) throws SQLException {
    closeResult();
    CancelToken token = new CancelToken(Math.max(0, timeoutMillis));
    synchronized (this) {
      running = token;
      runningExecution = execution;
      if (execution != 0 && execution <= cancelledExecution) {
        token.cancel();
      }
    }
    return token;
  }

  /** Keeps rows for fetching. */
  void open(SqlResult rows) {
    result = rows;
    offset = 0;
  }

  /** Ends the execution. */
  void closeResult() throws SQLException {
    synchronized (this) {
      running = null;
    }
    SqlResult open = result;
    result = null;
    if (open != null) {
      open.close();
    }
  }

  /**
   * Stops an execution, from any thread; one that has ended is left alone, one that has not begun
   * is stopped when it begins.
   *
   * @param execution the client's count of it; 0 for whatever runs
   */
  synchronized void cancel(long execution) {
    cancelledExecution = Math.max(cancelledExecution, execution);
    CancelToken token = running;
    if (token != null && (execution == 0 || runningExecution <= execution)) {
      token.cancel();
    }
  }
}

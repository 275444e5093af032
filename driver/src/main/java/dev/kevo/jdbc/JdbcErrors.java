package dev.kevo.jdbc;

import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Wrapper;

/** The errors that the JDBC classes answer with by themselves. */
final class JdbcErrors {
  private JdbcErrors() {}

  static SQLException connectionClosed() {
    return SqlState.CONNECTION_CLOSED.exception("the connection is closed");
  }

  static SQLException statementClosed() {
    return SqlState.NOT_READY.exception("the statement is closed");
  }

  static SQLException resultClosed() {
    return SqlState.INVALID_CURSOR_STATE.exception("the result is closed");
  }

  static SQLException notSupported(String what) {
    return SqlState.NOT_SUPPORTED.exception(what + " is not supported");
  }

  static SQLException invalid(String what) {
    return SqlState.INVALID_PARAMETER.exception(what);
  }

  /** The error of a statement that was stopped, by its class too if that was its time-out. */
  static SQLException stopped(SQLException error, CancelToken token) {
    boolean timedOut = SqlState.CANCELLED.code().equals(error.getSQLState()) && token.isTimedOut();
    if (!timedOut || error instanceof SQLTimeoutException) {
      return error;
    }
    SQLException timeOut = SqlState.timedOut();
    timeOut.initCause(error);
    return timeOut;
  }

  /** What a session must not throw but did; the way in which a bug becomes visible. */
  static SQLException unexpected(RuntimeException error) {
    return SqlErrors.translate(error);
  }

  /** The one implementation of {@link Wrapper#unwrap}. */
  static <T> T unwrap(Wrapper self, Class<T> type) throws SQLException {
    if (type.isInstance(self)) {
      return type.cast(self);
    }
    throw SqlState.INVALID_PARAMETER.exception(
        self.getClass().getSimpleName() + " wraps no " + type.getName());
  }
}

package dev.kevo.jdbc;

import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
import java.sql.Wrapper;

/** The errors that the JDBC classes answer with by themselves. */
final class JdbcErrors {
  private JdbcErrors() {}

  static SQLException connectionClosed() {
    return SqlState.CONNECTION_CLOSED.exception("the connection is closed");
  }

  static SQLException statementClosed() {
    return SqlState.OBJECT_CLOSED.exception("the statement is closed");
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

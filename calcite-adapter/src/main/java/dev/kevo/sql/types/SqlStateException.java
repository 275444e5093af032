package dev.kevo.sql.types;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * An SQL error on its way through code that cannot throw {@link SQLException}s, such as generated
 * code. The session turns it into one with {@link SqlErrors#translate}.
 */
public final class SqlStateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final SqlState state;

  SqlStateException(SqlState state, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.state = state;
  }

  /** What went wrong. */
  public SqlState state() {
    return state;
  }

  /** The JDBC exception that says the same. */
  public SQLException toSqlException() {
    String message = getMessage();
    return state.exception(message == null ? state.name() : message, this);
  }
}

package dev.kevo.jdbc.connect;

import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.session.SqlSession;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What a JDBC connection stands on: a session, in this JVM or on a server, and what only the way to
 * it can answer. The JDBC classes know nothing else of the mode.
 *
 * <p>For one thread at a time, but for {@link #isAlive} and {@link #abort}.
 */
public interface Link extends AutoCloseable {
  /** The session. Cancelling a {@link dev.kevo.sql.exec.CancelToken} stops what it runs. */
  SqlSession session();

  /** Whether the other side still answers. From any thread, also while a statement runs. */
  boolean isAlive(int timeoutMillis);

  /** Forgets a statement that {@link SqlSession#prepare} gave and that is not used any more. */
  void release(PreparedSql statement);

  /** How long to wait for an answer of the other side; 0 for ever. */
  void setNetworkTimeout(int millis);

  /** How many rows to ask for at a time in the queries run from now on; 0 lets the link choose. */
  default void setFetchSize(int rows) {}

  /** Whether something of that type lies under the link. */
  default boolean isOver(Class<?> type) {
    return false;
  }

  /** What lies under the link, if it is of that type; null if there is no such thing. */
  default <T> @Nullable T unwrap(Class<T> type) throws SQLException {
    return null;
  }

  /** Cuts the link at once, without waiting for what runs. From any thread. */
  void abort();

  /** Rolls back and ends the session. Closing twice is allowed. */
  @Override
  void close() throws SQLException;
}

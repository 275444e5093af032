package dev.kevo.jdbc.embedded;

import dev.kevo.engine.Database;
import dev.kevo.engine.Transaction;
import dev.kevo.jdbc.connect.ConnectionSettings;
import dev.kevo.jdbc.connect.Link;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.session.SqlSession;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A link to a database in this JVM. */
public final class EmbeddedLink implements Link {
  private final OpenDatabase open;
  private final SqlSession session;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedLink(OpenDatabase open, SqlSession session) {
    this.open = open;
    this.session = session;
  }

  /** Opens the database if this is its first connection, and begins a session. */
  public static Link open(ConnectionSettings settings) throws SQLException {
    OpenDatabase open = KevoDatabases.acquire(settings);
    SqlSession session = null;
    try {
      session = open.engine().newSession();
      return new EmbeddedLink(open, session);
    } finally {
      if (session == null) {
        KevoDatabases.release(open);
      }
    }
  }

  @Override
  public SqlSession session() {
    return session;
  }

  @Override
  public boolean isAlive(int timeoutMillis) {
    return !closed.get() && open.isOpen();
  }

  @Override
  public void release(PreparedSql statement) {}

  @Override
  public void setNetworkTimeout(int millis) {}

  @Override
  public boolean isOver(Class<?> type) {
    return type == Database.class || type == Transaction.class;
  }

  @Override
  public <T> @Nullable T unwrap(Class<T> type) throws SQLException {
    if (type == Transaction.class) {
      return type.cast(session.transaction());
    }
    return type == Database.class ? type.cast(open.database()) : null;
  }

  /** Nothing to cut: the connection cancels what runs, then closes. */
  @Override
  public void abort() {}

  @Override
  public void close() throws SQLException {
    if (closed.compareAndSet(false, true)) {
      try {
        session.close();
      } finally {
        KevoDatabases.release(open);
      }
    }
  }
}

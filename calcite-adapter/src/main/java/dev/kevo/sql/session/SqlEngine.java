package dev.kevo.sql.session;

import dev.kevo.engine.Database;
import java.sql.SQLException;

/**
 * SQL over one open database: what all its sessions share, which is the catalogue and the plan
 * cache. Thread-safe. One per database; it does not own the database.
 */
public final class SqlEngine implements AutoCloseable {
  private final Database database;

  private SqlEngine(Database database) {
    this.database = database;
  }

  /** Opens SQL over a database, creating the catalogue in it if there is none. */
  public static SqlEngine open(Database database) throws SQLException {
    return new SqlEngine(database);
  }

  /** Begins a conversation; the caller closes it. */
  public SqlSession newSession() throws SQLException {
    throw new UnsupportedOperationException(database.toString());
  }

  /** Closes every session that is still open. The database stays open. Closing twice is allowed. */
  @Override
  public void close() {}
}

package dev.kevo.jdbc;

import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/**
 * A place in a connection's transaction to roll back to.
 *
 * @param connection whose transaction it is in
 * @param id its number among the connection's savepoints
 * @param givenName the name the application chose, or null if it left that to the driver
 */
record KevoSavepoint(KevoConnection connection, int id, @Nullable String givenName)
    implements Savepoint {
  /** The name the session knows it by. */
  String sqlName() {
    return givenName == null ? "KEVO_SAVEPOINT_" + id : givenName;
  }

  @Override
  public int getSavepointId() throws SQLException {
    if (givenName != null) {
      throw SqlState.INVALID_PARAMETER.exception("a named savepoint has no number");
    }
    return id;
  }

  @Override
  public String getSavepointName() throws SQLException {
    if (givenName == null) {
      throw SqlState.INVALID_PARAMETER.exception("an unnamed savepoint has no name");
    }
    return givenName;
  }
}

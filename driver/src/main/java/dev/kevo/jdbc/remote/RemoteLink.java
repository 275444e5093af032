package dev.kevo.jdbc.remote;

import dev.kevo.jdbc.connect.ConnectionSettings;
import dev.kevo.jdbc.connect.Link;
import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;

/** A link to a server. */
public final class RemoteLink {
  private RemoteLink() {}

  /** Connects; 08001 if the server cannot be reached or refuses. */
  public static Link open(ConnectionSettings settings) throws SQLException {
    throw SqlState.CANNOT_CONNECT.exception("cannot reach " + settings.target());
  }
}

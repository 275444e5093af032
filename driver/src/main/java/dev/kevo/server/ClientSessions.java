package dev.kevo.server;

import dev.kevo.jdbc.connect.Link;
import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * All clients' connections, by id. At its limit it refuses a new one and never ends an old one to
 * make room. Thread-safe.
 *
 * <p>Avatica's protocol has the client choose a connection's id. Whoever knows an id may use the
 * connection, so only ids are taken that a careful client makes: random UUIDs, 122 random bits.
 */
final class ClientSessions {
  private static final Pattern RANDOM_UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  private static final int EXPIRED_REMEMBERED_MAX = 1000;

  private final Source source;
  private final ServerOptions options;
  private final Map<String, ClientSession> sessions = new ConcurrentHashMap<>();
  // Guarded by itself; so that a late client learns why its connection is gone.
  private final Set<String> expired =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > EXPIRED_REMEMBERED_MAX;
            }
          });

  /** Where SQL sessions come from. */
  interface Source {
    Link open() throws SQLException;
  }

  ClientSessions(Source source, ServerOptions options) {
    this.source = source;
    this.options = options;
  }

  /** Opens a connection; 08004 if there are too many or the id is not one. */
  synchronized ClientSession open(String id, long nowNanos) throws SQLException {
    if (!RANDOM_UUID.matcher(id).matches()) {
      throw SqlState.CONNECTION_REFUSED.exception("the connection id is not a random UUID");
    }
    if (sessions.containsKey(id)) {
      throw SqlState.CONNECTION_REFUSED.exception("the connection id is in use");
    }
    if (sessions.size() >= options.connectionsMax()) {
      throw SqlState.CONNECTION_REFUSED.exception(
          "the server has " + options.connectionsMax() + " connections, which is its limit");
    }
    ClientSession session = new ClientSession(id, source.open(), options.statementsMax(), nowNanos);
    sessions.put(id, session);
    return session;
  }

  /** The connection of that id; 08003 if there is none. */
  ClientSession get(String id) throws SQLException {
    ClientSession session = sessions.get(id);
    if (session == null) {
      throw gone(id);
    }
    return session;
  }

  /** Why there is no such connection. */
  SQLException gone(String id) {
    boolean wasIdle;
    synchronized (expired) {
      wasIdle = expired.contains(id);
    }
    return SqlState.CONNECTION_CLOSED.exception(
        wasIdle
            ? "the server closed the connection because it was idle for too long"
            : "the server does not know this connection; it was closed, or the server restarted");
  }

  /** Forgets a connection that was closed. */
  void remove(ClientSession session) {
    sessions.remove(session.id(), session);
  }

  /** Closes the connections whose lease has run out. */
  void closeIdle(long nowNanos) {
    for (ClientSession session : sessions.values()) {
      if (session.closeIfIdle(nowNanos, options.idleMax(), options.transactionIdleMax())) {
        synchronized (expired) {
          expired.add(session.id());
        }
        remove(session);
      }
    }
  }

  int size() {
    return sessions.size();
  }

  void cancelAll() {
    sessions.values().forEach(ClientSession::cancelAll);
  }

  /** Rolls back and closes every connection. */
  void closeAll() {
    for (ClientSession session : sessions.values()) {
      session.closeNow();
      remove(session);
    }
  }
}

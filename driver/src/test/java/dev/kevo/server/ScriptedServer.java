package dev.kevo.server;

import dev.kevo.jdbc.connect.ConnectionSettings;
import dev.kevo.jdbc.connect.Link;
import dev.kevo.jdbc.remote.RemoteLink;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.session.SqlSession;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The server in front of scripted sessions instead of a database. */
final class ScriptedServer implements AutoCloseable {
  final List<ScriptedSession> opened = new CopyOnWriteArrayList<>();
  final ClientSessions sessions;
  final Dispatcher dispatcher;
  private final HttpFront front;
  // Held here, or the logger and its level could be collected. The bugs here are on purpose.
  private final Logger log = Logger.getLogger(Dispatcher.class.getName());

  ScriptedServer() throws IOException {
    this(options());
  }

  ScriptedServer(ServerOptions options) throws IOException {
    log.setLevel(Level.OFF);
    sessions =
        new ClientSessions(
            () -> {
              ScriptedSession session = new ScriptedSession();
              opened.add(session);
              return new ScriptedLink(session);
            },
            options);
    dispatcher = new Dispatcher(sessions, options);
    front = HttpFront.open(options, dispatcher);
  }

  /** The server's link to a session; closing it closes that. */
  private record ScriptedLink(SqlSession session) implements Link {
    @Override
    public boolean isAlive(int timeoutMillis) {
      return true;
    }

    @Override
    public void release(PreparedSql statement) {}

    @Override
    public void setNetworkTimeout(int millis) {}

    @Override
    public void abort() {}

    @Override
    public void close() {
      session.close();
    }
  }

  static ServerOptions options() {
    return ServerOptions.of(Path.of("unused")).withPort(0);
  }

  int port() {
    return front.port();
  }

  Link link() throws SQLException {
    return link(port());
  }

  static Link link(int port) throws SQLException {
    return RemoteLink.open(ConnectionSettings.of("jdbc:kevo://127.0.0.1:" + port + "/", null));
  }

  ScriptedSession session() {
    return opened.get(opened.size() - 1);
  }

  @Override
  public void close() {
    dispatcher.close(Duration.ofSeconds(1));
    sessions.closeAll();
    front.close();
  }
}

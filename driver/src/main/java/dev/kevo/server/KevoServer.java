package dev.kevo.server;

import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.sql.session.SqlEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A running server: one database, open to JDBC clients of this machine at {@code
 * jdbc:kevo://host:port/}. Thread-safe.
 */
public final class KevoServer implements AutoCloseable {
  private final ServerOptions options;
  private final Database database;
  private final SqlEngine engine;
  private final ClientSessions sessions;
  private final Dispatcher dispatcher;
  private final HttpFront front;
  private final ScheduledExecutorService leases;
  private boolean closed;

  private KevoServer(
      ServerOptions options,
      Database database,
      SqlEngine engine,
      ClientSessions sessions,
      Dispatcher dispatcher,
      HttpFront front) {
    this.options = options;
    this.database = database;
    this.engine = engine;
    this.sessions = sessions;
    this.dispatcher = dispatcher;
    this.front = front;
    this.leases =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "kevo-server-leases");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Opens the database and begins to accept connections.
   *
   * @throws IllegalArgumentException if the host is no loopback address: without encryption and
   *     passwords, which this version lacks, the data would be open to the network
   * @throws IOException if the address is unknown or the port taken
   * @throws SQLException if the database's catalogue cannot be read
   * @throws dev.kevo.engine.KevoException if the database cannot be opened
   */
  public static KevoServer start(ServerOptions options) throws IOException, SQLException {
    requireLoopback(options.host());
    Database database = Kevo.open(options.data());
    try {
      SqlEngine engine = SqlEngine.open(database);
      try {
        ClientSessions sessions = new ClientSessions(engine::newSession, options);
        Dispatcher dispatcher = new Dispatcher(sessions, options);
        HttpFront front = HttpFront.open(options, dispatcher);
        KevoServer server = new KevoServer(options, database, engine, sessions, dispatcher, front);
        server.watchLeases();
        return server;
      } catch (IOException | RuntimeException e) {
        engine.close();
        throw e;
      }
    } catch (IOException | SQLException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static void requireLoopback(String host) throws UnknownHostException {
    for (InetAddress address : InetAddress.getAllByName(host)) {
      if (!address.isLoopbackAddress()) {
        throw new IllegalArgumentException(
            "refusing to listen on "
                + host
                + ": this version has no encryption and no passwords, so it serves this machine"
                + " only (127.0.0.1, ::1 or localhost)");
      }
    }
  }

  private void watchLeases() {
    long shortest = Math.min(options.idleMax().toMillis(), options.transactionIdleMax().toMillis());
    long period = Math.max(10, Math.min(30_000, shortest / 4));
    leases.scheduleWithFixedDelay(
        () -> sessions.closeIdle(System.nanoTime()), period, period, TimeUnit.MILLISECONDS);
  }

  /** The port it listens on. */
  public int port() {
    return front.port();
  }

  /** The address it listens on. */
  public String host() {
    return options.host();
  }

  /** The number of open connections. */
  public int connections() {
    return sessions.size();
  }

  /**
   * Refuses new requests, lets the running ones finish for a while, cancels those that do not,
   * rolls back open transactions, and closes the database. Closing twice is allowed.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    leases.shutdownNow();
    dispatcher.close(options.closeWait());
    sessions.closeAll();
    front.close();
    engine.close();
    database.close();
  }

  /** Runs a server until it is told to stop; see {@code --help}. */
  public static void main(String[] args) {
    ServerCommand.run(args);
  }
}

package dev.kevo.server;

import dev.kevo.jdbc.connect.ConnectionSettings;
import dev.kevo.jdbc.connect.Link;
import dev.kevo.jdbc.embedded.EmbeddedLink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A running server: one database, open to JDBC clients of this machine at {@code
 * jdbc:kevo://host:port/}. An application that has the database open itself can start one on the
 * same directory; they share it. Thread-safe.
 */
public final class KevoServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(KevoServer.class.getName());

  private final ServerOptions options;
  private final Link keeper;
  private final ClientSessions sessions;
  private final Dispatcher dispatcher;
  private final HttpFront front;
  private final ScheduledExecutorService leases;
  private @Nullable ScheduledFuture<?> leaseWatch;
  private boolean closed;

  private KevoServer(
      ServerOptions options,
      Link keeper,
      ClientSessions sessions,
      Dispatcher dispatcher,
      HttpFront front) {
    this.options = options;
    this.keeper = keeper;
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
   * @throws SQLException if the database cannot be opened: 08001 if another process has it open,
   *     XX001 if it is damaged
   */
  public static KevoServer start(ServerOptions options) throws IOException, SQLException {
    requireLoopback(options.host());
    ConnectionSettings settings = ConnectionSettings.of(options.data());
    // Held for as long as the server runs, so that the last client does not close the database.
    Link keeper = EmbeddedLink.open(settings);
    try {
      ClientSessions sessions = new ClientSessions(() -> EmbeddedLink.open(settings), options);
      Dispatcher dispatcher = new Dispatcher(sessions, options);
      HttpFront front = HttpFront.open(options, dispatcher);
      KevoServer server = new KevoServer(options, keeper, sessions, dispatcher, front);
      server.watchLeases();
      return server;
    } catch (IOException | RuntimeException e) {
      keeper.close();
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
    leaseWatch =
        leases.scheduleWithFixedDelay(this::closeIdle, period, period, TimeUnit.MILLISECONDS);
  }

  private void closeIdle() {
    try {
      sessions.closeIdle(System.nanoTime());
    } catch (RuntimeException e) {
      // An exception that gets out would end the watch.
      LOG.log(System.Logger.Level.ERROR, "closing idle connections failed", e);
    }
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
    if (leaseWatch != null) {
      leaseWatch.cancel(false);
    }
    leases.shutdownNow();
    dispatcher.close(options.closeWait());
    sessions.closeAll();
    front.close();
    try {
      keeper.close();
    } catch (SQLException e) {
      throw new IllegalStateException("the database did not close: " + e.getMessage(), e);
    }
  }

  /** Runs a server until it is told to stop; see {@code --help}. */
  public static void main(String[] args) {
    ServerCommand.run(args);
  }
}

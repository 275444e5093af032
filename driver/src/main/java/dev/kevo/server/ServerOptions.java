package dev.kevo.server;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a server is started and what it grants. Immutable; start from {@link #of} and change what
 * matters.
 *
 * @param data the database's directory; created if missing
 * @param host the address to listen on, which must be a loopback address
 * @param port 0 for any free port
 * @param connectionsMax a further connection is refused with 08004
 * @param statementsMax per connection; a further one is refused with 54000
 * @param requestBytesMax a longer request is refused with HTTP status 413
 * @param idleMax a connection unused for longer is closed and its transaction rolled back
 * @param transactionIdleMax the same, while the connection has a transaction open
 * @param closeWait how long {@link KevoServer#close} lets running requests finish before it cancels
 *     them
 */
public record ServerOptions(
    Path data,
    String host,
    int port,
    int connectionsMax,
    int statementsMax,
    int requestBytesMax,
    Duration idleMax,
    Duration transactionIdleMax,
    Duration closeWait) {
  /** The port that the documentation and the tools assume. */
  public static final int DEFAULT_PORT = 8765;

  public ServerOptions {
    require(port >= 0 && port <= 65_535, "port", port);
    // The HTTP front has 200 threads; some must stay free for cancelling.
    require(connectionsMax > 0 && connectionsMax <= 150, "connectionsMax", connectionsMax);
    require(statementsMax > 0, "statementsMax", statementsMax);
    require(requestBytesMax >= 1024, "requestBytesMax", requestBytesMax);
    require(!idleMax.isNegative() && !idleMax.isZero(), "idleMax", idleMax);
    require(
        !transactionIdleMax.isNegative() && !transactionIdleMax.isZero(),
        "transactionIdleMax",
        transactionIdleMax);
    require(!closeWait.isNegative(), "closeWait", closeWait);
  }

  /**
   * 127.0.0.1, port 8765, 128 connections of 1,000 statements, requests of 64 MiB, an hour idle,
   * ten minutes idle in a transaction, five seconds to finish.
   */
  public static ServerOptions of(Path data) {
    return new ServerOptions(
        data,
        "127.0.0.1",
        DEFAULT_PORT,
        128,
        1000,
        64 << 20,
        Duration.ofHours(1),
        Duration.ofMinutes(10),
        Duration.ofSeconds(5));
  }

  private static void require(boolean holds, String name, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is out of range: " + value);
    }
  }

  /** The same options with another {@link #host}. */
  public ServerOptions withHost(String address) {
    return new ServerOptions(
        data,
        address,
        port,
        connectionsMax,
        statementsMax,
        requestBytesMax,
        idleMax,
        transactionIdleMax,
        closeWait);
  }

  /** The same options with another {@link #port}. */
  public ServerOptions withPort(int number) {
    return new ServerOptions(
        data,
        host,
        number,
        connectionsMax,
        statementsMax,
        requestBytesMax,
        idleMax,
        transactionIdleMax,
        closeWait);
  }

  /** The same options with other limits. */
  public ServerOptions withLimits(int connections, int statements, int requestBytes) {
    return new ServerOptions(
        data,
        host,
        port,
        connections,
        statements,
        requestBytes,
        idleMax,
        transactionIdleMax,
        closeWait);
  }

  /** The same options with other leases. */
  public ServerOptions withLeases(Duration idle, Duration transactionIdle) {
    return new ServerOptions(
        data,
        host,
        port,
        connectionsMax,
        statementsMax,
        requestBytesMax,
        idle,
        transactionIdle,
        closeWait);
  }
}

package dev.kevo.server;

import dev.kevo.jdbc.connect.Link;
import dev.kevo.sql.session.SqlSession;
import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One client's connection: its SQL session, its statements, and whose turn it is. Thread-safe:
 * everything but {@link #cancel} and {@link #cancelAll} needs the turn.
 */
final class ClientSession {
  private static final System.Logger LOG = System.getLogger(ClientSession.class.getName());
  private static final int WAITING_MAX = 4;
  private static final long TURN_WAIT_SECONDS = 60;

  private final String id;
  private final Link link;
  private final int statementsMax;
  private final ReentrantLock turn = new ReentrantLock();
  private final Map<Integer, ClientStatement> statements = new ConcurrentHashMap<>();

  // Guarded by turn.
  private int nextStatement = 1;
  private boolean closed;
  private volatile long lastUsedNanos;

  ClientSession(String id, Link link, int statementsMax, long nowNanos) {
    this.id = id;
    this.link = link;
    this.statementsMax = statementsMax;
    this.lastUsedNanos = nowNanos;
  }

  String id() {
    return id;
  }

  SqlSession sql() {
    return link.session();
  }

  /**
   * Waits until the requests before this one are done.
   *
   * @return false if the session was closed meanwhile; the caller then holds no turn
   */
  boolean enter() throws SQLException {
    boolean entered = false;
    if (turn.getQueueLength() < WAITING_MAX) {
      try {
        entered = turn.tryLock(TURN_WAIT_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (!entered) {
      throw SqlState.IN_USE.exception("the connection is busy with another request");
    }
    if (closed) {
      turn.unlock();
      return false;
    }
    return true;
  }

  /** Renews the lease; from any thread. */
  void touch(long nowNanos) {
    lastUsedNanos = nowNanos;
  }

  /** Gives the turn to the next request. */
  void leave(long nowNanos) {
    lastUsedNanos = nowNanos;
    turn.unlock();
  }

  ClientStatement newStatement() throws SQLException {
    if (statements.size() >= statementsMax) {
      throw SqlState.LIMIT_EXCEEDED.exception(
          "the connection has " + statementsMax + " statements open, which is the limit");
    }
    ClientStatement statement = new ClientStatement(nextStatement++);
    statements.put(statement.id(), statement);
    return statement;
  }

  /** The statement of that id; 26000 if there is none. */
  ClientStatement statement(int statementId) throws SQLException {
    ClientStatement statement = statements.get(statementId);
    if (statement == null) {
      throw SqlState.NO_SUCH_STATEMENT.exception(
          "the statement is closed or was never opened on this connection");
    }
    return statement;
  }

  void closeStatement(int statementId) throws SQLException {
    ClientStatement statement = statements.remove(statementId);
    if (statement != null) {
      statement.closeResult();
    }
  }

  /** Stops an execution of a statement; from any thread. */
  void cancel(int statementId, long execution) {
    ClientStatement statement = statements.get(statementId);
    if (statement != null) {
      statement.cancel(execution);
    }
  }

  /** Stops everything that is running. */
  void cancelAll() {
    statements.values().forEach(statement -> statement.cancel(0));
  }

  boolean isClosed() {
    return closed;
  }

  /** Rolls back and closes everything; the caller holds the turn. */
  void close() {
    if (!closed) {
      closed = true;
      statements.clear();
      try {
        link.close();
      } catch (SQLException e) {
        // Nobody waits for an answer; what was not committed is gone either way.
        LOG.log(System.Logger.Level.WARNING, "closing a connection failed", e);
      }
    }
  }

  /** Cancels what runs, waits for its turn, then closes. */
  void closeNow() {
    cancelAll();
    turn.lock();
    try {
      close();
    } finally {
      turn.unlock();
    }
  }

  /**
   * Closes the session if nobody has used it for too long.
   *
   * @return whether it did
   */
  boolean closeIfIdle(long nowNanos, Duration idleMax, Duration transactionIdleMax) {
    if (nowNanos - lastUsedNanos < Math.min(idleMax.toNanos(), transactionIdleMax.toNanos())
        || !turn.tryLock()) {
      return false;
    }
    try {
      Duration allowed = sql().inTransaction() ? transactionIdleMax : idleMax;
      if (closed || nowNanos - lastUsedNanos < allowed.toNanos()) {
        return false;
      }
      close();
      return true;
    } finally {
      turn.unlock();
    }
  }
}

package dev.kevo.sql.session;

import dev.kevo.engine.Database;
import dev.kevo.engine.IsolationLevel;
import dev.kevo.engine.TransactionInfo;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A session in a transaction, with a thread of its own for what has to wait. */
final class Party implements AutoCloseable {
  static final String OK = "OK";

  final SqlSession session;
  private final Database database;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  Party(SqlFixture sql, IsolationLevel isolation) throws SQLException {
    database = sql.database;
    session = sql.engine.newSession();
    session.setIsolation(isolation);
    session.setAutoCommit(false);
  }

  private interface Step {
    void run() throws SQLException;
  }

  private static String outcome(Step step) {
    try {
      step.run();
      return OK;
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  /** Runs a change; "OK" or its SQLSTATE. */
  String run(String sql) {
    return outcome(() -> SqlFixture.run(session, sql));
  }

  List<String> rows(String sql) throws SQLException {
    return SqlFixture.rows(session, sql);
  }

  String commit() {
    return outcome(session::commit);
  }

  String rollback() {
    return outcome(session::rollback);
  }

  /** Begins a change in another thread, and returns once it waits for a lock or is done. */
  Waiting begins(String sql) {
    long waiting = waiting();
    Future<String> outcome = thread.submit(() -> run(sql));
    while (!outcome.isDone() && waiting() == waiting) {
      Thread.onSpinWait();
    }
    return new Waiting(outcome);
  }

  private long waiting() {
    return database.transactions().stream().filter(t -> t.waitingFor() != 0).count();
  }

  /** The ids of those who wait are in {@link TransactionInfo}; this is one of them. */
  record Waiting(Future<String> outcome) {
    boolean isDone() {
      return outcome.isDone();
    }

    /** "OK" or the SQLSTATE. */
    String end() throws Exception {
      return outcome.get(30, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    session.close();
  }
}

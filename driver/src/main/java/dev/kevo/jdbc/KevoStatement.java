package dev.kevo.jdbc;

import dev.kevo.jdbc.connect.ConnectionProperty;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.session.KeyRequest;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.session.SqlResult;
import dev.kevo.sql.types.SqlState;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose text is given when it is run. At most one of its results is open; running it
 * again closes that.
 */
class KevoStatement implements Statement {
  private static final @Nullable Object[] NO_PARAMETERS = {};
  private static final long NO_UPDATE_COUNT = -1;

  /** What the application expects a statement to give. */
  enum Expect {
    ANYTHING,
    ROWS,
    COUNT
  }

  final KevoConnection connection;
  private volatile boolean closed;
  private volatile @Nullable CancelToken token; // of what runs or is being read; for cancel()

  // Guarded by the connection's lock.
  private @Nullable KevoResultSet result;
  private long updateCount = NO_UPDATE_COUNT;
  private @Nullable List<String> batch;
  final GeneratedKeys keys = new GeneratedKeys();
  private long maxRows;
  private int fetchSize;
  private int queryTimeoutSeconds;
  private boolean closesOnCompletion;

  KevoStatement(KevoConnection connection) {
    this.connection = connection;
    fetchSize = connection.settings().intNumber(ConnectionProperty.FETCH_SIZE);
    queryTimeoutSeconds = connection.settings().intNumber(ConnectionProperty.QUERY_TIMEOUT_SECONDS);
  }

  // Running.

  /** Prepares and runs a text; true if it gives rows. */
  private boolean run(String sql, Expect expect, KeyRequest request) throws SQLException {
    enter();
    try {
      endResult();
      keys.forget();
      CancelToken running = start();
      return run(prepared(sql, request, running), NO_PARAMETERS, expect, true, running);
    } catch (RuntimeException e) {
      throw JdbcErrors.unexpected(e);
    } finally {
      connection.leave();
    }
  }

  private PreparedSql prepared(String sql, KeyRequest request, CancelToken running)
      throws SQLException {
    boolean done = false;
    try {
      PreparedSql statement = connection.session().prepare(sql, request, running);
      if (!statement.parameters().isEmpty()) {
        throw SqlState.PARAMETER_NOT_SET.exception(
            "a statement with parameters must be prepared; parameter 1 is not set");
      }
      done = true;
      return statement;
    } catch (SQLException e) {
      throw JdbcErrors.stopped(e, running);
    } finally {
      if (!done) {
        stopped();
      }
    }
  }

  /**
   * Runs a prepared statement; true if it gives rows. The caller has entered the connection.
   *
   * @param once whether the statement is not used again
   * @param running what {@link #start} gave
   */
  final boolean run(
      PreparedSql statement,
      @Nullable Object[] parameters,
      Expect expect,
      boolean once,
      CancelToken running)
      throws SQLException {
    boolean rows = statement.kind() == PreparedSql.Kind.QUERY;
    if (rows ? expect == Expect.COUNT : expect == Expect.ROWS) {
      stopped();
      throw JdbcErrors.invalid(
          rows ? "a query must be run with executeQuery" : "the statement gives no rows");
    }
    SqlResult outcome = null;
    try {
      connection.link().setFetchSize(fetchSize);
      outcome = connection.session().execute(statement, parameters, maxRows, running);
      if (rows) {
        result = new KevoResultSet(this, statement, outcome, running, once);
        connection.openResults().add(result);
        return true;
      }
      updateCount = Math.max(0, outcome.updateCount());
      keys.read(statement, outcome);
      return false;
    } catch (SQLException e) {
      throw JdbcErrors.stopped(e, running);
    } finally {
      connection.running(null);
      if (result == null) {
        token = null;
        if (outcome != null) {
          outcome.close();
        }
        if (once) {
          connection.link().release(statement);
        }
      }
    }
  }

  /** A token for what runs now, so that {@link #cancel} and abort find it. */
  final CancelToken start() {
    CancelToken running = new CancelToken(queryTimeoutSeconds * 1000L);
    token = running;
    connection.running(running);
    return running;
  }

  final void stopped() {
    token = null;
    connection.running(null);
  }

  /** Closes the open result, if there is one. */
  final void endResult() throws SQLException {
    updateCount = NO_UPDATE_COUNT;
    KevoResultSet open = result;
    if (open != null) {
      result = null;
      open.close();
    }
  }

  /** Told by a result that it is closed. */
  final void resultClosed(KevoResultSet closedResult) throws SQLException {
    if (result == closedResult) {
      result = null;
      token = null;
      if (closesOnCompletion) {
        close();
      }
    }
  }

  /** Enters the connection, if neither it nor the statement is closed. */
  final void enter() throws SQLException {
    connection.enter();
    if (closed) {
      connection.leave();
      throw JdbcErrors.statementClosed();
    }
  }

  final void checkOpen() throws SQLException {
    if (connection.isClosed()) {
      throw JdbcErrors.connectionClosed();
    }
    if (closed) {
      throw JdbcErrors.statementClosed();
    }
  }

  @Override
  public boolean execute(String sql) throws SQLException {
    return run(sql, Expect.ANYTHING, KeyRequest.NONE);
  }

  @Override
  public ResultSet executeQuery(String sql) throws SQLException {
    run(sql, Expect.ROWS, KeyRequest.NONE);
    return openResult();
  }

  final KevoResultSet openResult() throws SQLException {
    KevoResultSet open = result;
    if (open == null) {
      throw JdbcErrors.resultClosed(); // another thread ran the statement in between
    }
    return open;
  }

  @Override
  public long executeLargeUpdate(String sql) throws SQLException {
    return update(sql, KeyRequest.NONE);
  }

  private long update(String sql, KeyRequest request) throws SQLException {
    run(sql, Expect.COUNT, request);
    return updateCount;
  }

  @Override
  public int executeUpdate(String sql) throws SQLException {
    return toInt(executeLargeUpdate(sql));
  }

  @Override
  public boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
    return run(sql, Expect.ANYTHING, GeneratedKeys.request(autoGeneratedKeys));
  }

  @Override
  public boolean execute(String sql, int[] columnIndexes) throws SQLException {
    return run(sql, Expect.ANYTHING, GeneratedKeys.request(columnIndexes));
  }

  @Override
  public boolean execute(String sql, String[] columnNames) throws SQLException {
    return run(sql, Expect.ANYTHING, GeneratedKeys.request(columnNames));
  }

  @Override
  public int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
    return toInt(update(sql, GeneratedKeys.request(autoGeneratedKeys)));
  }

  @Override
  public int executeUpdate(String sql, int[] columnIndexes) throws SQLException {
    return toInt(update(sql, GeneratedKeys.request(columnIndexes)));
  }

  @Override
  public int executeUpdate(String sql, String[] columnNames) throws SQLException {
    return toInt(update(sql, GeneratedKeys.request(columnNames)));
  }

  @Override
  public long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
    return update(sql, GeneratedKeys.request(autoGeneratedKeys));
  }

  @Override
  public long executeLargeUpdate(String sql, int[] columnIndexes) throws SQLException {
    return update(sql, GeneratedKeys.request(columnIndexes));
  }

  @Override
  public long executeLargeUpdate(String sql, String[] columnNames) throws SQLException {
    return update(sql, GeneratedKeys.request(columnNames));
  }

  // Batches.

  @Override
  public void addBatch(String sql) throws SQLException {
    if (sql == null) {
      throw JdbcErrors.invalid("a batch needs statements");
    }
    enter();
    try {
      if (batch == null) {
        batch = new ArrayList<>();
      }
      batch.add(sql);
    } finally {
      connection.leave();
    }
  }

  @Override
  public void clearBatch() throws SQLException {
    enter();
    try {
      batch = null;
    } finally {
      connection.leave();
    }
  }

  /** Runs the statements one by one; with autocommit on, each is a transaction of its own. */
  @Override
  public long[] executeLargeBatch() throws SQLException {
    enter();
    try {
      List<String> statements = batch == null ? List.of() : batch;
      batch = null;
      long[] counts = new long[statements.size()];
      for (int i = 0; i < counts.length; i++) {
        try {
          run(statements.get(i), Expect.COUNT, KeyRequest.NONE);
          counts[i] = updateCount;
        } catch (SQLException e) {
          throw new BatchUpdateException(
              e.getMessage(), e.getSQLState(), e.getErrorCode(), Arrays.copyOf(counts, i), e);
        }
      }
      endResult();
      return counts;
    } finally {
      connection.leave();
    }
  }

  @Override
  public int[] executeBatch() throws SQLException {
    long[] counts = executeLargeBatch();
    int[] narrow = new int[counts.length];
    for (int i = 0; i < counts.length; i++) {
      narrow[i] = toInt(counts[i]);
    }
    return narrow;
  }

  // Results.

  @Override
  public @Nullable ResultSet getResultSet() throws SQLException {
    checkOpen();
    return result;
  }

  @Override
  public long getLargeUpdateCount() throws SQLException {
    checkOpen();
    return updateCount;
  }

  @Override
  public int getUpdateCount() throws SQLException {
    return toInt(getLargeUpdateCount());
  }

  private static int toInt(long count) {
    return (int) Math.min(Integer.MAX_VALUE, count);
  }

  @Override
  public boolean getMoreResults() throws SQLException {
    return getMoreResults(CLOSE_CURRENT_RESULT);
  }

  /** False: a statement gives one result. */
  @Override
  public boolean getMoreResults(int current) throws SQLException {
    if (current == KEEP_CURRENT_RESULT) {
      throw JdbcErrors.notSupported("keeping a result open beside the next one");
    }
    if (current != CLOSE_CURRENT_RESULT && current != CLOSE_ALL_RESULTS) {
      throw JdbcErrors.invalid("there is no way " + current + " to treat the current result");
    }
    enter();
    try {
      endResult();
      return false;
    } finally {
      connection.leave();
    }
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    checkOpen();
    return keys.asRows(this);
  }

  // Settings.

  @Override
  public int getMaxRows() throws SQLException {
    return toInt(getLargeMaxRows());
  }

  @Override
  public void setMaxRows(int max) throws SQLException {
    setLargeMaxRows(max);
  }

  @Override
  public long getLargeMaxRows() throws SQLException {
    checkOpen();
    return maxRows;
  }

  @Override
  public void setLargeMaxRows(long max) throws SQLException {
    checkOpen();
    checkNotNegative(max);
    maxRows = max;
  }

  @Override
  public int getQueryTimeout() throws SQLException {
    checkOpen();
    return queryTimeoutSeconds;
  }

  @Override
  public void setQueryTimeout(int seconds) throws SQLException {
    checkOpen();
    checkNotNegative(seconds);
    queryTimeoutSeconds = seconds;
  }

  @Override
  public int getFetchSize() throws SQLException {
    checkOpen();
    return fetchSize;
  }

  @Override
  public void setFetchSize(int rows) throws SQLException {
    checkOpen();
    checkNotNegative(rows);
    fetchSize = rows;
  }

  private static void checkNotNegative(long value) throws SQLException {
    if (value < 0) {
      throw JdbcErrors.invalid("the value must not be negative: " + value);
    }
  }

  @Override
  public int getFetchDirection() throws SQLException {
    checkOpen();
    return ResultSet.FETCH_FORWARD;
  }

  /** A hint, which changes nothing. */
  @Override
  public void setFetchDirection(int direction) throws SQLException {
    checkOpen();
    if (direction < ResultSet.FETCH_FORWARD || direction > ResultSet.FETCH_UNKNOWN) {
      throw JdbcErrors.invalid("there is no fetch direction " + direction);
    }
  }

  @Override
  public int getMaxFieldSize() throws SQLException {
    checkOpen();
    return 0;
  }

  /** Values are never cut, so only 0 says what happens; other limits are accepted as hints. */
  @Override
  public void setMaxFieldSize(int max) throws SQLException {
    checkOpen();
    checkNotNegative(max);
  }

  /** Escapes are part of the grammar, so they are always understood. */
  @Override
  public void setEscapeProcessing(boolean enable) throws SQLException {
    checkOpen();
  }

  @Override
  public void setCursorName(String name) throws SQLException {
    throw JdbcErrors.notSupported("a named cursor");
  }

  @Override
  public int getResultSetConcurrency() throws SQLException {
    checkOpen();
    return ResultSet.CONCUR_READ_ONLY;
  }

  @Override
  public int getResultSetType() throws SQLException {
    checkOpen();
    return ResultSet.TYPE_FORWARD_ONLY;
  }

  @Override
  public int getResultSetHoldability() throws SQLException {
    checkOpen();
    return ResultSet.CLOSE_CURSORS_AT_COMMIT;
  }

  @Override
  public boolean isPoolable() throws SQLException {
    checkOpen();
    return false;
  }

  /** A hint, which changes nothing. */
  @Override
  public void setPoolable(boolean poolable) throws SQLException {
    checkOpen();
  }

  @Override
  public void closeOnCompletion() throws SQLException {
    checkOpen();
    closesOnCompletion = true;
  }

  @Override
  public boolean isCloseOnCompletion() throws SQLException {
    checkOpen();
    return closesOnCompletion;
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    checkOpen();
    return null;
  }

  @Override
  public void clearWarnings() throws SQLException {
    checkOpen();
  }

  @Override
  public Connection getConnection() throws SQLException {
    checkOpen();
    return connection;
  }

  // Life.

  /** Stops what runs, from any thread; without effect if nothing does. */
  @Override
  public void cancel() throws SQLException {
    checkOpen();
    CancelToken running = token;
    if (running != null) {
      running.cancel();
    }
  }

  @Override
  public void close() throws SQLException {
    if (closed || connection.isClosed()) {
      closed = true;
      return;
    }
    connection.enter();
    try {
      if (!closed) {
        closed = true;
        try {
          endResult();
        } finally {
          releaseStatement();
        }
      }
    } catch (RuntimeException e) {
      throw JdbcErrors.unexpected(e);
    } finally {
      connection.leave();
    }
  }

  /** Gives back what the session holds for the statement. */
  void releaseStatement() {}

  @Override
  public boolean isClosed() {
    return closed || connection.isClosed();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return JdbcErrors.unwrap(this, type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}

package dev.kevo.jdbc;

import dev.kevo.engine.IsolationLevel;
import dev.kevo.jdbc.connect.ConnectionProperty;
import dev.kevo.jdbc.connect.ConnectionSettings;
import dev.kevo.jdbc.connect.IsolationNumbers;
import dev.kevo.jdbc.connect.Link;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.session.KeyRequest;
import dev.kevo.sql.session.SqlSession;
import dev.kevo.sql.types.SqlState;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A connection, on a session that is here or on a server. Threads may share it; what they do with
 * it happens one after the other, but for cancelling, aborting and {@link #isValid}.
 */
final class KevoConnection implements Connection {
  private final Link link;
  private final SqlSession session;
  private final ConnectionSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private final OpenResults openResults = new OpenResults();

  // Volatile, because who ends the connection does not wait for who uses it.
  private volatile boolean ending; // nothing may begin any more
  private volatile boolean closed;
  private volatile @Nullable CancelToken running;

  private int savepoints; // guarded by lock
  private int networkTimeoutMillis; // guarded by lock
  private final Properties clientInfo = new Properties();

  private KevoConnection(Link link, ConnectionSettings settings) {
    this.link = link;
    this.session = link.session();
    this.settings = settings;
  }

  static Connection open(Link link, ConnectionSettings settings) throws SQLException {
    KevoConnection connection = new KevoConnection(link, settings);
    if (settings.isGiven(ConnectionProperty.SCHEMA)) {
      link.session().setSchema(settings.text(ConnectionProperty.SCHEMA));
    }
    if (settings.flag(ConnectionProperty.READ_ONLY)) {
      link.session().setReadOnly(true);
    }
    if (!settings.flag(ConnectionProperty.PARALLEL_SCANS)) {
      link.session().setParallelScans(false);
    }
    return connection;
  }

  // What statements and results need.

  /**
   * Waits for the connection's other threads; 08003 if it is closed. {@link #leave} must follow.
   */
  void enter() throws SQLException {
    lock.lock();
    if (ending) {
      lock.unlock();
      throw JdbcErrors.connectionClosed();
    }
  }

  void leave() {
    lock.unlock();
  }

  /** The link; between {@link #enter} and {@link #leave}. */
  Link link() {
    return link;
  }

  /** The session; between {@link #enter} and {@link #leave}. */
  SqlSession session() {
    return session;
  }

  ConnectionSettings settings() {
    return settings;
  }

  /** Tells what {@link #abort} has to stop; null when it is done. */
  void running(@Nullable CancelToken token) {
    running = token;
    if (token != null && ending) {
      token.cancel(); // who ended the connection may have looked before the token was there
    }
  }

  /** The results that are not closed yet. */
  OpenResults openResults() {
    return openResults;
  }

  // Transactions.

  /** A change of the session that may fail. */
  private interface SessionCall {
    void run(SqlSession session) throws SQLException;
  }

  private void call(SessionCall call) throws SQLException {
    enter();
    try {
      call.run(session);
    } catch (RuntimeException e) {
      throw JdbcErrors.unexpected(e);
    } finally {
      leave();
    }
  }

  private void endTransaction(SessionCall end) throws SQLException {
    call(
        s -> {
          if (s.isAutoCommit()) {
            return; // pools and tools do this; each statement has ended its own already
          }
          openResults.closeAll();
          end.run(s);
        });
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    call(
        s -> {
          if (autoCommit != s.isAutoCommit()) {
            openResults.closeAll();
            s.setAutoCommit(autoCommit);
          }
        });
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    enter();
    try {
      return session.isAutoCommit();
    } finally {
      leave();
    }
  }

  @Override
  public void commit() throws SQLException {
    endTransaction(SqlSession::commit);
  }

  @Override
  public void rollback() throws SQLException {
    endTransaction(SqlSession::rollback);
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    return newSavepoint(null);
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    return newSavepoint(name);
  }

  private Savepoint newSavepoint(@Nullable String name) throws SQLException {
    enter();
    try {
      if (session.isAutoCommit()) {
        throw SqlState.INVALID_TRANSACTION_STATE.exception("no savepoints while autocommit is on");
      }
      KevoSavepoint savepoint = new KevoSavepoint(this, ++savepoints, name);
      session.setSavepoint(savepoint.sqlName());
      return savepoint;
    } catch (RuntimeException e) {
      throw JdbcErrors.unexpected(e);
    } finally {
      leave();
    }
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    String name = own(savepoint).sqlName();
    call(s -> s.rollbackTo(name));
  }

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    String name = own(savepoint).sqlName();
    call(s -> s.releaseSavepoint(name));
  }

  private KevoSavepoint own(Savepoint savepoint) throws SQLException {
    if (savepoint instanceof KevoSavepoint own && own.connection() == this) {
      return own;
    }
    throw SqlState.NO_SUCH_SAVEPOINT.exception("the savepoint is not of this connection");
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    IsolationLevel isolation = IsolationNumbers.level(level);
    if (isolation == null) {
      throw JdbcErrors.invalid("there is no isolation level " + level);
    }
    call(
        s -> {
          if (s.isolation() != isolation) {
            s.setIsolation(isolation);
          }
        });
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    enter();
    try {
      return IsolationNumbers.of(session.isolation());
    } finally {
      leave();
    }
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    call(
        s -> {
          if (s.isReadOnly() != readOnly) {
            s.setReadOnly(readOnly);
          }
        });
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    enter();
    try {
      return session.isReadOnly();
    } finally {
      leave();
    }
  }

  // Life.

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    ending = true;
    stopAll();
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        link.close();
      }
    } catch (RuntimeException e) {
      throw JdbcErrors.unexpected(e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public boolean isValid(int timeoutSeconds) throws SQLException {
    if (timeoutSeconds < 0) {
      throw JdbcErrors.invalid("a time-out must not be negative");
    }
    return !closed && link.isAlive((int) Math.min(Integer.MAX_VALUE, timeoutSeconds * 1000L));
  }

  @Override
  public void abort(Executor executor) throws SQLException {
    if (executor == null) {
      throw JdbcErrors.invalid("abort needs an executor");
    }
    if (closed) {
      return;
    }
    ending = true;
    closed = true;
    stopAll();
    link.abort();
    executor.execute(this::closeLink);
  }

  private void closeLink() {
    lock.lock();
    try {
      link.close();
    } catch (SQLException e) {
      // Nobody is left to hear it: the connection was given up.
    } finally {
      lock.unlock();
    }
  }

  private void stopAll() {
    CancelToken token = running;
    if (token != null) {
      token.cancel();
    }
    openResults.cancelAll();
  }

  private void checkOpen() throws SQLException {
    if (closed) {
      throw JdbcErrors.connectionClosed();
    }
  }

  @Override
  public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
    if (milliseconds < 0) {
      throw JdbcErrors.invalid("a time-out must not be negative");
    }
    enter();
    try {
      networkTimeoutMillis = milliseconds;
      link.setNetworkTimeout(milliseconds);
    } finally {
      leave();
    }
  }

  @Override
  public int getNetworkTimeout() throws SQLException {
    enter();
    try {
      return networkTimeoutMillis;
    } finally {
      leave();
    }
  }

  // Statements.

  @Override
  public Statement createStatement() throws SQLException {
    checkOpen();
    return new KevoStatement(this);
  }

  @Override
  public Statement createStatement(int type, int concurrency) throws SQLException {
    return createStatement(type, concurrency, ResultSet.CLOSE_CURSORS_AT_COMMIT);
  }

  @Override
  public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
    checkResultKind(type, concurrency, holdability);
    return createStatement();
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return prepareStatement(sql, KeyRequest.NONE);
  }

  private PreparedStatement prepareStatement(String sql, KeyRequest keys) throws SQLException {
    enter();
    try {
      return new KevoPreparedStatement(this, session.prepare(sql, keys, new CancelToken()));
    } catch (RuntimeException e) {
      throw JdbcErrors.unexpected(e);
    } finally {
      leave();
    }
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency)
      throws SQLException {
    return prepareStatement(sql, type, concurrency, ResultSet.CLOSE_CURSORS_AT_COMMIT);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    checkResultKind(type, concurrency, holdability);
    return prepareStatement(sql);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
    return prepareStatement(sql, GeneratedKeys.request(autoGeneratedKeys));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
    return prepareStatement(sql, GeneratedKeys.request(columnIndexes));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
    return prepareStatement(sql, GeneratedKeys.request(columnNames));
  }

  /** A wish for scrolling or updating is, as JDBC allows, answered with what there is. */
  private void checkResultKind(int type, int concurrency, int holdability) throws SQLException {
    checkOpen();
    if (type < ResultSet.TYPE_FORWARD_ONLY || type > ResultSet.TYPE_SCROLL_SENSITIVE) {
      throw JdbcErrors.invalid("there is no result set type " + type);
    }
    if (concurrency != ResultSet.CONCUR_READ_ONLY && concurrency != ResultSet.CONCUR_UPDATABLE) {
      throw JdbcErrors.invalid("there is no result set concurrency " + concurrency);
    }
    checkHoldability(holdability);
  }

  private static void checkHoldability(int holdability) throws SQLException {
    if (holdability != ResultSet.CLOSE_CURSORS_AT_COMMIT
        && holdability != ResultSet.HOLD_CURSORS_OVER_COMMIT) {
      throw JdbcErrors.invalid("there is no result set holdability " + holdability);
    }
  }

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    throw JdbcErrors.notSupported("a callable statement");
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
    throw JdbcErrors.notSupported("a callable statement");
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    throw JdbcErrors.notSupported("a callable statement");
  }

  @Override
  public String nativeSQL(String sql) throws SQLException {
    checkOpen();
    return sql;
  }

  // Settings.

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    checkOpen();
    return new KevoDatabaseMetaData(this);
  }

  /** Ignored: there are no catalogs. */
  @Override
  public void setCatalog(@Nullable String catalog) throws SQLException {
    checkOpen();
  }

  @Override
  public @Nullable String getCatalog() throws SQLException {
    checkOpen();
    return null;
  }

  @Override
  public void setSchema(String schema) throws SQLException {
    if (schema == null) {
      throw JdbcErrors.invalid("a schema needs a name");
    }
    call(s -> s.setSchema(schema));
  }

  @Override
  public String getSchema() throws SQLException {
    enter();
    try {
      return session.schema();
    } finally {
      leave();
    }
  }

  @Override
  public void setHoldability(int holdability) throws SQLException {
    checkOpen();
    checkHoldability(holdability);
    if (holdability == ResultSet.HOLD_CURSORS_OVER_COMMIT) {
      throw JdbcErrors.notSupported("holding results over a commit");
    }
  }

  @Override
  public int getHoldability() throws SQLException {
    checkOpen();
    return ResultSet.CLOSE_CURSORS_AT_COMMIT;
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
  public Map<String, Class<?>> getTypeMap() throws SQLException {
    checkOpen();
    return Map.of();
  }

  @Override
  public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
    checkOpen();
    if (map != null && !map.isEmpty()) {
      throw JdbcErrors.notSupported("a type map");
    }
  }

  /** Kept for who asks; nothing depends on it. */
  @Override
  public void setClientInfo(String name, @Nullable String value) {
    synchronized (clientInfo) {
      if (value == null) {
        clientInfo.remove(name);
      } else {
        clientInfo.setProperty(name, value);
      }
    }
  }

  @Override
  public void setClientInfo(Properties properties) {
    synchronized (clientInfo) {
      clientInfo.clear();
      for (String name : properties.stringPropertyNames()) {
        clientInfo.setProperty(name, properties.getProperty(name));
      }
    }
  }

  @Override
  public @Nullable String getClientInfo(String name) throws SQLException {
    checkOpen();
    synchronized (clientInfo) {
      return clientInfo.getProperty(name);
    }
  }

  @Override
  public Properties getClientInfo() throws SQLException {
    checkOpen();
    synchronized (clientInfo) {
      Properties copy = new Properties();
      copy.putAll(clientInfo);
      return copy;
    }
  }

  // Values.

  @Override
  public Clob createClob() throws SQLException {
    checkOpen();
    return new TextLob("");
  }

  @Override
  public NClob createNClob() throws SQLException {
    checkOpen();
    return new TextLob("");
  }

  @Override
  public Blob createBlob() throws SQLException {
    checkOpen();
    return new BinaryLob(new byte[0]);
  }

  @Override
  public SQLXML createSQLXML() throws SQLException {
    throw JdbcErrors.notSupported("the XML type");
  }

  @Override
  public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
    checkOpen();
    return new KevoArray(typeName, Arrays.asList(elements));
  }

  @Override
  public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
    throw JdbcErrors.notSupported("a structured type");
  }

  /**
   * Also gives the engine's {@link dev.kevo.engine.Database}, if it is in this JVM, and its {@link
   * dev.kevo.engine.Transaction} while autocommit is off: writes to both commit together.
   */
  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    T inner = link.unwrap(type);
    return inner != null ? inner : JdbcErrors.unwrap(this, type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this) || link.isOver(type);
  }

  @Override
  public String toString() {
    return "KevoConnection[" + settings + (closed ? ", closed]" : "]");
  }
}

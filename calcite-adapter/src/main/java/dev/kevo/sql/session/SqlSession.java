package dev.kevo.sql.session;

import dev.kevo.engine.IsolationLevel;
import dev.kevo.engine.Transaction;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection's conversation with the database: its transaction, its settings, its statements.
 *
 * <p>For one thread at a time, but for {@link CancelToken#cancel}. Closing rolls back. With
 * autocommit on, each statement is a transaction of its own: a change commits before {@link
 * #execute} returns, a query when its result is closed. A statement that fails leaves the
 * transaction as it was before the statement.
 */
public interface SqlSession extends AutoCloseable {
  /**
   * Parses, checks and plans one statement, or finds its plan in the cache.
   *
   * @param keys what it gives of the rows that it inserts. If that is anything, it is a change that
   *     has columns, and its result has both a count and rows.
   * @param cancel stops it, for planning may take long too
   */
  PreparedSql prepare(String sql, KeyRequest keys, CancelToken cancel) throws SQLException;

  /** Prepares a statement, however long it takes. */
  default PreparedSql prepare(String sql) throws SQLException {
    return prepare(sql, KeyRequest.NONE, new CancelToken());
  }

  /**
   * Runs a statement.
   *
   * @param parameters one value per {@code ?}, in the representation of {@link SqlResult};
   *     java.time values, java.sql values and other numbers are converted to the parameter's type
   * @param maxRows the scan stops after so many rows; 0 for all
   */
  SqlResult execute(
      PreparedSql statement, @Nullable Object[] parameters, long maxRows, CancelToken cancel)
      throws SQLException;

  /**
   * Runs a change once per parameter row, in one transaction if autocommit is on: all rows or none.
   *
   * @return the update count of each row
   * @throws java.sql.BatchUpdateException if a row fails, carrying the counts of the rows before it
   */
  default long[] executeBatch(
      PreparedSql statement, List<@Nullable Object[]> rows, CancelToken cancel)
      throws SQLException {
    return executeBatch(statement, rows, cancel, new ArrayList<>());
  }

  /**
   * The same for a change that gives values of its rows.
   *
   * @param keys gets them, one array per row that was inserted
   */
  long[] executeBatch(
      PreparedSql statement,
      List<@Nullable Object[]> rows,
      CancelToken cancel,
      List<@Nullable Object[]> keys)
      throws SQLException;

  /** Whether each statement is its own transaction; true at the start. */
  boolean isAutoCommit();

  /** Switches autocommit; from off to on commits, as JDBC says. */
  void setAutoCommit(boolean autoCommit) throws SQLException;

  /** Commits the transaction, if one is open. */
  void commit() throws SQLException;

  /** Rolls the transaction back, if one is open. */
  void rollback() throws SQLException;

  /** Marks a place in the transaction, beginning one if none is open. */
  void setSavepoint(String name) throws SQLException;

  /** Undoes what came after the savepoint; 3B001 if there is none of that name. */
  void rollbackTo(String name) throws SQLException;

  /** Forgets a savepoint; 3B001 if there is none of that name. */
  void releaseSavepoint(String name) throws SQLException;

  /** The isolation level of transactions begun from now on; READ_COMMITTED at the start. */
  IsolationLevel isolation();

  /** Sets the isolation level; 25001 while a transaction is open. */
  void setIsolation(IsolationLevel level) throws SQLException;

  /** Sets whether several threads may read a large range; true at the start. */
  void setParallelScans(boolean parallel) throws SQLException;

  /** Whether changes are refused with 25006. */
  boolean isReadOnly();

  /** Sets whether changes are refused; 25001 while a transaction is open. */
  void setReadOnly(boolean readOnly) throws SQLException;

  /** The schema in which unqualified names are looked up; PUBLIC at the start. */
  String schema();

  /** Sets the default schema; 3F000 if there is none of that name. */
  void setSchema(String schema) throws SQLException;

  /** Whether a transaction is open. */
  boolean inTransaction();

  /**
   * The open transaction, begun if need be, as the engine has it: for keys and values that commit
   * with the SQL. It is usable until the session's transaction ends, and by the session's thread.
   * The session ends it: its commit and rollback are refused with an IllegalStateException, its
   * close does nothing.
   *
   * @throws SQLException 25000 with autocommit on and no transaction begun; 0A000 if the engine is
   *     not in this JVM
   */
  default Transaction transaction() throws SQLException {
    throw SqlState.NOT_SUPPORTED.exception("the engine is not in this JVM");
  }

  /** Rolls back and closes every open result. Closing twice is allowed. */
  @Override
  void close();
}

package dev.kevo.server;

import dev.kevo.engine.IsolationLevel;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.session.KeyRequest;
import dev.kevo.sql.session.ParameterType;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.session.ResultColumn;
import dev.kevo.sql.session.SqlResult;
import dev.kevo.sql.session.SqlSession;
import dev.kevo.sql.types.SqlState;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A session without a database: it writes down what is asked of it and answers a few words.
 *
 * <ul>
 *   <li>{@code ROWS n}: a query of n rows of a number and a text
 *   <li>{@code ECHO}: a query whose one row is its parameters
 *   <li>{@code CHANGE n}: a change of n rows
 *   <li>{@code WAIT}: a query that runs until it is cancelled
 *   <li>{@code FAIL state}: an error
 *   <li>{@code BREAK}: a bug
 * </ul>
 */
final class ScriptedSession implements SqlSession {
  final List<String> log = new CopyOnWriteArrayList<>();
  final CountDownLatch waiting = new CountDownLatch(1);
  final AtomicInteger rowsRead = new AtomicInteger();
  final AtomicInteger openResults = new AtomicInteger();
  private boolean autoCommit = true;
  private boolean readOnly;
  private boolean inTransaction;
  private IsolationLevel isolation = IsolationLevel.READ_COMMITTED;
  private String schema = "PUBLIC";

  private record Prepared(
      String sql, Kind kind, List<ResultColumn> columns, List<ParameterType> parameters)
      implements PreparedSql {}

  private static ResultColumn column(String name, int type, String typeName) {
    return new ResultColumn(name, name, "T", "S", type, typeName, 10, 2, 11, true, false);
  }

  @Override
  public PreparedSql prepare(String sql, KeyRequest keys, CancelToken cancel) throws SQLException {
    String[] words = sql.split(" ");
    switch (words[0]) {
      case "ROWS", "WAIT", "BREAK" -> {
        return new Prepared(
            sql,
            PreparedSql.Kind.QUERY,
            List.of(column("N", Types.INTEGER, "INTEGER"), column("T", Types.VARCHAR, "VARCHAR")),
            List.of());
      }
      case "ECHO" -> {
        List<ResultColumn> columns = new ArrayList<>();
        List<ParameterType> parameters = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(words[1]); i++) {
          columns.add(column("C" + i, Types.OTHER, "ANY"));
          parameters.add(new ParameterType(Types.VARBINARY, "VARBINARY", 7, 0));
        }
        return new Prepared(sql, PreparedSql.Kind.QUERY, columns, parameters);
      }
      case "CHANGE" -> {
        return new Prepared(sql, PreparedSql.Kind.CHANGE, List.of(), List.of());
      }
      case "FAIL" -> throw SqlState.reported(words[1], "failed as asked");
      default -> throw SqlState.SYNTAX_ERROR.exception("line 1, column 1: unknown word");
    }
  }

  @Override
  public SqlResult execute(
      PreparedSql statement, Object[] parameters, long maxRows, CancelToken cancel)
      throws SQLException {
    log.add("execute " + statement.sql() + (autoCommit ? "" : " in transaction"));
    inTransaction = !autoCommit;
    String[] words = statement.sql().split(" ");
    switch (words[0]) {
      case "CHANGE" -> {
        return new Rows(Long.parseLong(words[1]), 0, null, cancel);
      }
      case "ECHO" -> {
        return new Rows(-1, 1, Collections.singletonList(parameters), cancel);
      }
      case "WAIT" -> {
        CountDownLatch cancelled = new CountDownLatch(1);
        cancel.onCancel(cancelled::countDown);
        waiting.countDown();
        try {
          if (cancel.remainingMillis() == 0) {
            cancelled.await();
          } else {
            cancelled.await(cancel.remainingMillis() + 1, TimeUnit.MILLISECONDS);
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        throw cancel.isTimedOut() ? SqlState.timedOut() : SqlState.CANCELLED.exception("cancelled");
      }
      case "BREAK" -> throw new IllegalStateException("a bug at /secret/place");
      default -> {
        long rows = Long.parseLong(words[1]);
        return new Rows(-1, maxRows > 0 ? Math.min(rows, maxRows) : rows, null, cancel);
      }
    }
  }

  /** Rows, or a count. */
  private final class Rows implements SqlResult {
    private final long count;
    private final long rows;
    private final List<Object[]> given;
    private final CancelToken cancel;
    private int position;
    private boolean closed;

    Rows(long count, long rows, List<Object[]> given, CancelToken cancel) {
      this.count = count;
      this.rows = rows;
      this.given = given;
      this.cancel = cancel;
      openResults.incrementAndGet();
    }

    @Override
    public long updateCount() {
      return count;
    }

    @Override
    public boolean next() throws SQLException {
      if (cancel.isCancelled()) {
        throw SqlState.CANCELLED.exception("cancelled");
      }
      if (position >= rows) {
        return false;
      }
      position++;
      rowsRead.incrementAndGet();
      return true;
    }

    @Override
    public Object get(int column) {
      if (given != null) {
        return given.get(position - 1)[column];
      }
      return column == 0 ? (Object) position : "row " + position;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        openResults.decrementAndGet();
      }
    }
  }

  @Override
  public long[] executeBatch(
      PreparedSql statement, List<Object[]> rows, CancelToken cancel, List<Object[]> keys)
      throws SQLException {
    log.add("batch of " + rows.size() + (autoCommit ? "" : " in transaction"));
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).length > 0 && "bad".equals(rows.get(i)[0])) {
        throw new BatchUpdateException(
            "row " + i + " is bad",
            "23505",
            0,
            new long[i],
            SqlState.UNIQUE_VIOLATION.exception("x"));
      }
    }
    long[] counts = new long[rows.size()];
    Arrays.fill(counts, 1);
    return counts;
  }

  @Override
  public boolean isAutoCommit() {
    return autoCommit;
  }

  @Override
  public void setAutoCommit(boolean on) {
    log.add("autocommit " + on);
    if (on) {
      inTransaction = false;
    }
    autoCommit = on;
  }

  @Override
  public void commit() {
    log.add("commit");
    inTransaction = false;
  }

  @Override
  public void rollback() {
    log.add("rollback");
    inTransaction = false;
  }

  @Override
  public void setSavepoint(String name) {
    log.add("savepoint " + name);
  }

  @Override
  public void rollbackTo(String name) throws SQLException {
    if (name.equals("missing")) {
      throw SqlState.NO_SUCH_SAVEPOINT.exception("there is no savepoint missing");
    }
    log.add("rollback to " + name);
  }

  @Override
  public void releaseSavepoint(String name) {
    log.add("release " + name);
  }

  @Override
  public IsolationLevel isolation() {
    return isolation;
  }

  @Override
  public void setIsolation(IsolationLevel level) {
    log.add("isolation " + level);
    isolation = level;
  }

  @Override
  public boolean isReadOnly() {
    return readOnly;
  }

  @Override
  public void setParallelScans(boolean parallel) {
    log.add("parallel scans " + parallel);
  }

  @Override
  public void setReadOnly(boolean on) {
    log.add("read-only " + on);
    readOnly = on;
  }

  @Override
  public String schema() {
    return schema;
  }

  @Override
  public void setSchema(String name) {
    log.add("schema " + name);
    schema = name;
  }

  @Override
  public boolean inTransaction() {
    return inTransaction;
  }

  @Override
  public void close() {
    log.add("close");
  }
}

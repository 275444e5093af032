package dev.kevo.sql.session;

import dev.kevo.engine.Database;
import dev.kevo.engine.IsolationLevel;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.Transaction;
import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.exec.Pasts;
import dev.kevo.sql.exec.RowCursor;
import dev.kevo.sql.exec.ScanWorkers;
import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.plan.Plan;
import dev.kevo.sql.table.SqlActivity;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The session over an embedded database. */
final class EngineSession implements SqlSession {
  private static final @Nullable Object[] NO_PARAMETERS = new Object[0];

  private boolean parallelScans = true;
  private final SqlEngine engine;
  private final Database database;
  private final TemporaryTables temporary;
  private final SessionTransaction transaction;

  /** Closed by the session's end from another thread, when the engine closes; else unshared. */
  private final List<QueryResult> results = Collections.synchronizedList(new ArrayList<>());

  private final SessionSequences sequences;
  private final CurrentPlans plans;
  private final DataChanges changes;
  private final SessionCommands commands;

  private final long id;
  private final long beganMillis = System.currentTimeMillis();

  /** Written by the session's thread and read by those that ask what goes on. */
  private volatile @Nullable Running running;

  private volatile String schema = Catalog.PUBLIC;
  private volatile boolean closed;

  EngineSession(SqlEngine engine) {
    this.engine = engine;
    this.id = engine.activities().newId();
    this.database = engine.database();
    this.temporary = new TemporaryTables(engine);
    this.transaction =
        new SessionTransaction(database, temporary::beforeCommit, engine.store()::cleanUp);
    this.sequences = new SessionSequences(engine.store(), engine.store()::current);
    this.plans = new CurrentPlans(engine, temporary);
    this.changes = new DataChanges(engine, transaction, sequences, plans);
    this.commands = new SessionCommands(this, engine, transaction, temporary, sequences);
  }

  /**
   * A statement that runs; one that gives rows runs until they are closed.
   *
   * @param statement what runs; others than the session's thread may ask for its text only
   */
  record Running(PreparedStatement statement, long beganNanos, CancelToken cancel) {
    String sql() {
      return statement.sql();
    }

    long millis() {
      return (System.nanoTime() - beganNanos) / 1_000_000;
    }
  }

  long id() {
    return id;
  }

  /** Stops the statement that runs, if one does; any thread may ask for it. */
  void cancelRunning() {
    Running current = running;
    if (current != null) {
      current.cancel.cancel();
    }
  }

  SqlActivity.Session describe() {
    Running current = running;
    return new SqlActivity.Session(
        id,
        beganMillis,
        schema,
        transaction.isOpen(),
        current == null ? null : current.sql(),
        current == null ? 0 : current.millis());
  }

  private Running began(PreparedStatement statement, CancelToken cancel) {
    Running began = new Running(statement, System.nanoTime(), cancel);
    running = began;
    return began;
  }

  @SuppressWarnings("ReferenceEquality") // two runs of one text are not the same run
  private void ended(Running ended) {
    if (running == ended) {
      running = null;
    }
    engine.activities().ended(id, ended.sql(), ended.millis());
  }

  private interface Action<T> {
    T run() throws SQLException;
  }

  /** Runs an action; whatever goes wrong leaves as an SQLException with its SQLSTATE. */
  private <T> T guarded(Action<T> action) throws SQLException {
    requireOpen();
    try {
      return action.run();
    } catch (SQLException e) {
      throw e;
    } catch (Throwable e) {
      throw SqlErrors.translate(e);
    }
  }

  private void requireOpen() throws SQLException {
    if (closed) {
      throw SqlState.CONNECTION_CLOSED.exception("the session is closed");
    }
  }

  @Override
  public PreparedSql prepare(String sql, KeyRequest keys, CancelToken cancel) throws SQLException {
    return guarded(
        () ->
            new PreparedStatement(
                sql,
                keys,
                engine.prepare(sql, schema, plans.catalog(transaction.view()), keys, cancel)));
  }

  private static PreparedStatement own(PreparedSql prepared) {
    if (prepared instanceof PreparedStatement own) {
      return own;
    }
    throw new IllegalArgumentException("a statement of another kind of session");
  }

  @Override
  public SqlResult execute(
      PreparedSql prepared, @Nullable Object[] parameters, long maxRows, CancelToken cancel)
      throws SQLException {
    // As guarded does, without an object for the action.
    requireOpen();
    try {
      StatementContext.check(cancel);
      PreparedStatement own = own(prepared);
      Running began = began(own, cancel);
      SqlResult result = null;
      try {
        result = execute(own, parameters, maxRows, began);
        return result;
      } finally {
        if (!(result instanceof QueryResult)) {
          ended(began);
        }
      }
    } catch (SQLException e) {
      throw e;
    } catch (Throwable e) {
      throw SqlErrors.translate(e);
    }
  }

  private SqlResult execute(
      PreparedStatement own, @Nullable Object[] parameters, long maxRows, Running began)
      throws SQLException {
    CancelToken cancel = began.cancel;
    if (own.statement().plan() instanceof Plan.Change) {
      return transaction.run(
          cancel, (tx, again) -> changes.run(own, parameters, maxRows, cancel, tx));
    }
    if (own.statement().plan() instanceof Plan.Locking) {
      return transaction.run(cancel, (tx, again) -> locked(own, parameters, maxRows, cancel, tx));
    }
    transaction.refresh();
    Statement statement = plans.current(own, transaction.view(), cancel);
    @Nullable Object[] bound = statement.binder().bind(own.values(parameters));
    if (statement.plan() instanceof Plan.Query query) {
      return query(own, query, bound, maxRows, began);
    }
    commands.run(((Plan.Other) statement.plan()).statement(), cancel);
    return CountResult.NONE;
  }

  private SqlResult locked(
      PreparedStatement own,
      @Nullable Object[] parameters,
      long maxRows,
      CancelToken cancel,
      Transaction tx) {
    Statement statement = plans.current(own, tx, cancel);
    @Nullable Object[] bound = statement.binder().bind(own.values(parameters));
    Plan.Locking plan = (Plan.Locking) statement.plan();
    StatementContext context = new StatementContext(tx, bound, cancel, sequences, engine.memory());
    return new RowsResult(plan.shape().rowType(), plan.rows().run(context, tx, maxRows), maxRows);
  }

  private SqlResult query(
      PreparedStatement prepared,
      Plan.Query planned,
      @Nullable Object[] parameters,
      long maxRows,
      Running began) {
    Plan.Query query = planned;
    boolean own = transaction.isAlone();
    if (!own) {
      transaction.begin();
    }
    Snapshot snapshot = own && query.rows().needsSnapshot() ? database.snapshot() : null;
    Pasts pasts = Pasts.NONE;
    try {
      StatementContext context =
          new StatementContext(
                  snapshot == null ? transaction.view() : snapshot,
                  parameters,
                  began.cancel,
                  sequences,
                  engine.memory())
              .helpedBy(parallelScans ? engine.workers() : ScanWorkers.NONE);
      pasts = Pasts.open(query.pasts(), context, database);
      if (!pasts.areIndexed()) {
        pasts.close();
        query = (Plan.Query) plans.withoutPastIndexes(prepared, context.view(), began.cancel);
        pasts = Pasts.open(query.pasts(), context, database);
      }
      context.read(pasts);
      RowCursor rows = query.rows().open(context, maxRows, prepared.takeUsedRows());
      QueryResult result = new QueryResult(this, began, query.rowType(), rows, snapshot, pasts);
      results.add(result);
      return result;
    } catch (Throwable e) {
      pasts.close();
      if (snapshot != null) {
        snapshot.close();
      }
      throw e;
    }
  }

  void closed(QueryResult result, Running began) {
    results.remove(result);
    ended(began);
  }

  @Override
  public long[] executeBatch(
      PreparedSql prepared,
      List<@Nullable Object[]> rows,
      CancelToken cancel,
      List<@Nullable Object[]> keys)
      throws SQLException {
    long[] counts = new long[rows.size()];
    int[] done = new int[1];
    try {
      return guarded(
          () -> {
            StatementContext.check(cancel);
            PreparedStatement own = own(prepared);
            if (!(own.statement().plan() instanceof Plan.Change)) {
              throw SqlState.NOT_SUPPORTED.exception("only changes of data can be batched");
            }
            Running began = began(own, cancel);
            try {
              transaction.runParts(
                  cancel,
                  (tx, again) -> changes.runBatch(own, rows, counts, done, cancel, tx, keys));
            } finally {
              ended(began);
            }
            return counts;
          });
    } catch (SQLException e) {
      throw new BatchUpdateException(
          e.getMessage(), e.getSQLState(), 0, Arrays.copyOf(counts, done[0]), e);
    }
  }

  @Override
  public boolean isAutoCommit() {
    return transaction.isAutoCommit();
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    guarded(
        () -> {
          if (autoCommit && !transaction.isAutoCommit()) {
            commitNow();
          }
          transaction.setAutoCommit(autoCommit);
          return NO_PARAMETERS;
        });
  }

  @Override
  public void commit() throws SQLException {
    guarded(
        () -> {
          commitNow();
          return NO_PARAMETERS;
        });
  }

  @Override
  public void rollback() throws SQLException {
    guarded(
        () -> {
          rollbackNow();
          return NO_PARAMETERS;
        });
  }

  /** Closes what reads the transaction, and commits. */
  void commitNow() throws SQLException {
    closeResults();
    transaction.commit();
  }

  /** Closes what reads the transaction, and rolls back. */
  void rollbackNow() throws SQLException {
    closeResults();
    transaction.rollback();
  }

  /** Closes what reads the transaction. */
  private void closeResults() throws SQLException {
    if (transaction.isOpen()) {
      for (QueryResult result : new ArrayList<>(results)) {
        result.close();
      }
    }
  }

  @Override
  public void setSavepoint(String name) throws SQLException {
    guarded(
        () -> {
          transaction.setSavepoint(name);
          return NO_PARAMETERS;
        });
  }

  @Override
  public void rollbackTo(String name) throws SQLException {
    guarded(
        () -> {
          transaction.rollbackTo(name);
          return NO_PARAMETERS;
        });
  }

  @Override
  public void releaseSavepoint(String name) throws SQLException {
    guarded(
        () -> {
          transaction.releaseSavepoint(name);
          return NO_PARAMETERS;
        });
  }

  @Override
  public IsolationLevel isolation() {
    return transaction.options().isolation();
  }

  @Override
  public void setIsolation(IsolationLevel level) throws SQLException {
    guarded(
        () -> {
          if (level != isolation()) {
            requireNoTransaction("the isolation level");
            transaction.setOptions(transaction.options().withIsolation(level));
          }
          return NO_PARAMETERS;
        });
  }

  @Override
  public void setParallelScans(boolean parallel) {
    parallelScans = parallel;
  }

  @Override
  public boolean isReadOnly() {
    return transaction.options().readOnly();
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    guarded(
        () -> {
          if (readOnly != isReadOnly()) {
            requireNoTransaction("read-only");
            transaction.setOptions(transaction.options().withReadOnly(readOnly));
          }
          return NO_PARAMETERS;
        });
  }

  /** Refuses what a transaction that is open must not see. */
  void requireNoTransaction(String what) throws SQLException {
    if (transaction.isOpen()) {
      throw SqlState.TRANSACTION_ACTIVE.exception(
          what + " cannot be changed while a transaction is open");
    }
  }

  @Override
  public String schema() {
    return schema;
  }

  @Override
  public void setSchema(String schema) throws SQLException {
    guarded(
        () -> {
          changeSchema(schema);
          return NO_PARAMETERS;
        });
  }

  void changeSchema(String name) throws SQLException {
    if (!plans.catalog(transaction.view()).schemas().contains(name)) {
      throw SqlState.NO_SUCH_SCHEMA.exception("there is no schema " + name);
    }
    schema = name;
  }

  @Override
  public boolean inTransaction() {
    return transaction.isActive();
  }

  @Override
  public Transaction transaction() throws SQLException {
    return guarded(
        () -> {
          if (transaction.isAlone()) {
            throw SqlState.INVALID_TRANSACTION_STATE.exception(
                "with autocommit on there is no transaction that lasts");
          }
          return new LentTransaction(transaction.begin());
        });
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    engine.activities().ended(this);
    for (QueryResult result : new ArrayList<>(results)) {
      result.closeQuietly();
    }
    transaction.rollback();
    temporary.drop();
  }
}

package dev.kevo.sql.session;

import dev.kevo.engine.ConflictException;
import dev.kevo.engine.Database;
import dev.kevo.engine.IsolationLevel;
import dev.kevo.engine.ReadView;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.sql.cache.PlanCache;
import dev.kevo.sql.catalog.Catalog;
import dev.kevo.sql.ddl.DefinitionScope;
import dev.kevo.sql.ddl.Definitions;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.exec.TableChange;
import dev.kevo.sql.parser.SqlTransactionStatement;
import dev.kevo.sql.plan.Plan;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** The session over an embedded database. */
final class EngineSession implements SqlSession {
  /** Times that a change under autocommit is tried before a conflict is reported. */
  private static final int ATTEMPTS_MAX = 20;

  private static final long PAUSE_NANOS = 20_000;

  /** Rows of a batch between two looks at the clock. */
  private static final int CLOCK_INTERVAL = 256;

  private static final @Nullable Object[] NO_PARAMETERS = new Object[0];

  private final SqlEngine engine;
  private final Database database;
  private final Map<String, Transaction.Savepoint> savepoints = new LinkedHashMap<>();

  /** Closed by the session's end from another thread, when the engine closes; else unshared. */
  private final Set<QueryResult> results = ConcurrentHashMap.newKeySet();

  private @Nullable Transaction transaction;
  private boolean autoCommit = true;
  private boolean begun;
  private boolean definitionsChanged;
  private boolean readOnly;
  private IsolationLevel isolation = IsolationLevel.READ_COMMITTED;
  private String schema = Catalog.PUBLIC;
  private volatile boolean closed;

  EngineSession(SqlEngine engine) {
    this.engine = engine;
    this.database = engine.database();
  }

  private interface Action<T> {
    T run() throws SQLException;
  }

  /** Runs an action; whatever goes wrong leaves as an SQLException with its SQLSTATE. */
  private <T> T guarded(Action<T> action) throws SQLException {
    if (closed) {
      throw SqlState.CONNECTION_CLOSED.exception("the session is closed");
    }
    try {
      return action.run();
    } catch (SQLException e) {
      throw e;
    } catch (Throwable e) {
      throw SqlErrors.translate(e);
    }
  }

  private ReadView view() {
    Transaction open = transaction;
    return open == null ? database : open;
  }

  private Catalog catalog() {
    return engine.store().current(view());
  }

  @Override
  public PreparedSql prepare(String sql) throws SQLException {
    return guarded(() -> new PreparedStatement(sql, engine.prepare(sql, schema, catalog())));
  }

  /** The statement's plan, made anew if definitions have changed since. */
  private PreparedStatement current(PreparedSql prepared) {
    if (!(prepared instanceof PreparedStatement own)) {
      throw new IllegalArgumentException("a statement of another kind of session");
    }
    PlanCache.Key key = own.statement().key();
    Catalog catalog = catalog();
    if (!key.catalog().equals(catalog.token())) {
      own.replan(engine.prepare(own.sql(), key.schema(), catalog));
    }
    return own;
  }

  @Override
  public SqlResult execute(
      PreparedSql prepared, @Nullable Object[] parameters, long maxRows, CancelToken cancel)
      throws SQLException {
    return guarded(
        () -> {
          StatementContext.check(cancel);
          refresh();
          PreparedStatement current = current(prepared);
          Statement statement = current.statement();
          @Nullable Object[] bound = statement.binder().bind(current.values(parameters));
          Plan plan = statement.plan();
          if (plan instanceof Plan.Query query) {
            return query(query, bound, maxRows, cancel);
          }
          if (plan instanceof Plan.Change change) {
            return new CountResult(
                change(tx -> change.change().run(new StatementContext(tx, bound, cancel), tx)));
          }
          return other(((Plan.Other) plan).statement(), cancel);
        });
  }

  private SqlResult query(
      Plan.Query query, @Nullable Object[] parameters, long maxRows, CancelToken cancel) {
    boolean own = isAlone();
    if (!own) {
      begin();
    }
    Snapshot snapshot = own && query.rows().needsSnapshot() ? database.snapshot() : null;
    try {
      StatementContext context =
          new StatementContext(snapshot == null ? view() : snapshot, parameters, cancel);
      QueryResult result = new QueryResult(this, query.rows().open(context, maxRows), snapshot);
      results.add(result);
      return result;
    } catch (Throwable e) {
      if (snapshot != null) {
        snapshot.close();
      }
      throw e;
    }
  }

  void closed(QueryResult result) {
    results.remove(result);
  }

  /** Whether the next statement is a transaction of its own. */
  private boolean isAlone() {
    return autoCommit && !begun;
  }

  private Transaction begin() {
    Transaction open = transaction;
    if (open == null) {
      open = database.begin(options().withReadOnly(readOnly));
      transaction = open;
    }
    return open;
  }

  private TransactionOptions options() {
    return TransactionOptions.DEFAULT.withIsolation(isolation);
  }

  /** Under READ COMMITTED, lets the next statement see what was committed before it. */
  private void refresh() {
    if (transaction != null) {
      transaction.refresh();
    }
  }

  private interface Work {
    long run(Transaction transaction) throws SQLException;
  }

  /** Runs a change: under autocommit as a transaction of its own, else so that it can be undone. */
  private long change(Work work) throws SQLException {
    if (readOnly) {
      throw SqlState.READ_ONLY.exception("the session is read-only");
    }
    return isAlone() ? changeAlone(work) : changeWithin(begin(), work);
  }

  private long changeAlone(Work work) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (Transaction tx = database.begin(options())) {
        definitionsChanged = false;
        long count = work.run(tx);
        tx.commit();
        afterCommit();
        return count;
      } catch (ConflictException e) {
        if (attempt == ATTEMPTS_MAX) {
          throw e;
        }
        // Those who collided must not meet again in step.
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(PAUSE_NANOS * attempt));
      }
    }
  }

  private static long changeWithin(Transaction tx, Work work) throws SQLException {
    Transaction.Savepoint before = tx.savepoint();
    try {
      return work.run(tx);
    } catch (Throwable e) {
      undo(tx, before, e);
      throw e;
    }
  }

  private static void undo(Transaction tx, Transaction.Savepoint before, Throwable error) {
    try {
      tx.rollbackTo(before);
    } catch (RuntimeException e) {
      error.addSuppressed(e);
    }
  }

  private void afterCommit() {
    if (definitionsChanged) {
      definitionsChanged = false;
      engine.store().cleanUp();
    }
  }

  @Override
  public long[] executeBatch(
      PreparedSql prepared, List<@Nullable Object[]> rows, CancelToken cancel) throws SQLException {
    long[] counts = new long[rows.size()];
    int[] done = new int[1];
    try {
      return guarded(
          () -> {
            StatementContext.check(cancel);
            refresh();
            PreparedStatement statement = current(prepared);
            if (!(statement.statement().plan() instanceof Plan.Change plan)) {
              throw SqlState.NOT_SUPPORTED.exception("only changes of data can be batched");
            }
            if (readOnly) {
              throw SqlState.READ_ONLY.exception("the session is read-only");
            }
            if (isAlone()) {
              changeAlone(
                  tx -> {
                    done[0] = 0;
                    return runRows(statement, plan.change(), rows, counts, done, cancel, tx, false);
                  });
            } else {
              runRows(statement, plan.change(), rows, counts, done, cancel, begin(), true);
            }
            return counts;
          });
    } catch (SQLException e) {
      throw new BatchUpdateException(
          e.getMessage(), e.getSQLState(), 0, Arrays.copyOf(counts, done[0]), e);
    }
  }

  private static long runRows(
      PreparedStatement prepared,
      TableChange change,
      List<@Nullable Object[]> rows,
      long[] counts,
      int[] done,
      CancelToken cancel,
      Transaction tx,
      boolean undoable)
      throws SQLException {
    // A single row is written last of all, when nothing can fail any more.
    boolean guarded = undoable && !change.isSingleInsert();
    Binder binder = prepared.statement().binder();
    for (int i = 0; i < rows.size(); i++) {
      if (cancel.flag().get() || i % CLOCK_INTERVAL == 0) {
        StatementContext.check(cancel);
      }
      @Nullable Object[] bound = binder.bind(prepared.values(rows.get(i)));
      StatementContext context = new StatementContext(tx, bound, cancel);
      counts[i] = guarded ? changeWithin(tx, t -> change.run(context, t)) : change.run(context, tx);
      done[0] = i + 1;
    }
    return rows.size();
  }

  private DefinitionScope scope(Transaction tx, CancelToken cancel) {
    return new DefinitionScope(
        engine.store(), database, engine.planner(), engine::tree, tx, schema, cancel);
  }

  private SqlResult other(SqlNode statement, CancelToken cancel) throws SQLException {
    if (statement instanceof SqlTransactionStatement about) {
      about(about);
      return CountResult.NONE;
    }
    String newSchema = SessionStatements.schema(statement);
    if (newSchema != null) {
      changeSchema(newSchema);
      return CountResult.NONE;
    }
    change(
        tx -> {
          Definitions.run(statement, scope(tx, cancel));
          definitionsChanged = true;
          return 0;
        });
    return CountResult.NONE;
  }

  private void about(SqlTransactionStatement statement) throws SQLException {
    switch (statement.action()) {
      case BEGIN -> {
        if (begun || transaction != null) {
          throw SqlState.TRANSACTION_ACTIVE.exception("a transaction is open already");
        }
        begun = true;
        begin();
      }
      case COMMIT -> commitNow();
      case ROLLBACK -> rollbackNow();
      case SAVEPOINT -> setSavepointNow(statement.savepoint());
      case ROLLBACK_TO -> rollbackToNow(statement.savepoint());
      case RELEASE -> releaseNow(statement.savepoint());
    }
  }

  @Override
  public boolean isAutoCommit() {
    return autoCommit;
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    guarded(
        () -> {
          if (autoCommit && !this.autoCommit) {
            commitNow();
          }
          this.autoCommit = autoCommit;
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

  private void commitNow() throws SQLException {
    Transaction open = end();
    if (open != null) {
      try (open) {
        open.commit();
      }
      afterCommit();
    }
    definitionsChanged = false;
  }

  private void rollbackNow() throws SQLException {
    Transaction open = end();
    definitionsChanged = false;
    if (open != null) {
      try (open) {
        open.rollback();
      }
    }
  }

  /** Closes what reads the transaction, and lets go of it. */
  private @Nullable Transaction end() throws SQLException {
    Transaction open = transaction;
    if (open != null) {
      for (QueryResult result : new ArrayList<>(results)) {
        result.close();
      }
    }
    transaction = null;
    begun = false;
    savepoints.clear();
    return open;
  }

  @Override
  public void setSavepoint(String name) throws SQLException {
    guarded(
        () -> {
          setSavepointNow(name);
          return NO_PARAMETERS;
        });
  }

  private void setSavepointNow(String name) throws SQLException {
    if (isAlone()) {
      throw SqlState.INVALID_TRANSACTION_STATE.exception("a savepoint needs a transaction");
    }
    Transaction.Savepoint savepoint = begin().savepoint();
    savepoints.remove(name);
    savepoints.put(name, savepoint);
  }

  @Override
  public void rollbackTo(String name) throws SQLException {
    guarded(
        () -> {
          rollbackToNow(name);
          return NO_PARAMETERS;
        });
  }

  private void rollbackToNow(String name) throws SQLException {
    Transaction.Savepoint savepoint = savepoint(name);
    begin().rollbackTo(savepoint);
    forgetAfter(name, false);
  }

  @Override
  public void releaseSavepoint(String name) throws SQLException {
    guarded(
        () -> {
          releaseNow(name);
          return NO_PARAMETERS;
        });
  }

  private void releaseNow(String name) throws SQLException {
    savepoint(name);
    forgetAfter(name, true);
  }

  private Transaction.Savepoint savepoint(String name) throws SQLException {
    Transaction.Savepoint savepoint = savepoints.get(name);
    if (savepoint == null) {
      throw SqlState.NO_SUCH_SAVEPOINT.exception("there is no savepoint " + name);
    }
    return savepoint;
  }

  private void forgetAfter(String name, boolean itself) {
    List<String> names = new ArrayList<>(savepoints.keySet());
    int first = names.indexOf(name) + (itself ? 0 : 1);
    names.subList(first, names.size()).forEach(savepoints::remove);
  }

  @Override
  public IsolationLevel isolation() {
    return isolation;
  }

  @Override
  public void setIsolation(IsolationLevel level) throws SQLException {
    guarded(
        () -> {
          if (level != isolation) {
            requireNoTransaction("the isolation level");
            isolation = level;
          }
          return NO_PARAMETERS;
        });
  }

  @Override
  public boolean isReadOnly() {
    return readOnly;
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    guarded(
        () -> {
          if (readOnly != this.readOnly) {
            requireNoTransaction("read-only");
            this.readOnly = readOnly;
          }
          return NO_PARAMETERS;
        });
  }

  private void requireNoTransaction(String what) throws SQLException {
    if (transaction != null) {
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

  private void changeSchema(String name) throws SQLException {
    if (!catalog().schemas().contains(name)) {
      throw SqlState.NO_SUCH_SCHEMA.exception("there is no schema " + name);
    }
    schema = name;
  }

  @Override
  public boolean inTransaction() {
    return transaction != null || begun;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    engine.forget(this);
    for (QueryResult result : new ArrayList<>(results)) {
      result.closeQuietly();
    }
    Transaction open = transaction;
    transaction = null;
    if (open != null) {
      open.close();
    }
  }
}

package dev.kevo.sql.session;

import dev.kevo.engine.ConflictException;
import dev.kevo.engine.Database;
import dev.kevo.engine.IsolationLevel;
import dev.kevo.engine.ReadView;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A session's transaction, if one is open, and how the next one will be. Runs what writes or locks
 * so that it can be repeated and undone. For one thread at a time.
 *
 * <p>At READ COMMITTED a statement that meets a row that was changed after the statement began
 * (mostly after it had waited for it) is undone, keeps its locks, and runs again on what is
 * committed then. So it never acts on an old row, and never on rows of two states.
 */
final class SessionTransaction {
  /** Times that a statement is tried before a conflict is reported. */
  private static final int ATTEMPTS_MAX = 100;

  private static final long PAUSE_NANOS = 20_000;
  private static final long PAUSE_NANOS_MAX = 2_000_000;

  private final Database database;
  private final Consumer<Transaction> beforeCommit;
  private final Runnable afterDefinitions;
  private final Map<String, Transaction.Savepoint> savepoints = new LinkedHashMap<>();

  private TransactionOptions options =
      TransactionOptions.DEFAULT.withIsolation(IsolationLevel.READ_COMMITTED);

  /** Those of the open transaction, or of the next one if a statement has set them. */
  private @Nullable TransactionOptions present;

  private @Nullable Transaction transaction;
  private boolean autoCommit = true;
  private boolean begun;
  private boolean definitionsChanged;

  /**
   * None is open yet.
   *
   * @param beforeCommit adds to a transaction that is about to commit
   * @param afterDefinitions run after each commit that changed definitions
   */
  SessionTransaction(
      Database database, Consumer<Transaction> beforeCommit, Runnable afterDefinitions) {
    this.database = database;
    this.beforeCommit = beforeCommit;
    this.afterDefinitions = afterDefinitions;
  }

  /** A part of a transaction. */
  interface Work<T> {
    /**
     * Does it.
     *
     * @param again whether it was tried before, so that definitions may have changed
     */
    T run(Transaction transaction, boolean again) throws SQLException;
  }

  TransactionOptions options() {
    return options;
  }

  /** Sets how transactions begun from now on are. */
  void setOptions(TransactionOptions newOptions) {
    options = newOptions;
  }

  boolean isAutoCommit() {
    return autoCommit;
  }

  void setAutoCommit(boolean newAutoCommit) {
    autoCommit = newAutoCommit;
  }

  /** Whether the next statement is a transaction of its own. */
  boolean isAlone() {
    return autoCommit && !begun;
  }

  /** Whether one is open, or was asked for by a statement. */
  boolean isActive() {
    return transaction != null || begun;
  }

  /** Whether one is open. */
  boolean isOpen() {
    return transaction != null;
  }

  /** What the session sees. */
  ReadView view() {
    Transaction open = transaction;
    return open == null ? database : open;
  }

  /** The one that is open, or a new one. */
  Transaction begin() {
    Transaction open = transaction;
    if (open == null) {
      open = database.begin(presentOptions());
      transaction = open;
    }
    return open;
  }

  /** The options of the open transaction, or of the next one. */
  private TransactionOptions presentOptions() {
    TransactionOptions set = present;
    return set == null ? options : set;
  }

  /** Sets how the next transaction is, and no later one. */
  void setNext(UnaryOperator<TransactionOptions> change) throws SQLException {
    if (isOpen()) {
      throw SqlState.TRANSACTION_ACTIVE.exception("the transaction is open already");
    }
    present = change.apply(presentOptions());
  }

  /** Begins one that lasts, under autocommit too, until its commit or rollback. */
  void beginExplicitly(UnaryOperator<TransactionOptions> change) throws SQLException {
    if (isActive()) {
      throw SqlState.TRANSACTION_ACTIVE.exception("a transaction is open already");
    }
    setNext(change);
    begun = true;
    begin();
  }

  /** Under READ COMMITTED, lets the next statement see what was committed before it. */
  void refresh() {
    if (transaction != null) {
      transaction.refresh();
    }
  }

  /** To be called by work that changes definitions. */
  void definitionsChange() {
    definitionsChanged = true;
  }

  /**
   * Runs a statement that writes or locks: under autocommit as a transaction of its own, else so
   * that a failure leaves the transaction as it was before.
   */
  <T> T run(CancelToken cancel, Work<T> work) throws SQLException {
    return runParts(cancel, (tx, again) -> part(tx, cancel, work));
  }

  /**
   * As {@link #run} under autocommit, for work that waits for others and must see what they did,
   * whatever the session's isolation level.
   */
  <T> T runReadingCommitted(CancelToken cancel, Work<T> work) throws SQLException {
    requireWritable();
    TransactionOptions readCommitted = options.withIsolation(IsolationLevel.READ_COMMITTED);
    return alone(readCommitted, cancel, (tx, again) -> part(tx, cancel, work));
  }

  /** As {@link #run}, for work whose parts each go through {@link #part}. */
  <T> T runParts(CancelToken cancel, Work<T> work) throws SQLException {
    requireWritable();
    if (isAlone()) {
      return alone(options, cancel, work);
    }
    Transaction tx = begin();
    tx.whileWaiting(() -> StatementContext.check(cancel));
    tx.refresh();
    return work.run(tx, false);
  }

  void requireWritable() throws SQLException {
    if ((isAlone() ? options : presentOptions()).readOnly()) {
      throw SqlState.READ_ONLY.exception("the transaction is read-only");
    }
  }

  private <T> T alone(TransactionOptions ownOptions, CancelToken cancel, Work<T> work)
      throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (Transaction tx = database.begin(ownOptions)) {
        tx.whileWaiting(() -> StatementContext.check(cancel));
        definitionsChanged = false;
        T result = work.run(tx, attempt > 1);
        beforeCommit.accept(tx);
        tx.commit();
        afterCommit();
        return result;
      } catch (ConflictException e) {
        pause(attempt, cancel, e);
      }
    }
  }

  /** Runs a statement in a transaction, again and again at READ COMMITTED; a failure is undone. */
  <T> T part(Transaction tx, CancelToken cancel, Work<T> work) throws SQLException {
    boolean repeats = tx.isolation() == IsolationLevel.READ_COMMITTED;
    Transaction.Savepoint before = tx.savepoint();
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          return work.run(tx, attempt > 1);
        } catch (ConflictException e) {
          if (!repeats) {
            throw e;
          }
          pause(attempt, cancel, e);
          tx.retry(before);
        }
      }
    } catch (Throwable e) {
      undo(tx, before, e);
      throw e;
    }
  }

  /** Lets those who collided not meet again in step. */
  private static void pause(int attempt, CancelToken cancel, ConflictException conflict) {
    if (attempt == ATTEMPTS_MAX) {
      throw conflict;
    }
    StatementContext.check(cancel);
    if (attempt > 1) {
      long longest = Math.min(PAUSE_NANOS_MAX, PAUSE_NANOS * attempt);
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest));
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
      afterDefinitions.run();
    }
  }

  /** Commits the one that is open, if any. */
  void commit() {
    Transaction open = end();
    if (open != null) {
      try (open) {
        beforeCommit.accept(open);
        open.commit();
      }
      afterCommit();
    }
    definitionsChanged = false;
  }

  /** Rolls the one that is open back, if any. */
  void rollback() {
    Transaction open = end();
    definitionsChanged = false;
    if (open != null) {
      try (open) {
        open.rollback();
      }
    }
  }

  private @Nullable Transaction end() {
    Transaction open = transaction;
    transaction = null;
    present = null;
    begun = false;
    savepoints.clear();
    return open;
  }

  void setSavepoint(String name) throws SQLException {
    if (isAlone()) {
      throw SqlState.INVALID_TRANSACTION_STATE.exception("a savepoint needs a transaction");
    }
    Transaction.Savepoint savepoint = begin().savepoint();
    savepoints.remove(name);
    savepoints.put(name, savepoint);
  }

  void rollbackTo(String name) throws SQLException {
    Transaction.Savepoint savepoint = savepoint(name);
    begin().rollbackTo(savepoint);
    forgetAfter(name, false);
  }

  void releaseSavepoint(String name) throws SQLException {
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
}

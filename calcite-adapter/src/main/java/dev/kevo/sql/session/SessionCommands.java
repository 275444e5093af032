package dev.kevo.sql.session;

import dev.kevo.engine.Transaction;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.sql.ddl.DefinitionScope;
import dev.kevo.sql.ddl.Definitions;
import dev.kevo.sql.ddl.IndexBuild;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.parser.SqlCancelStatement;
import dev.kevo.sql.parser.SqlTransactionStatement;
import dev.kevo.sql.parser.ddl.CreateIndexStatement;
import dev.kevo.sql.parser.ddl.CreateTableStatement;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * Runs a session's statements that are neither queries nor changes of data: about transactions, the
 * session itself, other sessions, and definitions. For the session's thread.
 */
final class SessionCommands {
  private final EngineSession session;
  private final SqlEngine engine;
  private final SessionTransaction transaction;
  private final TemporaryTables temporary;
  private final SessionSequences sequences;

  SessionCommands(
      EngineSession session,
      SqlEngine engine,
      SessionTransaction transaction,
      TemporaryTables temporary,
      SessionSequences sequences) {
    this.session = session;
    this.engine = engine;
    this.transaction = transaction;
    this.temporary = temporary;
    this.sequences = sequences;
  }

  void run(SqlNode statement, CancelToken cancel) throws SQLException {
    if (statement instanceof SqlCancelStatement cancelled) {
      engine.activities().cancel(cancelled.session());
      return;
    }
    OptionalLong slowMillis = SessionStatements.slowMillis(statement);
    if (slowMillis.isPresent()) {
      engine.activities().setSlowMillis(slowMillis.getAsLong());
      return;
    }
    if (SessionStatements.setHistory(statement, engine.database())) {
      return;
    }
    if (statement instanceof SqlTransactionStatement about) {
      about(about);
      return;
    }
    String newSchema = SessionStatements.schema(statement);
    if (newSchema != null) {
      session.changeSchema(newSchema);
      return;
    }
    if (statement instanceof CreateIndexStatement create && transaction.isAlone()) {
      new IndexBuild(create, new IndexTransactions(cancel)).run();
      return;
    }
    TransactionOptions options = SessionStatements.options(statement, transaction.options());
    if (options != null) {
      transaction.setOptions(options);
      return;
    }
    transaction.run(
        cancel,
        (tx, again) -> {
          Definitions.run(statement, scope(tx, cancel));
          if (statement instanceof CreateTableStatement create && create.isTemporary()) {
            temporary.made();
          }
          transaction.definitionsChange();
          return CountResult.NONE;
        });
  }

  private void about(SqlTransactionStatement statement) throws SQLException {
    switch (statement.action()) {
      case BEGIN -> transaction.beginExplicitly(statement.modes()::applyTo);
      case SET_TRANSACTION -> transaction.setNext(statement.modes()::applyTo);
      case SET_SESSION -> {
        session.requireNoTransaction("the session's transactions");
        transaction.setOptions(statement.modes().applyTo(transaction.options()));
      }
      case COMMIT -> session.commitNow();
      case ROLLBACK -> session.rollbackNow();
      case SAVEPOINT -> transaction.setSavepoint(statement.savepoint());
      case ROLLBACK_TO -> transaction.rollbackTo(statement.savepoint());
      case SET_CONSTRAINTS -> {
        // They are checked at once as it is.
      }
      case RELEASE -> transaction.releaseSavepoint(statement.savepoint());
    }
  }

  private DefinitionScope scope(Transaction tx, CancelToken cancel) {
    return new DefinitionScope(
        engine.store(),
        engine.database(),
        engine.planner(),
        engine::tree,
        tx,
        temporary.session(),
        session.schema(),
        sequences,
        cancel,
        engine.memory());
  }

  /** The transactions of an index that is built while others write. */
  private final class IndexTransactions implements IndexBuild.Transactions {
    private final CancelToken cancel;

    IndexTransactions(CancelToken cancel) {
      this.cancel = cancel;
    }

    @Override
    public <T extends @Nullable Object> T run(IndexBuild.Step<T> step) throws SQLException {
      return run(step, cancel);
    }

    @Override
    public <T extends @Nullable Object> T runToTheEnd(IndexBuild.Step<T> step) throws SQLException {
      return run(step, new CancelToken());
    }

    private <T extends @Nullable Object> T run(IndexBuild.Step<T> step, CancelToken token)
        throws SQLException {
      return transaction.runReadingCommitted(
          token,
          (tx, again) -> {
            T result = step.run(scope(tx, token), again);
            transaction.definitionsChange();
            return result;
          });
    }
  }
}

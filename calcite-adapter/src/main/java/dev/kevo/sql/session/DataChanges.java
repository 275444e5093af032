package dev.kevo.sql.session;

import dev.kevo.engine.Database;
import dev.kevo.engine.Transaction;
import dev.kevo.sql.cache.LiteralRows;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.exec.Pasts;
import dev.kevo.sql.exec.StatementContext;
import dev.kevo.sql.exec.TableChange;
import dev.kevo.sql.plan.Plan;
import dev.kevo.sql.plan.ResultShape;
import dev.kevo.sql.types.SqlStateException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the statements of a session that change data, alone or with the rows of a batch, within a
 * transaction. For the session's thread.
 */
final class DataChanges {
  /** Rows of a batch between two looks at the clock. */
  private static final int CLOCK_INTERVAL = 256;

  private static final @Nullable Object[] NO_PARAMETERS = new Object[0];

  private final SqlEngine engine;
  private final Database database;
  private final SessionTransaction transaction;
  private final SessionSequences sequences;
  private final CurrentPlans plans;

  DataChanges(
      SqlEngine engine,
      SessionTransaction transaction,
      SessionSequences sequences,
      CurrentPlans plans) {
    this.engine = engine;
    this.database = engine.database();
    this.transaction = transaction;
    this.sequences = sequences;
    this.plans = plans;
  }

  /** Runs a statement once. */
  SqlResult run(
      PreparedStatement own,
      @Nullable Object[] parameters,
      long maxRows,
      CancelToken cancel,
      Transaction tx) {
    Statement statement = plans.current(own, tx, cancel);
    TableChange.Result result = changed(own, statement, parameters, cancel, tx);
    ResultShape returning = ((Plan.Change) statement.plan()).returning();
    if (returning == null) {
      return new CountResult(result.count());
    }
    return statement.kind() == PreparedSql.Kind.CHANGE
        ? new KeysResult(result.count(), new RowsResult(returning.rowType(), result.rows(), 0))
        : new RowsResult(returning.rowType(), result.rows(), maxRows);
  }

  private TableChange.Result changed(
      PreparedStatement own,
      Statement statement,
      @Nullable Object[] parameters,
      CancelToken cancel,
      Transaction tx) {
    LiteralRows rows = own.rows();
    if (rows != null) {
      return inserted(own, statement, rows, cancel, tx);
    }
    @Nullable Object[] bound = statement.binder().bind(own.values(parameters));
    StatementContext context = new StatementContext(tx, bound, cancel, sequences, engine.memory());
    Plan.Change plan = (Plan.Change) statement.plan();
    Pasts pasts = Pasts.open(plan.pasts(), context, database);
    try {
      if (!pasts.areIndexed()) {
        pasts.close();
        plan = (Plan.Change) plans.withoutPastIndexes(own, tx, cancel);
        pasts = Pasts.open(plan.pasts(), context, database);
      }
      context.read(pasts);
      return plan.change().run(context, tx);
    } finally {
      pasts.close();
    }
  }

  /**
   * Inserts rows of literals by the plan of one row. What is wrong with values is left to the plan
   * of the whole statement, so that the first error is its own, and at its place.
   */
  private TableChange.Result inserted(
      PreparedStatement own,
      Statement statement,
      LiteralRows rows,
      CancelToken cancel,
      Transaction tx) {
    Transaction.Savepoint before = tx.savepoint();
    try {
      return repeated(statement, rows.rows(), cancel, tx);
    } catch (SqlStateException e) {
      if (!e.state().isAboutValues()) {
        throw e;
      }
      tx.rollbackTo(before);
      return changed(own, plans.whole(own, tx, cancel), NO_PARAMETERS, cancel, tx);
    }
  }

  private TableChange.Result repeated(
      Statement statement, List<@Nullable Object[]> values, CancelToken cancel, Transaction tx) {
    @Nullable Object[] present = new Object[statement.parameters().size()];
    StatementContext context =
        new StatementContext(tx, present, cancel, sequences, engine.memory());
    return statement.change(values).run(context, tx);
  }

  /**
   * Runs a statement for each of some rows of parameters, of which each is done as a whole or not.
   *
   * @param counts takes how many rows each changed
   * @param done its only element takes how many succeeded
   * @param keys takes what the statement returns of each changed row
   */
  long runBatch(
      PreparedStatement own,
      List<@Nullable Object[]> rows,
      long[] counts,
      int[] done,
      CancelToken cancel,
      Transaction tx,
      List<@Nullable Object[]> keys)
      throws SQLException {
    done[0] = 0;
    keys.clear();
    if (insertedAtOnce(own, rows, cancel, tx)) {
      Arrays.fill(counts, 1);
      done[0] = rows.size();
      return rows.size();
    }
    Statement[] statement = {plans.current(own, tx, cancel)};
    for (int i = 0; i < rows.size(); i++) {
      if (cancel.isRaised() || i % CLOCK_INTERVAL == 0) {
        StatementContext.check(cancel);
      }
      @Nullable Object[] row = rows.get(i);
      TableChange.Result result =
          transaction.part(
              tx,
              cancel,
              (part, again) -> {
                if (again) {
                  statement[0] = plans.current(own, part, cancel);
                }
                return changed(own, statement[0], row, cancel, part);
              });
      counts[i] = result.count();
      ResultShape returning = ((Plan.Change) statement[0].plan()).returning();
      if (returning != null) {
        addKeys(new RowsResult(returning.rowType(), result.rows(), 0), returning, keys);
      }
      done[0] = i + 1;
    }
    return rows.size();
  }

  /**
   * Inserts the rows of a batch as one change, if the statement is such a one.
   *
   * @return false if they are to be inserted one by one: also if something is wrong with one of
   *     them, so that those before it stay; then nothing is done
   */
  private boolean insertedAtOnce(
      PreparedStatement own, List<@Nullable Object[]> rows, CancelToken cancel, Transaction tx)
      throws SQLException {
    if (own.rows() != null || !plans.current(own, tx, cancel).batchesAsOne()) {
      return false;
    }
    try {
      transaction.part(
          tx,
          cancel,
          (part, again) -> {
            Statement statement = plans.current(own, part, cancel);
            return repeated(statement, own.allValues(rows), cancel, part);
          });
      return true;
    } catch (SqlStateException e) {
      StatementContext.check(cancel);
      return false;
    }
  }

  private static void addKeys(RowsResult rows, ResultShape shape, List<@Nullable Object[]> keys) {
    while (rows.next()) {
      @Nullable Object[] row = new Object[shape.rowType().getFieldCount()];
      for (int i = 0; i < row.length; i++) {
        row[i] = rows.get(i);
      }
      keys.add(row);
    }
  }
}

package dev.kevo.sql.table;

import static dev.kevo.sql.table.SystemSchema.define;

import dev.kevo.engine.TransactionInfo;
import java.util.Comparator;
import java.util.List;

/** The tables of SYS about sessions: their transactions, locks, statements and plans. */
final class SessionTables {
  static final List<SystemDef<SystemSchema.Running>> ALL =
      List.of(
          define(
              "TRANSACTIONS",
              SessionTables::transactions,
              new SystemColumns<TransactionInfo>()
                  .bigint("TRANSACTION_ID", TransactionInfo::id)
                  .text("ISOLATION_LEVEL", SessionTables::isolation)
                  .flag("READ_ONLY", TransactionInfo::readOnly)
                  .bigint("AGE_MILLIS", TransactionInfo::ageMillis)
                  .bigint("IDLE_MILLIS", TransactionInfo::idleMillis)
                  .integer("WRITES", TransactionInfo::writes)),
          define(
              "LOCKS",
              running ->
                  transactions(running).stream().filter(SessionTables::locksOrWaits).toList(),
              new SystemColumns<TransactionInfo>()
                  .bigint("TRANSACTION_ID", TransactionInfo::id)
                  .integer("LOCKED_KEYS", TransactionInfo::locks)
                  .bigintOrNull(
                      "WAITS_FOR_TRANSACTION_ID",
                      transaction -> waits(transaction) ? transaction.waitingFor() : null)
                  .bigint("WAIT_MILLIS", TransactionInfo::waitMillis)),
          define(
              "SESSIONS",
              running -> running.activity().sessions(),
              new SystemColumns<SqlActivity.Session>()
                  .bigint("SESSION_ID", SqlActivity.Session::id)
                  .moment("BEGAN", SqlActivity.Session::beganMillis)
                  .text("SCHEMA_NAME", SqlActivity.Session::schema)
                  .flag("IN_TRANSACTION", SqlActivity.Session::inTransaction)),
          define(
              "STATEMENTS",
              running ->
                  running.activity().sessions().stream()
                      .filter(session -> session.sql() != null)
                      .toList(),
              new SystemColumns<SqlActivity.Session>()
                  .bigint("SESSION_ID", SqlActivity.Session::id)
                  .textOrNull("SQL_TEXT", SqlActivity.Session::sql)
                  .bigint("RUN_MILLIS", SqlActivity.Session::runMillis)),
          define(
              "SLOW_STATEMENTS",
              running -> running.activity().slowStatements(),
              new SystemColumns<SqlActivity.SlowStatement>()
                  .bigint("SESSION_ID", SqlActivity.SlowStatement::session)
                  .text("SQL_TEXT", SqlActivity.SlowStatement::sql)
                  .moment("ENDED", SqlActivity.SlowStatement::endedMillis)
                  .bigint("RUN_MILLIS", SqlActivity.SlowStatement::runMillis)),
          define(
              "PLANS",
              running -> running.activity().plans(),
              new SystemColumns<SqlActivity.CachedPlan>()
                  .text("SQL_TEXT", SqlActivity.CachedPlan::sql)
                  .text("SCHEMA_NAME", SqlActivity.CachedPlan::schema)
                  .bigint("BYTES", SqlActivity.CachedPlan::bytes)));

  private SessionTables() {}

  private static List<TransactionInfo> transactions(SystemSchema.Running running) {
    return running.database().transactions().stream()
        .sorted(Comparator.comparingLong(TransactionInfo::id))
        .toList();
  }

  private static String isolation(TransactionInfo transaction) {
    return transaction.isolation().name().replace('_', ' ');
  }

  private static boolean waits(TransactionInfo transaction) {
    return transaction.waitingFor() != 0;
  }

  private static boolean locksOrWaits(TransactionInfo transaction) {
    return waits(transaction) || transaction.locks() > 0;
  }
}

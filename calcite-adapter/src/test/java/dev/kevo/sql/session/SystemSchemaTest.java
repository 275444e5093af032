package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.table.SystemSchema;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SystemSchemaTest {
  private SqlFixture sql;
  private SqlSession other;

  @BeforeEach
  void open() throws SQLException {
    sql = new SqlFixture();
    other = sql.engine.newSession();
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, v VARCHAR)");
    sql.run("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
  }

  @AfterEach
  void close() {
    sql.close();
  }

  private List<String> ids(String condition) throws SQLException {
    return sql.rows("SELECT session_id FROM SYS.SESSIONS WHERE " + condition + " ORDER BY 1");
  }

  @Test
  void everyTableCanBeRead() throws SQLException {
    List<String> tables =
        sql.rows("SELECT table_name FROM INFORMATION_SCHEMA.TABLES WHERE table_schema = 'SYS'");
    assertEquals(SystemSchema.definitions().size(), tables.size(), tables.toString());
    for (String table : tables) {
      sql.rows("SELECT * FROM SYS." + table);
    }
    sql.assertFails("42809", "INSERT INTO SYS.WAL VALUES (1, 1, 1, 1, 1)");
  }

  @Test
  void levelsAndMemTablesFollowAFlush() throws SQLException {
    assertTrue(Long.parseLong(sql.rows("SELECT SUM(entries) FROM SYS.MEMTABLES").get(0)) >= 2);
    sql.database.flush();
    assertEquals(List.of("0"), sql.rows("SELECT SUM(entries) FROM SYS.MEMTABLES"));
    assertTrue(Long.parseLong(sql.rows("SELECT SUM(entries) FROM SYS.LEVELS").get(0)) >= 2);
    assertFalse(
        sql.rows("SELECT 1 FROM SYS.COMPACTIONS WHERE flushes > 0 AND flush_bytes_written > 0")
            .isEmpty());
    assertEquals(List.of("true"), sql.rows("SELECT commits > 0 FROM SYS.WAL"));
  }

  @Test
  void tablesAndLogSegmentsAreListed() throws SQLException {
    sql.database.flush();
    assertEquals(
        List.of("0, 1"),
        sql.rows(
            "SELECT MIN(level), COUNT(*) FROM SYS.SSTABLES WHERE keyspace_name <> 'MAIN' AND"
                + " entries >= 2 AND deletes >= 0 AND bytes > 0 AND smallest_key < largest_key AND"
                + " oldest_sequence < newest_sequence AND written <= CURRENT_TIMESTAMP"));
    assertEquals(
        sql.rows("SELECT SUM(sstables), SUM(bytes) FROM SYS.LEVELS"),
        sql.rows("SELECT COUNT(*), SUM(bytes) FROM SYS.SSTABLES"));
    assertEquals(
        List.of("true"), sql.rows("SELECT COUNT(*) > 0 FROM SYS.WAL_SEGMENTS WHERE needed"));
    assertEquals(
        List.of("0"), sql.rows("SELECT COUNT(*) FROM SYS.RUNNING_COMPACTIONS WHERE bytes < 0"));
  }

  @Test
  void transactionsAndTheLocksThatTheyWaitForAreThere() throws Exception {
    sql.session.setAutoCommit(false);
    sql.run("UPDATE t SET v = 'x' WHERE id = 1");
    CompletableFuture<Long> waiter =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return SqlFixture.run(other, "UPDATE t SET v = 'y' WHERE id = 1");
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    String waiting =
        "SELECT w.transaction_id <> h.transaction_id FROM SYS.LOCKS w JOIN SYS.LOCKS h ON"
            + " w.waits_for_transaction_id = h.transaction_id WHERE h.locked_keys > 0";
    while (sql.rows(waiting).isEmpty() && !waiter.isDone()) {
      Thread.onSpinWait();
    }
    assertEquals(List.of("true"), sql.rows(waiting));
    assertEquals(
        List.of("2"), sql.rows("SELECT COUNT(*) FROM SYS.TRANSACTIONS WHERE age_millis >= 0"));
    sql.session.rollback();
    assertEquals(1, waiter.get(30, TimeUnit.SECONDS));
    sql.session.setAutoCommit(true);
    assertEquals(List.of(), sql.rows("SELECT * FROM SYS.LOCKS"));
  }

  @Test
  void aStatementIsSeenWhileItRunsAndCanBeCancelled() throws Exception {
    PreparedSql query = other.prepare("SELECT COUNT(*) FROM t a, t b, t c WHERE a.id > 0");
    try (SqlResult rows = other.execute(query, new Object[0], 0, new CancelToken())) {
      assertEquals(
          List.of("SELECT COUNT(*) FROM t a, t b, t c WHERE a.id > 0"),
          sql.rows("SELECT sql_text FROM SYS.STATEMENTS WHERE sql_text NOT LIKE '%SYS%'"));
      String id =
          sql.rows("SELECT session_id FROM SYS.STATEMENTS WHERE sql_text NOT LIKE '%SYS%'").get(0);
      sql.run("CANCEL SESSION " + id);
      assertEquals("57014", assertThrows(SQLException.class, rows::next).getSQLState());
    }
    assertEquals(
        List.of(), sql.rows("SELECT 1 FROM SYS.STATEMENTS WHERE sql_text NOT LIKE '%SYS%'"));
    SqlFixture.rows(other, "SELECT 1");
    sql.assertFails("42704", "CANCEL SESSION 999999");
    sql.assertFails("22003", "CANCEL SESSION 99999999999999999999");
  }

  @Test
  void aRunningUpdateOfAnotherThreadIsCancelled() throws Exception {
    sql.session.setAutoCommit(false);
    sql.run("UPDATE t SET v = 'x' WHERE id = 1");
    CompletableFuture<Long> waiter =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return SqlFixture.run(other, "UPDATE t SET v = 'cancelled' WHERE id = 1");
              } catch (SQLException e) {
                throw new IllegalStateException(e.getSQLState());
              }
            });
    String running =
        "SELECT session_id FROM SYS.STATEMENTS WHERE sql_text LIKE '%''cancelled''%'"
            + " AND sql_text LIKE 'UPDATE%'";
    List<String> found = sql.rows(running);
    while (found.isEmpty()) {
      found = sql.rows(running);
    }
    sql.run("CANCEL SESSION " + found.get(0));
    ExecutionException error =
        assertThrows(ExecutionException.class, () -> waiter.get(30, TimeUnit.SECONDS));
    assertTrue(error.getMessage().contains("57014"), error.getMessage());
    sql.session.rollback();
  }

  @Test
  void sessionsComeAndGo() throws SQLException {
    assertEquals(2, ids("TRUE").size());
    SqlFixture.run(other, "START TRANSACTION");
    SqlFixture.rows(other, "SELECT * FROM t");
    assertEquals(1, ids("in_transaction").size());
    other.close();
    assertEquals(1, ids("TRUE").size());
  }

  @Test
  void slowStatementsAreRemembered() throws SQLException {
    assertEquals(List.of(), sql.rows("SELECT * FROM SYS.SLOW_STATEMENTS"));
    sql.run("SET SLOW_STATEMENT_MILLIS = 0");
    SqlFixture.rows(other, "SELECT v FROM t WHERE id = 2");
    sql.run("SET SLOW_STATEMENT_MILLIS = 60000");
    assertEquals(
        List.of("true"),
        sql.rows(
            "SELECT run_millis >= 0 FROM SYS.SLOW_STATEMENTS WHERE sql_text = 'SELECT v FROM t"
                + " WHERE id = 2'"));
    for (int i = 0; i < Activities.SLOW_MAX + 5; i++) {
      sql.engine.activities().ended(7, "s" + i, 60_000);
    }
    assertEquals(
        List.of(String.valueOf(Activities.SLOW_MAX)),
        sql.rows("SELECT COUNT(*) FROM SYS.SLOW_STATEMENTS"));
    sql.assertFails("22023", "SET SLOW_STATEMENT_MILLIS = 'soon'");
  }

  @Test
  void plansAreListedWithWhatTheyTake() throws SQLException {
    sql.rows("SELECT v, COUNT(*) FROM t GROUP BY v");
    assertEquals(
        List.of("PUBLIC, true"),
        sql.rows("SELECT schema_name, bytes > 0 FROM SYS.PLANS WHERE sql_text LIKE '%GROUP BY v'"));
    assertEquals(
        List.of("true"), sql.rows("SELECT hits + misses > 0 FROM SYS.CACHES WHERE name = 'PLANS'"));
  }
}

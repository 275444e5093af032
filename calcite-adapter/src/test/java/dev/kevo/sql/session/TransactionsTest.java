package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Database;
import dev.kevo.engine.IsolationLevel;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Options;
import dev.kevo.sql.exec.CancelToken;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commit, rollback, isolation and what sessions see of each other. */
final class TransactionsTest {
  private SqlFixture sql;
  private SqlSession other;

  @BeforeEach
  void createTables() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER)");
    sql.run("INSERT INTO t VALUES (1, 10), (2, 20)");
    other = sql.engine.newSession();
  }

  @AfterEach
  void close() {
    other.close();
    sql.close();
  }

  private List<String> others() throws SQLException {
    return SqlFixture.rows(other, "SELECT id FROM t");
  }

  @Test
  void uncommittedChangesAreSeenByTheirOwnSessionAlone() throws SQLException {
    sql.session.setAutoCommit(false);
    sql.run("INSERT INTO t VALUES (3, 30)");

    sql.assertRows(List.of("1", "2", "3"), "SELECT id FROM t");
    assertEquals(List.of("1", "2"), others());
    sql.session.commit();
    assertEquals(List.of("1", "2", "3"), others());
  }

  @Test
  void rollbackForgets() throws SQLException {
    sql.session.setAutoCommit(false);
    sql.run("DELETE FROM t");
    assertTrue(sql.session.inTransaction());
    sql.session.rollback();

    assertFalse(sql.session.inTransaction());
    sql.assertRows(List.of("1", "2"), "SELECT id FROM t");
  }

  @Test
  void transactionStatementsWorkUnderAutocommit() throws SQLException {
    sql.run("START TRANSACTION");
    sql.run("INSERT INTO t VALUES (3, 30)");
    sql.run("SAVEPOINT a");
    sql.run("INSERT INTO t VALUES (4, 40)");
    sql.run("ROLLBACK TO SAVEPOINT a");
    sql.assertFails("25001", "START TRANSACTION");
    sql.run("COMMIT");

    assertEquals(List.of("1", "2", "3"), others());
    sql.run("INSERT INTO t VALUES (5, 50)");
    assertEquals(List.of("1", "2", "3", "5"), others());
  }

  @Test
  void failedStatementLeavesTheTransactionAsItWas() throws SQLException {
    sql.session.setAutoCommit(false);
    sql.run("INSERT INTO t VALUES (3, 30)");
    sql.assertFails("23505", "INSERT INTO t VALUES (4, 40), (1, 1)");

    sql.assertRows(List.of("1", "2", "3"), "SELECT id FROM t");
    sql.session.commit();
    assertEquals(List.of("1", "2", "3"), others());
  }

  @Test
  void savepointsNestAndEnd() throws SQLException {
    sql.session.setAutoCommit(false);
    sql.run("INSERT INTO t VALUES (3, 30)");
    sql.session.setSavepoint("A");
    sql.run("INSERT INTO t VALUES (4, 40)");
    sql.session.setSavepoint("B");
    sql.run("INSERT INTO t VALUES (5, 50)");
    sql.session.rollbackTo("A");

    sql.assertRows(List.of("1", "2", "3"), "SELECT id FROM t");
    assertEquals(
        "3B001", assertThrows(SQLException.class, () -> sql.session.rollbackTo("B")).getSQLState());
    sql.session.releaseSavepoint("A");
    assertThrows(SQLException.class, () -> sql.session.rollbackTo("A"));
  }

  @Test
  void readCommittedSeesOthersCommitsAtItsNextStatement() throws SQLException {
    sql.session.setAutoCommit(false);
    sql.assertRows(List.of("2"), "SELECT COUNT(*) FROM t");
    SqlFixture.run(other, "INSERT INTO t VALUES (3, 30)");

    sql.assertRows(List.of("3"), "SELECT COUNT(*) FROM t");
  }

  @Test
  void repeatableReadKeepsItsState() throws SQLException {
    sql.session.setIsolation(IsolationLevel.REPEATABLE_READ);
    sql.session.setAutoCommit(false);
    sql.assertRows(List.of("2"), "SELECT COUNT(*) FROM t");
    SqlFixture.run(other, "INSERT INTO t VALUES (3, 30)");

    sql.assertRows(List.of("2"), "SELECT COUNT(*) FROM t");
    assertEquals(
        "25001",
        assertThrows(
                SQLException.class, () -> sql.session.setIsolation(IsolationLevel.READ_COMMITTED))
            .getSQLState());
    sql.session.commit();
    sql.assertRows(List.of("3"), "SELECT COUNT(*) FROM t");
  }

  @Test
  void firstCommitterWins() throws SQLException {
    sql.session.setIsolation(IsolationLevel.REPEATABLE_READ);
    sql.session.setAutoCommit(false);
    sql.run("UPDATE t SET v = v + 1 WHERE id = 2");
    SqlFixture.run(other, "UPDATE t SET v = v + 100 WHERE id = 1");

    sql.assertFails("40001", "UPDATE t SET v = v + 1 WHERE id = 1");
    sql.session.rollback();
    sql.assertRows(List.of("110"), "SELECT v FROM t WHERE id = 1");
  }

  @Test
  void concurrentChangesUnderAutocommitAreRepeatedUntilTheySucceed() throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<Throwable> errors = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                try (SqlSession session = sql.engine.newSession()) {
                  for (int k = 0; k < 50; k++) {
                    SqlFixture.run(session, "UPDATE t SET v = v + 1 WHERE id = 1");
                  }
                } catch (SQLException e) {
                  synchronized (errors) {
                    errors.add(e);
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertEquals(List.of(), errors);
    sql.assertRows(List.of("210"), "SELECT v FROM t WHERE id = 1");
  }

  @Test
  void openQueryKeepsItsStateWhileOthersWrite() throws SQLException {
    PreparedSql query = sql.session.prepare("SELECT id FROM t");
    try (SqlResult result = sql.session.execute(query, new Object[0], 0, new CancelToken())) {
      assertTrue(result.next());
      SqlFixture.run(other, "DELETE FROM t");
      assertTrue(result.next());
      assertFalse(result.next());
    }
  }

  @Test
  void readOnlySessionsRefuseChanges() throws SQLException {
    sql.session.setReadOnly(true);
    sql.assertFails("25006", "DELETE FROM t");
    sql.assertFails("25006", "CREATE TABLE u (x INTEGER)");
    sql.assertRows(List.of("2"), "SELECT COUNT(*) FROM t");
  }

  @Test
  void definitionsAreTransactional() throws SQLException {
    sql.session.setAutoCommit(false);
    sql.run("CREATE TABLE u (x INTEGER PRIMARY KEY)");
    sql.run("INSERT INTO u VALUES (1)");
    sql.assertRows(List.of("1"), "SELECT * FROM u");
    assertEquals(
        "42P01",
        assertThrows(SQLException.class, () -> other.prepare("SELECT * FROM u")).getSQLState());
    sql.session.rollback();
    sql.assertFails("42P01", "SELECT * FROM u");

    sql.run("CREATE TABLE u (x INTEGER PRIMARY KEY)");
    sql.session.commit();
    assertEquals(List.of(), SqlFixture.rows(other, "SELECT * FROM u"));
  }

  @Test
  void schemasQualifyNames() throws SQLException {
    sql.run("CREATE SCHEMA s");
    sql.run("CREATE TABLE s.t (id INTEGER PRIMARY KEY)");
    sql.run("INSERT INTO s.t VALUES (77)");
    sql.assertRows(List.of("1", "2"), "SELECT id FROM t");
    sql.run("SET SCHEMA s");

    assertEquals("S", sql.session.schema());
    sql.assertRows(List.of("77"), "SELECT id FROM t");
    sql.assertRows(List.of("1", "2"), "SELECT id FROM public.t");
    sql.assertFails("3F000", "SET SCHEMA nope");
    sql.run("DROP TABLE t");
    sql.run("DROP SCHEMA s");
  }

  @Test
  void sqlAndRawWritesShareTheDatabase() throws SQLException {
    byte[] key = "k".getBytes(StandardCharsets.UTF_8);
    sql.database.put(sql.database.defaultKeyspace(), key, "v".getBytes(StandardCharsets.UTF_8));

    sql.assertRows(List.of("k, v"), "SELECT * FROM keyspaces_text.main");
    sql.run("UPDATE keyspaces_text.main SET value = 'w' WHERE key = 'k'");
    assertEquals(
        "w",
        new String(sql.database.get(sql.database.defaultKeyspace(), key), StandardCharsets.UTF_8));
  }

  @Test
  void rowsAndDefinitionsSurviveReopening(@TempDir Path directory) throws SQLException {
    try (SqlFixture first = new SqlFixture(Kevo.open(directory.resolve("db")))) {
      first.run("CREATE TABLE kept (id INTEGER PRIMARY KEY, d VARCHAR(9) DEFAULT 'it''s')");
      first.run("INSERT INTO kept (id) VALUES (1)");
    }
    Database reopened = Kevo.open(directory.resolve("db"), Options.DEFAULT);
    try (SqlFixture second = new SqlFixture(reopened)) {
      second.run("INSERT INTO kept (id) VALUES (2)");
      second.assertRows(List.of("1, it's", "2, it's"), "SELECT * FROM kept");
    }
  }
}

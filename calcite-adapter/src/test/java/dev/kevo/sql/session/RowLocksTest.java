package dev.kevo.sql.session;

import static dev.kevo.engine.IsolationLevel.READ_COMMITTED;
import static dev.kevo.engine.IsolationLevel.REPEATABLE_READ;
import static dev.kevo.sql.session.Party.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.TransactionInfo;
import dev.kevo.sql.exec.CancelToken;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for each other's rows and tables, and what ends it. */
@Timeout(60)
final class RowLocksTest {
  private SqlFixture sql;
  private Party one;
  private Party two;

  @BeforeEach
  void createTable() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER)");
    sql.run("INSERT INTO t VALUES (1, 10), (2, 20)");
    one = new Party(sql, READ_COMMITTED);
    two = new Party(sql, READ_COMMITTED);
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
    sql.close();
  }

  @Test
  void anInsertWaitsForAnotherOfItsKeyAndFailsIfThatCommits() throws Exception {
    one.run("INSERT INTO t VALUES (3, 30)");
    Party.Waiting waiting = two.begins("INSERT INTO t VALUES (3, 31)");
    assertFalse(waiting.isDone());
    one.commit();
    assertEquals("23505", waiting.end());
  }

  @Test
  void anInsertWaitsForAnotherOfItsKeyAndSucceedsIfThatIsRolledBack() throws Exception {
    one.run("INSERT INTO t VALUES (3, 30)");
    Party.Waiting waiting = two.begins("INSERT INTO t VALUES (3, 31)");
    one.rollback();
    assertEquals(OK, waiting.end());
    two.commit();
    sql.assertRows(List.of("31"), "SELECT v FROM t WHERE id = 3");
  }

  @Test
  void anInsertFindsTheKeyFreeThatItsHolderDeleted() throws Exception {
    one.run("DELETE FROM t WHERE id = 1");
    Party.Waiting waiting = two.begins("INSERT INTO t VALUES (1, 11)");
    one.commit();
    assertEquals(OK, waiting.end());
  }

  @Test
  void anUpdateLooksAgainWhetherTheRowIsStillMeant() throws Exception {
    one.run("UPDATE t SET v = 0 WHERE id = 1");
    Party.Waiting waiting = two.begins("UPDATE t SET v = -1 WHERE v = 10");
    one.commit();
    assertEquals(OK, waiting.end());
    two.commit();
    sql.assertRows(List.of("1, 0", "2, 20"), "SELECT * FROM t");
  }

  @Test
  void changesUnderAutocommitWaitToo() throws Exception {
    one.run("UPDATE t SET v = v + 1 WHERE id = 1");
    two.session.setAutoCommit(true);
    Party.Waiting waiting = two.begins("UPDATE t SET v = v + 100");
    assertFalse(waiting.isDone());
    one.commit();
    assertEquals(OK, waiting.end());
    sql.assertRows(List.of("1, 111", "2, 120"), "SELECT * FROM t");
  }

  @Test
  void aFailedStatementReleasesItsLocks() {
    assertEquals("23505", one.run("INSERT INTO t VALUES (5, 50), (1, 1)"));
    assertEquals(OK, two.run("INSERT INTO t VALUES (5, 51)"));
  }

  @Test
  void aReturnToASavepointReleasesLaterLocks() throws Exception {
    one.session.setSavepoint("A");
    one.run("UPDATE t SET v = 0 WHERE id = 1");
    one.session.rollbackTo("A");
    assertEquals(OK, two.run("UPDATE t SET v = 1 WHERE id = 1"));
  }

  @Test
  void whoClosesACycleGets40P01() throws Exception {
    one.run("UPDATE t SET v = 11 WHERE id = 1");
    two.run("UPDATE t SET v = 22 WHERE id = 2");
    Party.Waiting waiting = one.begins("UPDATE t SET v = 12 WHERE id = 2");
    assertEquals("40P01", two.run("UPDATE t SET v = 21 WHERE id = 1"));
    two.rollback();
    assertEquals(OK, waiting.end());
    assertEquals(OK, one.commit());
    sql.assertRows(List.of("1, 11", "2, 12"), "SELECT * FROM t");
  }

  @Test
  void aLockTimeOutIs55P03AndLeavesTheTransactionAsItWas() throws Exception {
    one.run("UPDATE t SET v = 11 WHERE id = 1");
    assertEquals(OK, two.run("SET LOCK_TIMEOUT = 0"));
    assertEquals(OK, two.run("UPDATE t SET v = 22 WHERE id = 2"));
    assertEquals("55P03", two.run("UPDATE t SET v = 12 WHERE id = 1"));
    assertEquals(OK, two.commit());
    sql.assertRows(List.of("1, 10", "2, 22"), "SELECT * FROM t");
  }

  @Test
  void aCancelEndsTheWait() throws Exception {
    one.run("UPDATE t SET v = 11 WHERE id = 1");
    CancelToken cancel = new CancelToken();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      PreparedSql update = two.session.prepare("UPDATE t SET v = 12 WHERE id = 1");
      Future<SQLException> failure =
          thread.submit(
              () ->
                  assertThrows(
                      SQLException.class,
                      () -> two.session.execute(update, new Object[0], 0, cancel)));
      while (sql.database.transactions().stream().allMatch(t -> t.waitingFor() == 0)) {
        Thread.onSpinWait();
      }
      cancel.cancel();
      assertEquals("57014", failure.get().getSQLState());
    } finally {
      thread.shutdownNow();
    }
    assertEquals(OK, one.commit());
  }

  @Test
  void aStatementTimeOutEndsTheWait() throws Exception {
    one.run("UPDATE t SET v = 11 WHERE id = 1");
    PreparedSql update = two.session.prepare("UPDATE t SET v = 12 WHERE id = 1");
    SQLException e =
        assertThrows(
            SQLException.class,
            () -> two.session.execute(update, new Object[0], 0, new CancelToken(30)));
    assertEquals("57014", e.getSQLState());
  }

  @Test
  void anAbandonedTransactionIsRolledBackAndSaysSo() throws Exception {
    two.run("SET IDLE_TRANSACTION_TIMEOUT = 1");
    two.run("UPDATE t SET v = 11 WHERE id = 1");
    while (!sql.database.transactions().isEmpty()) {
      Thread.onSpinWait();
    }
    assertEquals(OK, one.run("UPDATE t SET v = 12 WHERE id = 1"));
    assertEquals("25P03", two.run("UPDATE t SET v = 13 WHERE id = 2"));
    assertEquals("25P03", two.commit());
    assertEquals(OK, two.rollback());
  }

  @Test
  void aTransactionOpenForTooLongIsRolledBackAndSaysSo() {
    two.run("SET TRANSACTION_TIMEOUT = 1");
    two.run("UPDATE t SET v = 11 WHERE id = 1");
    while (!sql.database.transactions().isEmpty()) {
      Thread.onSpinWait();
    }
    assertEquals("25P04", two.run("SELECT v FROM t"));
    assertEquals(OK, two.rollback());
    assertEquals(OK, one.run("UPDATE t SET v = 12 WHERE id = 1"));
  }

  @Test
  void settingsThatAreNoMillisecondsAreRefused() {
    assertEquals("22023", one.run("SET LOCK_TIMEOUT = -1"));
    assertEquals("22023", one.run("SET LOCK_TIMEOUT = 'long'"));
  }

  @Test
  void aDropWaitsForTheTablesWriters() throws Exception {
    one.run("INSERT INTO t VALUES (3, 30)");
    Party.Waiting waiting = two.begins("DROP TABLE t");
    assertFalse(waiting.isDone());
    assertEquals(OK, one.commit());
    assertEquals(OK, waiting.end());
    assertEquals(OK, two.commit());
    assertEquals("42P01", one.run("INSERT INTO t VALUES (4, 40)"));
  }

  @Test
  void aWriterWaitsForADropAndFindsTheTableGone() throws Exception {
    one.run("DROP TABLE t");
    Party.Waiting waiting = two.begins("INSERT INTO t VALUES (3, 30)");
    assertFalse(waiting.isDone());
    assertEquals(OK, one.commit());
    assertEquals("42P01", waiting.end());
  }

  @Test
  void aWriterWaitsForADropAndGoesOnIfItIsRolledBack() throws Exception {
    one.run("DROP TABLE t");
    Party.Waiting waiting = two.begins("INSERT INTO t VALUES (3, 30)");
    assertEquals(OK, one.rollback());
    assertEquals(OK, waiting.end());
  }

  @Test
  void aWriterOfAnOldStateGets40001AfterADrop() throws Exception {
    try (Party old = new Party(sql, REPEATABLE_READ)) {
      old.rows("SELECT * FROM t");
      one.run("DROP TABLE t");
      assertEquals(OK, one.commit());
      assertEquals(List.of("1, 10", "2, 20"), old.rows("SELECT * FROM t"));
      assertEquals("40001", old.run("INSERT INTO t VALUES (3, 30)"));
    }
  }

  @Test
  void definersWaitForEachOther() throws Exception {
    one.run("CREATE TABLE a (x INTEGER)");
    Party.Waiting waiting = two.begins("CREATE TABLE a (y INTEGER)");
    assertFalse(waiting.isDone());
    assertEquals(OK, one.commit());
    assertEquals("42P07", waiting.end());
  }

  @Test
  void readersDoNotWaitForADefinition() throws Exception {
    one.run("DROP TABLE t");
    assertEquals(List.of("1, 10", "2, 20"), two.rows("SELECT * FROM t"));
  }

  @Test
  void openTransactionsAreListed() throws Exception {
    one.run("UPDATE t SET v = 11 WHERE id = 1");
    Party.Waiting waiting = two.begins("UPDATE t SET v = 12 WHERE id = 1");
    List<TransactionInfo> open = sql.database.transactions();
    assertEquals(2, open.size());
    assertEquals(READ_COMMITTED, open.get(0).isolation());
    // The row and the table's definition.
    assertEquals(2, open.get(0).locks());
    assertEquals(1, open.get(0).writes());
    assertEquals(0, open.get(0).waitingFor());
    assertEquals(open.get(0).id(), open.get(1).waitingFor());
    assertTrue(open.get(1).waitMillis() >= 0);
    one.commit();
    assertEquals(OK, waiting.end());
    two.commit();
    assertEquals(List.of(), sql.database.transactions());
  }
}

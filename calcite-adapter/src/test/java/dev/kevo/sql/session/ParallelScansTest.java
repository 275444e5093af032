package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Database;
import dev.kevo.engine.Durability;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Options;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.exec.MemoryBroker;
import dev.kevo.sql.exec.ScanWorkers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranges that several threads read give what one thread reads. */
final class ParallelScansTest {
  private static final int ROWS = 40_000;
  private static final int CORES = 4;

  private static final List<String> QUERIES =
      List.of(
          "SELECT COUNT(*), COUNT(k), SUM(id), MIN(s), MAX(d), SUM(d) FROM t WHERE id <> 17",
          "SELECT k, COUNT(*), SUM(d), MIN(id) FROM t WHERE s LIKE '%7%' GROUP BY k",
          "SELECT s, MAX(id + k) FROM t GROUP BY s",
          "SELECT MOD(id, 10), SUM(CASE WHEN k > 20 THEN d END) FROM t WHERE id > 900"
              + " GROUP BY MOD(id, 10)",
          "SELECT DISTINCT k FROM t",
          "SELECT MAX(id) FROM t WHERE k > 1000");

  @TempDir static Path directory;

  private static Database database;
  private static MemoryBroker broker;
  private static ScanWorkers workers;
  private static SqlEngine engine;

  @BeforeAll
  static void load() throws SQLException {
    database = Kevo.open(directory, Options.DEFAULT.withDurability(Durability.NONE));
    broker = new MemoryBroker(database, 32 << 20, 16 << 20);
    workers = new ScanWorkers(CORES, 1);
    engine = SqlEngine.open(database, broker, workers);
    try (SqlSession session = engine.newSession()) {
      SqlFixture.run(
          session,
          "CREATE TABLE t (id INTEGER PRIMARY KEY, k INTEGER, d DECIMAL(20, 2), s VARCHAR(40))");
      SqlFixture.run(session, "INSERT INTO t VALUES (0, 0, 0.25, 'text 0')");
      for (int rows = 1; rows < ROWS; rows *= 2) {
        SqlFixture.run(
            session,
            "INSERT INTO t SELECT id + ?, MOD(id + ?, 41), d + id, 'text ' || MOD(id + ?, 300)"
                + " FROM t",
            rows,
            rows,
            rows);
      }
    }
    database.flush();
  }

  @AfterAll
  static void close() {
    engine.close();
    database.close();
  }

  @AfterEach
  void everythingIsGivenBack() {
    assertEquals(0, broker.used());
    assertEquals(CORES - 1, workers.take(), "threads that could help");
    workers.giveBack(CORES - 1);
  }

  private static List<String> sorted(SqlSession session, String sql) throws SQLException {
    return SqlFixture.rows(session, sql).stream().sorted().toList();
  }

  @Test
  void severalThreadsGiveWhatOneGives() throws SQLException {
    try (SqlSession parallel = engine.newSession();
        SqlSession alone = engine.newSession()) {
      alone.setParallelScans(false);
      for (String sql : QUERIES) {
        assertEquals(sorted(alone, sql), sorted(parallel, sql), sql);
      }
    }
    assertTrue(workers.begun() > 0, "no thread helped");
  }

  @Test
  void resultsThatDoNotFitGoToFiles() throws SQLException {
    MemoryBroker little = new MemoryBroker(database, 512 << 10, 256 << 10);
    String sql = "SELECT id, s, SUM(d) FROM t GROUP BY id, s";
    try (SqlEngine small = SqlEngine.open(database, little, new ScanWorkers(CORES, 1));
        SqlSession parallel = small.newSession();
        SqlSession alone = engine.newSession()) {
      alone.setParallelScans(false);
      assertEquals(sorted(alone, sql), sorted(parallel, sql));
    }
    assertEquals(0, little.used());
  }

  @Test
  void transactionSeesItsOwnRows() throws SQLException {
    try (SqlSession session = engine.newSession()) {
      session.setAutoCommit(false);
      SqlFixture.run(session, "DELETE FROM t WHERE id >= 100");
      assertEquals(
          List.of("100, 4950"), SqlFixture.rows(session, "SELECT COUNT(*), SUM(id) FROM t"));
      session.rollback();
    }
  }

  @Test
  void failureOfOneThreadIsTheStatements() throws SQLException {
    try (SqlSession session = engine.newSession()) {
      SQLException error =
          assertThrows(
              SQLException.class,
              () -> SqlFixture.rows(session, "SELECT SUM(1 / (id - 33333)) FROM t"));
      assertEquals("22012", error.getSQLState());
    }
  }

  @Test
  void cancelStopsAllThreads() throws SQLException {
    try (SqlSession session = engine.newSession()) {
      CancelToken cancel = new CancelToken();
      cancel.cancel();
      PreparedSql query = session.prepare("SELECT s, SUM(id) FROM t GROUP BY s");
      SQLException error =
          assertThrows(
              SQLException.class,
              () -> {
                try (SqlResult rows = session.execute(query, new Object[0], 0, cancel)) {
                  rows.next();
                }
              });
      assertEquals("57014", error.getSQLState());
    }
  }

  @Test
  void coresThatAreTakenAreNotTakenAgain() {
    ScanWorkers two = new ScanWorkers(2, 1);
    assertEquals(1, two.take());
    assertEquals(0, two.take());
    two.giveBack(1);
    two.giveBack(0);
    assertEquals(1, two.take());
  }
}

package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SequencesTest {
  private SqlFixture sql;

  @BeforeEach
  void open() throws SQLException {
    sql = new SqlFixture();
  }

  @AfterEach
  void close() {
    sql.close();
  }

  private String next(String sequence) throws SQLException {
    return sql.rows("SELECT NEXT VALUE FOR " + sequence).get(0);
  }

  @Test
  void numbersComeInSteps() throws SQLException {
    sql.run("CREATE SEQUENCE s START WITH 10 INCREMENT BY 5");
    assertEquals("10", next("s"));
    assertEquals("15", next("public.s"));
    sql.assertRows(List.of("20"), "SELECT nextval('s')");
    sql.assertRows(List.of("25"), "VALUES (NEXT VALUE FOR s)");
    sql.assertRows(List.of("30, 35"), "SELECT NEXT VALUE FOR s, NEXT VALUE FOR s");
  }

  @Test
  void countingDownEndsAtTheLeastNumber() throws SQLException {
    sql.run("CREATE SEQUENCE s INCREMENT BY -1 MINVALUE -3");
    assertEquals("-1", next("s"));
    assertEquals("-2", next("s"));
    assertEquals("-3", next("s"));
    assertTrue(sql.assertFails("2200H", "SELECT NEXT VALUE FOR s").contains("PUBLIC.S"));
  }

  @Test
  void cyclesBeginAtTheOtherEnd() throws SQLException {
    sql.run("CREATE SEQUENCE s START WITH 2 MAXVALUE 3 CYCLE CACHE 2");
    assertEquals("2", next("s"));
    assertEquals("3", next("s"));
    assertEquals("1", next("s"));
    sql.run("CREATE SEQUENCE b AS SMALLINT START WITH 32766");
    assertEquals("32766", next("b"));
    assertEquals("32767", next("b"));
    sql.assertFails("2200H", "SELECT NEXT VALUE FOR b");
    sql.run("CREATE SEQUENCE l START WITH 9223372036854775807");
    assertEquals("9223372036854775807", next("l"));
    sql.assertFails("2200H", "SELECT NEXT VALUE FOR l");
  }

  @Test
  void wrongOptionsAreRefused() {
    for (String options :
        List.of(
            "INCREMENT BY 0",
            "START WITH 0",
            "MINVALUE 5 MAXVALUE 4",
            "AS TINYINT MAXVALUE 128",
            "CACHE 0",
            "AS VARCHAR(3)")) {
      String state = options.contains("VARCHAR") ? "42P16" : "22023";
      sql.assertFails(state, "CREATE SEQUENCE s " + options);
    }
    sql.assertFails("42601", "CREATE SEQUENCE s CYCLE NO CYCLE");
    sql.assertFails("42601", "CREATE SEQUENCE s START WITH 9223372036854775808");
  }

  @Test
  void missingSequencesAreErrorsWithAPlace() throws SQLException {
    String message = sql.assertFails("42704", "SELECT 1,\n NEXT VALUE FOR nope");
    assertTrue(message.endsWith("sequence NOPE does not exist at line 2, column 17"), message);
    sql.assertFails("42704", "SELECT nextval('nope')");
    sql.assertFails("42704", "ALTER SEQUENCE nope RESTART");
    sql.run("ALTER SEQUENCE IF EXISTS nope RESTART");
    sql.assertFails("42704", "DROP SEQUENCE nope");
    sql.run("DROP SEQUENCE IF EXISTS nope");
    sql.run("CREATE SEQUENCE s");
    sql.assertFails("42P07", "CREATE SEQUENCE s");
    sql.run("CREATE SEQUENCE IF NOT EXISTS s");
  }

  @Test
  void changedOptionsGoOnFromTheLastNumber() throws SQLException {
    sql.run("CREATE SEQUENCE s");
    assertEquals("1", next("s"));
    sql.run("ALTER SEQUENCE s INCREMENT BY 10");
    assertEquals("11", next("s"));
    assertEquals("21", next("s"));
    sql.run("ALTER SEQUENCE s RESTART WITH 5");
    assertEquals("5", next("s"));
    sql.run("ALTER SEQUENCE s RESTART");
    assertEquals("1", next("s"));
    sql.assertFails("22023", "ALTER SEQUENCE s RESTART WITH 0");
    sql.assertFails("22023", "ALTER SEQUENCE s MINVALUE 2");
  }

  @Test
  void restartsAreTransactionalAndNumbersAreNot() throws SQLException {
    sql.run("CREATE SEQUENCE s");
    assertEquals("1", next("s"));
    sql.run("BEGIN");
    assertEquals("2", next("s"));
    sql.run("ALTER SEQUENCE s RESTART WITH 100");
    assertEquals("100", next("s"));
    sql.run("ROLLBACK");
    assertEquals("3", next("s"));
  }

  @Test
  void aSequenceOfTheSameTransactionWorksAndItsIdIsNotMixedUpWithALaterOne() throws SQLException {
    sql.run("BEGIN");
    sql.run("CREATE SEQUENCE s START WITH 50");
    assertEquals("50", next("s"));
    sql.run("ROLLBACK");
    sql.run("CREATE SEQUENCE t START WITH 7");
    assertEquals("7", next("t"));
  }

  @Test
  void defaultsTakeNumbersAndKeepTheSequence() throws SQLException {
    sql.run("CREATE SEQUENCE s START WITH 5");
    sql.run("CREATE TABLE t (a BIGINT DEFAULT NEXT VALUE FOR s, b INTEGER)");
    sql.run("INSERT INTO t (b) VALUES (1), (2)");
    sql.run("INSERT INTO t VALUES (DEFAULT, 3)");
    sql.assertRows(List.of("5, 1", "6, 2", "7, 3"), "SELECT a, b FROM t ORDER BY a");
    assertTrue(sql.assertFails("2BP01", "DROP SEQUENCE s").contains("PUBLIC.T.A"));
    sql.run("DROP SEQUENCE s CASCADE");
    sql.run("INSERT INTO t (b) VALUES (4)");
    sql.assertRows(List.of("null"), "SELECT a FROM t WHERE b = 4");
  }

  @Test
  void numbersReachEveryRowOfAQuery() throws SQLException {
    sql.run("CREATE SEQUENCE s");
    sql.run("CREATE TABLE t (a INTEGER PRIMARY KEY)");
    sql.run("INSERT INTO t VALUES (10), (20), (30)");
    sql.assertRows(
        List.of("10, 1", "20, 2", "30, 3"), "SELECT a, NEXT VALUE FOR s FROM t ORDER BY a");
    sql.assertRows(
        List.of("4", "5", "6"),
        "SELECT NEXT VALUE FOR s FROM t JOIN (VALUES (1)) AS v(x) ON a > x");
    sql.run("INSERT INTO t SELECT 100 * NEXT VALUE FOR s FROM t");
    sql.assertRows(List.of("700", "800", "900"), "SELECT a FROM t WHERE a > 30 ORDER BY a");
  }

  @Test
  void threadsNeverGetTheSameNumber() throws Exception {
    sql.run("CREATE SEQUENCE s CACHE 7");
    Set<String> numbers = Collections.synchronizedSet(new HashSet<>());
    List<Thread> threads = new ArrayList<>();
    List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                try (SqlSession session = sql.engine.newSession()) {
                  for (int j = 0; j < 200; j++) {
                    numbers.addAll(SqlFixture.rows(session, "SELECT NEXT VALUE FOR s"));
                  }
                } catch (SQLException e) {
                  errors.add(e);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), errors);
    assertEquals(800, numbers.size());
    assertEquals("801", next("s"));
  }

  @Test
  void closingLeavesNoGapAndACrashABoundedOne(@TempDir Path directory) throws SQLException {
    try (SqlFixture first = new SqlFixture(Kevo.open(directory))) {
      first.run("CREATE SEQUENCE s CACHE 10");
      first.assertRows(List.of("1"), "SELECT NEXT VALUE FOR s");
    }
    Database crashing = Kevo.open(directory);
    SqlEngine engine = SqlEngine.open(crashing);
    try (SqlSession session = engine.newSession()) {
      assertEquals(List.of("2"), SqlFixture.rows(session, "SELECT NEXT VALUE FOR s"));
    }
    // As in a crash, nothing is given back: the database goes before the engine.
    crashing.close();
    engine.close();
    try (SqlFixture third = new SqlFixture(Kevo.open(directory))) {
      third.assertRows(List.of("12"), "SELECT NEXT VALUE FOR s");
    }
  }
}

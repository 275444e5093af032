package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kevo.engine.Database;
import dev.kevo.engine.Durability;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Options;
import dev.kevo.sql.exec.MemoryBroker;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements that may keep less than their rows need: they go on in files, or fail alone. */
final class SpillTest {
  private static final int ROWS = 8_000;
  private static final long SMALL = 256 * 1024;

  @TempDir static Path directory;

  private static Database database;
  private static MemoryBroker broker;
  private static SqlEngine small;
  private static SqlEngine large;

  @BeforeAll
  static void load() throws SQLException {
    database = Kevo.open(directory, Options.DEFAULT.withDurability(Durability.NONE));
    broker = new MemoryBroker(database, 4 * SMALL, SMALL);
    large = SqlEngine.open(database);
    small = SqlEngine.open(database, broker);
    try (SqlSession session = large.newSession()) {
      SqlFixture.run(
          session,
          "CREATE TABLE t (id INTEGER PRIMARY KEY, k INTEGER, d DECIMAL(30, 2), s VARCHAR(60))");
      session.setAutoCommit(false);
      for (int i = 0; i < ROWS; i++) {
        SqlFixture.run(
            session,
            "INSERT INTO t VALUES (?, ?, ?, ?)",
            i,
            i % 7 == 0 ? null : i * 7919 % ROWS,
            BigDecimal.valueOf(i, 2),
            "some text of row " + i % 5_000);
      }
      session.commit();
    }
  }

  @AfterAll
  static void close() {
    small.close();
    large.close();
    database.close();
  }

  @AfterEach
  void everythingIsGivenBack() throws IOException {
    assertEquals(0, broker.used());
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(), files.filter(f -> f.toString().endsWith(".run")).toList());
    }
  }

  @Test
  void mergedRowsThatDoNotFitAreHashed() throws SQLException {
    try (SqlSession session = small.newSession()) {
      SqlFixture.run(session, "CREATE TABLE a (k INTEGER, n INTEGER, PRIMARY KEY (k, n))");
      SqlFixture.run(
          session, "CREATE TABLE b (k INTEGER, n INTEGER, s VARCHAR(60), PRIMARY KEY (k, n))");
      SqlFixture.run(session, "INSERT INTO a SELECT id, 0 FROM t");
      for (int n = 0; n < 9; n++) {
        SqlFixture.run(session, "INSERT INTO b SELECT id, " + n + ", s FROM t");
      }
      String query = "SELECT COUNT(*), SUM(a.k), SUM(b.n), MAX(b.s) FROM a JOIN b ON a.k = b.k";
      assertEquals(
          true,
          String.join("", SqlFixture.rows(session, "EXPLAIN " + query)).contains("MergeJoin"));

      assertSame(query);

      SqlFixture.run(session, "DROP TABLE a");
      SqlFixture.run(session, "DROP TABLE b");
    }
  }

  private static void assertSame(String sql) throws SQLException {
    try (SqlSession tight = small.newSession();
        SqlSession free = large.newSession()) {
      List<String> expected = SqlFixture.rows(free, sql);
      List<String> rows = SqlFixture.rows(tight, sql);
      if (!sql.contains("ORDER BY")) {
        expected = expected.stream().sorted().toList();
        rows = rows.stream().sorted().toList();
      }
      assertEquals(expected, rows, sql);
    }
  }

  @Test
  void sorts() throws SQLException {
    assertSame("SELECT * FROM t ORDER BY k DESC, s");
    assertSame("SELECT s, id FROM t ORDER BY s OFFSET 3000 ROWS FETCH NEXT 2500 ROWS ONLY");
  }

  @Test
  void groups() throws SQLException {
    assertSame("SELECT k, COUNT(*), SUM(d), MAX(s) FROM t GROUP BY k");
    assertSame("SELECT s, SUM(d), COUNT(k) FROM t GROUP BY s");
    assertSame("SELECT DISTINCT s, k FROM t");
    assertSame("SELECT COUNT(DISTINCT s), COUNT(DISTINCT k) FROM t");
  }

  @Test
  void joins() throws SQLException {
    assertSame("SELECT a.id, b.s FROM t a JOIN t b ON a.k = b.id");
    assertSame("SELECT a.id, b.s FROM t a LEFT JOIN t b ON a.k = b.k AND b.id > 100");
    assertSame("SELECT a.s, b.s FROM t a FULL JOIN t b ON a.k = b.id + 1000");
    assertSame("SELECT a.id FROM t a WHERE a.k IN (SELECT b.id FROM t b WHERE b.s LIKE '%3%')");
    assertSame(
        "SELECT a.id FROM t a WHERE NOT EXISTS (SELECT 1 FROM t b WHERE b.k = a.id AND b.d > 3)");
  }

  @Test
  void windows() throws SQLException {
    // One partition of all rows: it does not fit either.
    assertSame(
        "SELECT id, ROW_NUMBER() OVER (ORDER BY s, id), SUM(d) OVER (ORDER BY k),"
            + " COUNT(*) OVER (), LAG(s, 3) OVER (ORDER BY id), LEAD(k) OVER (ORDER BY id DESC),"
            + " SUM(d) OVER (ORDER BY id ROWS BETWEEN 50 PRECEDING AND 7 FOLLOWING) FROM t");
    assertSame("SELECT id, MAX(s) OVER (PARTITION BY k), RANK() OVER (ORDER BY s) FROM t");
    assertSame(
        "SELECT id, COUNT(*) OVER (ORDER BY k RANGE BETWEEN 5 PRECEDING AND 3 FOLLOWING),"
            + " FIRST_VALUE(id) OVER (ORDER BY s, id) FROM t");
  }

  @Test
  void setOperations() throws SQLException {
    assertSame("SELECT s, k FROM t WHERE id < 6000 INTERSECT SELECT s, k FROM t WHERE id > 2000");
    assertSame("SELECT s FROM t EXCEPT SELECT s FROM t WHERE id BETWEEN 100 AND 3000");
    assertSame("SELECT s FROM t EXCEPT ALL SELECT s FROM t WHERE id > 3000");
    assertSame("SELECT s FROM t INTERSECT ALL SELECT s FROM t WHERE id > 1000");
    assertSame("SELECT s, k FROM t UNION SELECT s, id FROM t");
  }

  @Test
  void groupingSets() throws SQLException {
    assertSame("SELECT s, k, COUNT(*), GROUPING(s, k) FROM t GROUP BY ROLLUP (s, k)");
    assertSame("SELECT k, COUNT(DISTINCT s), SUM(DISTINCT id), MIN(d) FROM t GROUP BY k");
  }

  @Test
  void listsOfGroups() throws SQLException {
    assertSame("SELECT k, LISTAGG(s, ';') WITHIN GROUP (ORDER BY id DESC) FROM t GROUP BY k");
    assertSame("SELECT s, ARRAY_AGG(id ORDER BY id) FROM t GROUP BY s");
    String whole = "SELECT LISTAGG(s) FROM t a, (VALUES (1), (2), (3)) AS b (x)";
    try (SqlSession session = small.newSession()) {
      SQLException error = assertThrows(SQLException.class, () -> SqlFixture.rows(session, whole));
      assertEquals("53200", error.getSQLState());
    }
  }

  @Test
  void recursions() throws SQLException {
    assertSame(
        "WITH RECURSIVE r (id, s, n) AS (SELECT id, s, 1 FROM t UNION ALL"
            + " SELECT id, s, n + 1 FROM r WHERE n < 3) SELECT n, COUNT(*), MAX(s) FROM r GROUP BY n");
  }

  @Test
  void whatCannotGoToFilesFailsAlone() throws SQLException {
    List<String> queries =
        List.of(
            "SELECT a.id, b.s FROM t a JOIN t b ON a.id + CHAR_LENGTH(b.s) < 5",
            "SELECT JSON_ARRAYAGG(s) FROM t",
            "SELECT k, JSON_OBJECTAGG(s : id) FROM t GROUP BY k");
    for (String sql : queries) {
      assertFailsAlone(sql);
    }
  }

  private static void assertFailsAlone(String sql) throws SQLException {
    try (SqlSession session = small.newSession()) {
      SQLException error =
          assertThrows(SQLException.class, () -> SqlFixture.rows(session, sql), sql);
      assertEquals("53200", error.getSQLState());
      assertEquals(List.of("1"), SqlFixture.rows(session, "SELECT 1"));
    }
  }
}

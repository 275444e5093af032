package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.sql.types.SqlState;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CREATE INDEX, DROP INDEX, and what reads an index: rows and plan together. */
class IndexesTest {
  private SqlFixture sql;

  @BeforeEach
  void open() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE t (id INT PRIMARY KEY, a INT, b VARCHAR(10), c DOUBLE, d DECIMAL(9, 2))");
    sql.run(
        "INSERT INTO t VALUES (1, 10, 'x', 1.5, 1.25), (2, 20, 'y', -0.0, 2), (3, 10, NULL, 0, 3),"
            + " (4, NULL, 'x', 4, 4)");
  }

  @AfterEach
  void close() throws SQLException {
    sql.close();
  }

  private void assertReads(String plan, List<String> rows, String query, Object... parameters)
      throws SQLException {
    sql.assertRows(rows, query, parameters);
    String text = sql.plan(query);
    assertTrue(text.contains(plan), text);
  }

  @Test
  void equalityOnAllColumnsReadsTheIndex() throws SQLException {
    sql.run("CREATE INDEX ta ON t (a)");
    assertReads("index=[TA]", List.of("1, x", "3, null"), "SELECT id, b FROM t WHERE a = 10");
    assertReads("index=[TA]", List.of("1, x", "3, null"), "SELECT id, b FROM t WHERE a = ?", 10);
    assertReads("index=[TA]", List.of(), "SELECT id, b FROM t WHERE a = ?", (Object) null);
    assertReads(
        "index=[TA]", List.of("1", "3", "2"), "SELECT id FROM t WHERE a IN (10, 20) AND d > 1");
    assertReads(
        "index=[TA", List.of("3"), "SELECT id FROM t WHERE a = 10 ORDER BY id DESC LIMIT 1");
    assertReads("index=[TA (covering)]", List.of("2"), "SELECT COUNT(*) FROM t WHERE a = 10");
    assertReads("index=[TA (covering)]", List.of("20, 2"), "SELECT a, id FROM t WHERE a = 20.0");
    assertReads("index=[TA (covering)]", List.of(), "SELECT id FROM t WHERE a = 20.5");
    assertFalse(sql.plan("SELECT * FROM t WHERE id = 1 AND a = 10").contains("TA"));
  }

  @Test
  void descendingKeysIncludedColumnsAndSeveralKeys() throws SQLException {
    sql.run("CREATE UNIQUE INDEX tab ON t (a DESC, b) INCLUDE (c, d)");
    assertReads(
        "index=[TAB (covering)]",
        List.of("1.5, 1.25"),
        "SELECT c, d FROM t WHERE a = 10 AND b = 'x'");
    sql.run("UPDATE t SET c = 7 WHERE id = 1");
    assertReads(
        "index=[TAB (covering)]",
        List.of("7.0, 1.25, 1"),
        "SELECT c, d, id FROM t WHERE a = 10 AND b = 'x'");
    sql.assertFails(SqlState.UNIQUE_VIOLATION.code(), "UPDATE t SET a = 10 WHERE id = 4");
    sql.run("INSERT INTO t VALUES (5, 10, NULL, 1, 1)");
    sql.run("DELETE FROM t WHERE b = 'x' AND a = 10");
    sql.run("UPDATE t SET a = 10 WHERE id = 4");
    assertReads("TAB", List.of("4"), "SELECT id FROM t WHERE a = 10 AND b = 'x'");
  }

  @Test
  void floatsAreFetchedFromTheRowSinceKeysDoNotTellZeroFromMinusZero() throws SQLException {
    sql.run("CREATE INDEX tc ON t (c)");
    sql.run("UPDATE t SET c = ? WHERE id = 2", -0.0);
    assertReads("index=[TC]", List.of("2, -0.0", "3, 0.0"), "SELECT id, c FROM t WHERE c = 0");
  }

  @Test
  void expressionsAreKeys() throws SQLException {
    sql.run("CREATE UNIQUE INDEX te ON t (UPPER(b), (id + a))");
    assertReads(
        "index=[TE]", List.of("1.5"), "SELECT c FROM t WHERE UPPER(b) = 'X' AND id + a = 11");
    sql.run("UPDATE t SET b = 'Z' WHERE id = 1");
    assertReads("index=[TE]", List.of(), "SELECT c FROM t WHERE UPPER(b) = 'X' AND id + a = 11");
    sql.assertFails(SqlState.UNIQUE_VIOLATION.code(), "INSERT INTO t VALUES (11, 0, 'z', 0, 0)");
    String volatileKey =
        sql.assertFails(
            SqlState.INVALID_TABLE_DEFINITION.code(), "CREATE INDEX tr ON t ((a + RAND()))");
    assertTrue(volatileKey.contains("columns alone"), volatileKey);
  }

  @Test
  void tablesWithoutPrimaryKeyHaveIndexesToo() throws SQLException {
    sql.run("CREATE TABLE h (a INT, b INT)");
    sql.run("CREATE INDEX ha ON h (a)");
    sql.run("INSERT INTO h VALUES (1, 1), (1, 2), (2, 3), (1, 2)");
    assertReads("index=[HA]", List.of("1", "2", "2"), "SELECT b FROM h WHERE a = 1");
    sql.run("UPDATE h SET a = 2 WHERE b = 2");
    assertReads("index=[HA]", List.of("2", "3", "2"), "SELECT b FROM h WHERE a = 2");
    sql.run("DELETE FROM h WHERE a = 2");
    assertReads("index=[HA]", List.of("1"), "SELECT b FROM h WHERE a = 1");
    sql.assertRows(List.of("1, 1"), "SELECT * FROM h");
  }

  @Test
  void joinsAndChangesReadIndexes() throws SQLException {
    sql.run("CREATE INDEX tb ON t (b)");
    sql.run("UPDATE t SET a = 99 WHERE b = 'x'");
    assertTrue(sql.plan("UPDATE t SET a = 99 WHERE b = 'x'").contains("index=[TB]"));
    sql.assertRows(List.of("1", "4"), "SELECT id FROM t WHERE a = 99");
    String join = "SELECT x.id, y.id FROM t x JOIN t y ON x.b = y.b WHERE x.b = 'y'";
    assertReads("index=[TB", List.of("2, 2"), join);
  }

  @Test
  void definitionsOfIndexes() throws SQLException {
    sql.run("CREATE INDEX ta ON t (a)");
    sql.run("CREATE INDEX IF NOT EXISTS ta ON t (b)");
    sql.assertFails(SqlState.DUPLICATE_OBJECT.code(), "CREATE INDEX ta ON t (b)");
    sql.assertFails(SqlState.UNDEFINED_COLUMN.code(), "CREATE INDEX tz ON t (z)");
    sql.assertFails(SqlState.UNDEFINED_TABLE.code(), "CREATE INDEX tz ON z (z)");
    sql.assertFails(SqlState.UNIQUE_VIOLATION.code(), "CREATE UNIQUE INDEX tu ON t (a)");
    sql.run("DROP INDEX ta");
    sql.assertFails(SqlState.UNDEFINED_OBJECT.code(), "DROP INDEX ta");
    sql.run("DROP INDEX IF EXISTS ta");
    assertFalse(sql.plan("SELECT * FROM t WHERE a = 1").contains("index="));
    sql.run("CREATE TABLE u (a INT UNIQUE)");
    sql.assertFails(SqlState.DEPENDENT_OBJECTS.code(), "DROP INDEX uq_u_a");
  }

  @Test
  void anIndexOfATransactionGoesWithIt() throws SQLException {
    sql.session.setAutoCommit(false);
    sql.run("CREATE UNIQUE INDEX ti ON t (d)");
    sql.run("INSERT INTO t VALUES (9, 9, 'n', 9, 9)");
    assertReads("index=[TI]", List.of("n"), "SELECT b FROM t WHERE d = 9");
    sql.assertFails(SqlState.UNIQUE_VIOLATION.code(), "UPDATE t SET d = 9 WHERE id = 1");
    sql.session.rollback();
    sql.run("INSERT INTO t VALUES (9, 9, 'n', 9, 4)");
    assertFalse(sql.plan("SELECT b FROM t WHERE d = 4").contains("index="));
    sql.assertRows(List.of("4", "9"), "SELECT id FROM t WHERE d = 4");
  }
}

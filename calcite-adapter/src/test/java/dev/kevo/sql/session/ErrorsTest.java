package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Wrong statements get the right SQLSTATE and a message for people. */
final class ErrorsTest {
  private static SqlFixture sql;

  @BeforeAll
  static void createTables() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, s VARCHAR(5), d DOUBLE)");
    sql.run("INSERT INTO t VALUES (1, 'a', 0), (2147483647, 'b', 1)");
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  @Test
  void namesAndSyntaxHaveAPlace() {
    assertTrue(sql.assertFails("42601", "SELECT id\n  FROM t WHERE").contains("line 2"));
    assertTrue(sql.assertFails("42P01", "SELECT * FROM nope").contains("line 1, column 15"));
    assertTrue(sql.assertFails("42703", "SELECT nope FROM t").contains("line 1, column 8"));
    sql.assertFails("42883", "SELECT nope(id) FROM t");
    sql.assertFails("42P01", "INSERT INTO nope VALUES (1)");
    sql.assertFails("42601", "");
    sql.assertFails("42601", "SELECT 1; SELECT 2");
  }

  @Test
  void arithmeticReportsWhatDoesNotFit() {
    sql.assertFails("22003", "SELECT id + 1 FROM t");
    sql.assertFails("22003", "SELECT SUM(id * 3) FROM t");
    sql.assertFails("22003", "UPDATE t SET id = id + 1");
    sql.assertFails("22003", "SELECT CAST(300 AS TINYINT) FROM t");
    sql.assertFails("22012", "SELECT id / 0 FROM t");
    sql.assertFails("22012", "SELECT 1 / d FROM t");
    sql.assertFails("22012", "SELECT 1.5 / 0");
    sql.assertFails("22012", "SELECT MOD(id, 0) FROM t");
    sql.assertFails("22018", "SELECT CAST('x' AS INTEGER)");
  }

  @Test
  void wrongParametersAreRefused() {
    sql.assertFails("22023", "SELECT * FROM t WHERE id = ?");
    sql.assertFails("22018", "SELECT * FROM t WHERE id = ?", "abc");
    sql.assertFails("22003", "SELECT COUNT(*), SUM(id) FROM t WHERE id + 1 = ?", 1.5);
  }

  @Test
  void systemTablesAreReadOnly() {
    sql.assertFails("42809", "DELETE FROM information_schema.tables");
  }

  @Test
  void deepNestingIsTooComplex() {
    sql.assertFails("54001", "SELECT " + "(".repeat(5000) + "1" + ")".repeat(5000));
    sql.assertFails("54001", "SELECT " + "1 + ".repeat(5000) + "1");
    sql.assertFails("54001", "SELECT " + "NOT ".repeat(5000) + "TRUE");
  }

  @Test
  void longChainsOfConditionsAreFine() throws SQLException {
    StringBuilder or = new StringBuilder("SELECT COUNT(*) FROM t WHERE id = 1");
    StringBuilder and = new StringBuilder("SELECT COUNT(*) FROM t WHERE id <> 1");
    for (int i = 2; i < 2000; i++) {
      or.append(" OR s = 'v").append(i).append("'");
      and.append(" AND s <> 'v").append(i).append("'");
    }
    sql.assertRows(List.of("1"), or.toString());
    sql.assertRows(List.of("1"), and.toString());
  }

  @Test
  void messagesHaveNothingInternal() {
    String message = sql.assertFails("42P01", "SELECT * FROM nope");
    assertFalse(message.contains("org.apache") || message.contains("Exception"), message);
  }

  @Test
  void closedSessionsRefuse() throws SQLException {
    SqlSession session = sql.engine.newSession();
    session.close();
    session.close();
    SQLException error = assertThrows(SQLException.class, () -> session.prepare("SELECT 1"));
    assertEquals("08003", error.getSQLState());
  }
}

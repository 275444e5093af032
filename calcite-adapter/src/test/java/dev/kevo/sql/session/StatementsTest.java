package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each kind of statement does. */
final class StatementsTest {
  private SqlFixture sql;

  @BeforeEach
  void createTables() throws SQLException {
    sql = new SqlFixture();
    sql.run(
        "CREATE TABLE emp (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, dept VARCHAR(10),"
            + " salary DECIMAL(10, 2), hired DATE)");
    sql.run(
        "INSERT INTO emp VALUES (1, 'Ann', 'ENG', 100.50, DATE '2020-01-01'),"
            + " (2, 'Bob', 'ENG', 90, DATE '2021-05-06'), (3, 'Cid', 'OPS', 80, NULL),"
            + " (4, 'Dee', NULL, NULL, DATE '2019-12-31')");
  }

  @AfterEach
  void close() {
    sql.close();
  }

  @Test
  void selectsByKey() throws SQLException {
    sql.assertRows(List.of("2, Bob, ENG, 90.00, 18753"), "SELECT * FROM emp WHERE id = 2");
    sql.assertRows(List.of("Cid"), "SELECT name FROM emp WHERE id = ?", 3);
    sql.assertRows(List.of(), "SELECT name FROM emp WHERE id = ?", 33);
    sql.assertRows(List.of(), "SELECT name FROM emp WHERE id = ?", (Object) null);
  }

  @Test
  void aggregates() throws SQLException {
    sql.assertRows(
        List.of("ENG, 2, 190.50", "OPS, 1, 80.00", "null, 1, null"),
        "SELECT dept, COUNT(*), SUM(salary) FROM emp GROUP BY dept ORDER BY dept");
  }

  @Test
  void joins() throws SQLException {
    sql.assertRows(
        List.of("Ann, Bob"),
        "SELECT a.name, b.name FROM emp a JOIN emp b ON a.dept = b.dept AND a.id < b.id");
  }

  @Test
  void updatesAndDeletes() throws SQLException {
    assertEquals(2, sql.run("UPDATE emp SET salary = salary + 1 WHERE dept = 'ENG'"));
    sql.assertRows(List.of("101.50", "91.00"), "SELECT salary FROM emp WHERE id IN (1, 2)");
    assertEquals(4, sql.run("UPDATE emp SET id = id + 1"));
    sql.assertRows(List.of("2", "3", "4", "5"), "SELECT id FROM emp ORDER BY id");
    assertEquals(1, sql.run("DELETE FROM emp WHERE id = 5"));
    assertEquals(3, sql.run("DELETE FROM emp"));
  }

  @Test
  void explains() throws SQLException {
    String plan = sql.plan("SELECT name FROM emp WHERE id > 1 AND name LIKE 'B%'");
    assertTrue(plan.contains("key=[ID > 1]"), plan);
  }
}

package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parameters take their types from what stands around them. */
final class ParameterTypesTest {
  private SqlFixture sql;

  @BeforeEach
  void open() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, s VARCHAR(3))");
    sql.run("INSERT INTO t VALUES (1, 5, 'a'), (2, NULL, NULL)");
  }

  @AfterEach
  void close() throws Exception {
    sql.close();
  }

  private void assertRow(String row, String query, Object... parameters) throws SQLException {
    sql.assertRows(List.of(row), query, parameters);
  }

  @Test
  void parameterMayBeTheFirstChoiceOfCoalesce() throws SQLException {
    assertRow("3", "SELECT COALESCE(?, 5)", 3);
    assertRow("5", "SELECT COALESCE(?, 5)", (Object) null);
    assertRow("5", "SELECT COALESCE(?, ?, 5)", null, null);
    assertRow("hello", "SELECT COALESCE(?, 'x')", "hello");
    sql.assertRows(List.of("5", "null"), "SELECT COALESCE(?, n) FROM t", (Object) null);
    assertRow("1", "SELECT id FROM t WHERE n = COALESCE(?, n)", (Object) null);
    assertEquals(2, sql.run("UPDATE t SET s = COALESCE(?, s)", "z"));
    sql.assertRows(List.of("z", "z"), "SELECT s FROM t");
  }

  @Test
  void parameterIsOfTheTypeThatTheOtherChoicesHave() throws SQLException {
    assertRow("null, 4", "SELECT NULLIF(?, 3), NULLIF(?, 3)", 3, 4);
    assertRow("hello", "SELECT NULLIF(?, 'x')", "hello");
    assertRow("3, 4", "SELECT IFNULL(?, 5), NVL(?, 5)", 3, 4);
    assertRow("7, 2", "SELECT GREATEST(?, 5), LEAST(4, ?)", 7, 2);
    assertRow("hello", "SELECT CASE WHEN 1 = 1 THEN ? ELSE 'other' END", "hello");
    assertRow("3", "SELECT ARRAY[1, ?][2]", 3);
    sql.assertRows(List.of("2", "1"), "SELECT DECODE(n, ?, 2, 1) FROM t", 5);
    assertRow("1", "SELECT id FROM t WHERE ? IN (id, n)", 1);
  }

  @Test
  void functionsOfNumbersTakeParameters() throws SQLException {
    assertRow("3.5, -3.5", "SELECT ABS(?), -?", -3.5, 3.5);
    assertRow("1, 1", "SELECT MOD(?, 2), ? % 2", 5, 3);
    assertRow("1.24", "SELECT ROUND(?, ?)", 1.235, 2);
    sql.assertRows(List.of("6.0"), "SELECT SUM(?) FROM t", 3);
    assertRow("cde", "SELECT SUBSTRING('abcdef', ?, ?)", 3, 3);
    assertRow("null", "SELECT ABS(?)", (Object) null);
    assertRow(
        "5", "SELECT LAG(n, ?) OVER (ORDER BY id DESC) FROM t WHERE id = 1 OR n = ? LIMIT 1", 0, 9);
  }

  @Test
  void calculationsTakeParametersWhereverTheyStand() throws SQLException {
    for (String condition :
        List.of("n + ? > 6", "? + n > 6", "n - ? * 2 < 2", "n + ? IN (6, 7)", "10 = n * ?")) {
      assertRow("1", "SELECT id FROM t WHERE id = 1 AND " + condition, 2);
      assertRow("1", "SELECT id FROM t WHERE " + condition, 2);
    }
    assertRow("1", "SELECT id FROM t WHERE n BETWEEN ? - 1 AND ? * 2 + ?", 5, 2, 1);
    assertEquals(1, sql.run("UPDATE t SET n = n * ? + ? WHERE n + ? >= ?", 2, 1, 1, 6));
    sql.assertRows(List.of("11", "null"), "SELECT n FROM t");
  }

  @Test
  void calculationsCutNoParameter() throws SQLException {
    BigDecimal half = new BigDecimal("12.5");
    for (String query :
        List.of(
            "SELECT n * ? FROM t WHERE id = 1",
            "SELECT n / ? FROM t",
            "SELECT CASE WHEN n = 5 THEN ? ELSE n END FROM t WHERE id = 1",
            "SELECT CAST(? AS BIGINT) FROM t WHERE id = 1",
            "SELECT id FROM t WHERE id = 1 AND n + ? > 1",
            "UPDATE t SET n = n + ? WHERE id = 1")) {
      sql.assertFails("22003", query, half);
      sql.assertFails("22003", query, new BigDecimal("1e30"));
    }
    assertRow("15", "SELECT n * ? FROM t WHERE id = 1", new BigDecimal("3.00"));
    assertRow("1", "SELECT id FROM t WHERE n < ?", half);
    assertRow("1", "SELECT id FROM t WHERE n < ?", new BigDecimal("1e30"));
  }

  @Test
  void datesMoveByParameters() throws SQLException {
    assertRow("2024-01-06", "SELECT CAST(DATE '2024-01-01' + ? * INTERVAL '1' DAY AS VARCHAR)", 5);
    assertRow("2024-01-06", "SELECT CAST(TIMESTAMPADD(DAY, ?, DATE '2024-01-01') AS VARCHAR)", 5);
    assertRow("2024-01-06", "SELECT CAST(DATEADD('DAY', ?, DATE '2024-01-01') AS VARCHAR)", 5);
    assertRow("2023-12-27", "SELECT CAST(DATE '2024-01-01' - ? AS VARCHAR)", 5);
    assertRow("true", "SELECT CURRENT_DATE - ? < CURRENT_DATE", 5);
    assertRow("2024", "SELECT EXTRACT(YEAR FROM ?)", "2024-02-29 00:00:00");
  }

  @Test
  void orderMayDependOnAParameter() throws SQLException {
    sql.assertRows(
        List.of("2", "1"), "SELECT id FROM t ORDER BY CASE WHEN id = ? THEN 0 ELSE 1 END, id", 2);
    sql.assertRows(List.of("2", "1"), "SELECT id FROM t ORDER BY COALESCE(n, ?)", 1);
    sql.assertRows(List.of("2", "1"), "SELECT id FROM t ORDER BY id = ? DESC, id", 2);
  }

  @Test
  void columnStillSaysTheType() throws SQLException {
    assertEquals(1, sql.run("INSERT INTO t SELECT ?, ?, ?", "3", new BigDecimal("4"), 5));
    assertRow("3, 4, 5", "SELECT * FROM t WHERE id = ?", 3L);
    sql.assertRows(List.of("6", "null", "5"), "SELECT n + ? FROM t ORDER BY id", 1);
    assertRow("5", "SELECT ?", 5);
  }
}

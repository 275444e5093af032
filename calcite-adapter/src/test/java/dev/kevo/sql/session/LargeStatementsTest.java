package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Statements so large or deep that generated methods or the stack would end: they are answered. */
@Tag("slow")
final class LargeStatementsTest {
  private static SqlFixture sql;

  @BeforeAll
  static void createTable() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER)");
    sql.run("INSERT INTO t VALUES (1, 10), (2, 20), (3, NULL)");
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  private static String join(int count, String separator, IntFunction<String> f) {
    return IntStream.range(0, count).mapToObj(f).collect(Collectors.joining(separator));
  }

  @Test
  void manyColumnsAreGivenAndMoreRefused() throws SQLException {
    String columns = join(1_600, ", ", i -> "v + " + i);
    List<String> rows = sql.rows("SELECT " + columns + " FROM t WHERE id < 3 ORDER BY v DESC");
    assertEquals(2, rows.size());
    assertEquals(join(1_600, ", ", i -> Integer.toString(20 + i)), rows.get(0));
    assertThrows(SQLException.class, () -> sql.rows("SELECT " + columns + ", 1 FROM t"));
  }

  @Test
  void manyAggregatesAndWindowsAreGiven() throws SQLException {
    String sums = join(200, ", ", i -> "SUM(v + " + i + ")");
    assertEquals(
        List.of(join(200, ", ", i -> Integer.toString(30 + 2 * i))),
        sql.rows("SELECT " + sums + " FROM t"));
    String windows = join(40, ", ", i -> "SUM(id + " + i + ") OVER (ORDER BY id)");
    assertEquals(
        join(40, ", ", i -> Integer.toString(6 + 3 * i)),
        sql.rows("SELECT " + windows + " FROM t ORDER BY id DESC").get(0));
  }

  @Test
  void thousandsOfParametersAreBound() throws SQLException {
    Object[] parameters = Collections.nCopies(5_000, 7).toArray();
    parameters[4_321] = 2;
    sql.assertRows(
        List.of("2, 20"),
        "SELECT * FROM t WHERE id IN (" + join(5_000, ", ", i -> "?") + ")",
        parameters);
  }

  @Test
  void longConditionsAndCasesAreEvaluated() throws SQLException {
    String cases = join(300, " ", i -> "WHEN v = " + i + " THEN 'n" + i + "'");
    assertEquals(
        List.of("n10", "n20", "none"),
        sql.rows("SELECT CASE " + cases + " ELSE 'none' END FROM t ORDER BY id"));
    String either = join(400, " OR ", i -> "(v = " + i + " AND id = " + (i / 10) + ")");
    assertEquals(List.of("1", "2"), sql.rows("SELECT id FROM t WHERE " + either + " ORDER BY id"));
  }

  @Test
  void whatIsNestedTooDeepIsRefused() throws SQLException {
    String deep = "(".repeat(5_000) + "1" + ")".repeat(5_000);
    sql.assertFails("54001", "SELECT " + deep);
    assertThrows(
        SQLException.class,
        () -> sql.rows("SELECT " + "ABS(".repeat(2_000) + "1" + ")".repeat(2_000)));
    assertEquals(List.of("90"), sql.rows("SELECT " + "1 + ".repeat(89) + "1"));
    assertEquals(List.of("1"), sql.rows("SELECT 1"));
  }
}

package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What reaches the scan: each test looks at the rows and at the plan. */
final class PushdownTest {
  private static SqlFixture sql;

  @BeforeAll
  static void createTables() throws SQLException {
    sql = new SqlFixture();
    sql.run(
        "CREATE TABLE t (a INTEGER, b VARCHAR(20), c BIGINT, d DOUBLE, e DECIMAL(10, 2),"
            + " PRIMARY KEY (a, b))");
    sql.run(
        "INSERT INTO t VALUES (1, 'x', 10, 1.5, 1), (1, 'y', 20, 2.5, 2), (2, 'x', 30, 3.5, 3),"
            + " (2, 'yy', 40, 4.5, 4), (3, 'abc', 50, NULL, 5), (3, 'abd', 60, 6.5, 6)");
    sql.run("CREATE TABLE n (id BIGINT PRIMARY KEY, v INTEGER)");
    for (int i = 0; i < 100; i++) {
      sql.run("INSERT INTO n VALUES (?, ?)", i, i % 7);
    }
    sql.run("CREATE TABLE typed (d DECIMAL(6, 2) PRIMARY KEY, x INTEGER)");
    sql.run("INSERT INTO typed VALUES (1.25, 1), (2.5, 2), (-3.75, 3)");
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  private static void check(String query, String planned, List<String> rows, Object... parameters)
      throws SQLException {
    String plan = sql.plan(query);
    assertTrue(plan.contains(planned), plan);
    sql.assertRows(rows, query, parameters);
  }

  @Test
  void wholeKeyIsAPoint() throws SQLException {
    check("SELECT c FROM t WHERE a = 1 AND b = 'y'", "key=[A = 1 AND B = 'y']", List.of("20"));
    check(
        "SELECT c FROM t WHERE b = ? AND ? = a", "key=[A = ?1 AND B = ?0]", List.of("20"), "y", 1);
  }

  @Test
  void onlyNeededColumnsAreRead() throws SQLException {
    check("SELECT c FROM t WHERE a = 1 AND d > 2", "columns=[[C, D]]", List.of("20"));
    check("SELECT COUNT(*) FROM t WHERE a = 1", "columns=[[A]]", List.of("2"));
    check("SELECT SUM(c) FROM t WHERE a = 1", "columns=[[C]]", List.of("30"));
  }

  @Test
  void prefixOfTheKeyIsARange() throws SQLException {
    check("SELECT c FROM t WHERE a = 2", "key=[A = 2]", List.of("30", "40"));
    check("SELECT c FROM t WHERE a = ?", "key=[A = ?0]", List.of("30", "40"), 2);
  }

  @Test
  void equalityAndRangeOfTheNextColumn() throws SQLException {
    check(
        "SELECT c FROM t WHERE a = 2 AND b > 'x' AND b <= 'yy'",
        "key=[A = 2 AND B > 'x' AND B <= 'yy']",
        List.of("40"));
    check(
        "SELECT c FROM t WHERE a = ? AND b BETWEEN ? AND ?",
        "key=[A = ?0 AND B >= ?1 AND B <= ?2]",
        List.of("30"),
        2,
        "a",
        "x");
  }

  @Test
  void likeWithAPrefix() throws SQLException {
    check(
        "SELECT c FROM t WHERE a = 3 AND b LIKE 'ab%'",
        "key=[A = 3 AND B LIKE 'ab%']", List.of("50", "60"));
    check(
        "SELECT c FROM t WHERE a = 3 AND b LIKE ?",
        "key=[A = 3 AND B LIKE ?0]",
        List.of("60"),
        "%d");
    check("SELECT c FROM t WHERE a = 3 AND b LIKE 'a_c%'", "filter=[LIKE", List.of("50"));
  }

  @Test
  void listsAreSortedAndLookedUpOnce() throws SQLException {
    check(
        "SELECT id FROM n WHERE id IN (5, 3, 3, 500, 4)",
        "key=[ID = 5 OR ID = 3 OR ID = 500 OR ID = 4]",
        List.of("3", "4", "5"));
    check(
        "SELECT id FROM n WHERE id IN (?, ?, ?, ?)",
        "key=[ID = ?0 OR ID = ?1 OR ID = ?2 OR ID = ?3]",
        List.of("3", "5"),
        5,
        3,
        null,
        5L);
    check(
        "SELECT c FROM t WHERE a IN (1, 3) AND b IN ('x', 'abc')",
        "A = 1 AND B = 'x'",
        List.of("10", "50"));
  }

  @Test
  void listsOfRows() throws SQLException {
    check(
        "SELECT c FROM t WHERE (a, b) IN ((3, 'abd'), (1, 'x'), (9, 'q'))",
        "A = 1 AND B = 'x'",
        List.of("10", "60"));
    check(
        "SELECT c FROM t WHERE (a, b) IN ((?, ?), (?, ?))",
        "key=[A = ?0 AND B = ?1 OR A = ?2 AND B = ?3]",
        List.of("10", "60"),
        3,
        "abd",
        1,
        "x");
  }

  @Test
  void comparisonsOfRows() throws SQLException {
    check(
        "SELECT c FROM t WHERE (a, b) > (1, 'x') AND (a, b) <= (3, 'abc')",
        "key=[(A, B) > (1, 'x') AND (A, B) <= (3, 'abc')]",
        List.of("20", "30", "40", "50"));
    check(
        "SELECT c FROM t WHERE (a, b) > (?, ?) ORDER BY a, b LIMIT 2",
        "key=[(A, B) > (?0, ?1)]",
        List.of("40", "50"),
        2,
        "x");
  }

  @Test
  void alternativesOfRanges() throws SQLException {
    check(
        "SELECT id FROM n WHERE id < 2 OR id BETWEEN 50 AND 51 OR id = 1",
        "key=[ID < 2 OR ID >= 50 AND ID <= 51 OR ID = 1]",
        List.of("0", "1", "50", "51"));
    check(
        "SELECT c FROM t WHERE a = 1 OR (a = 3 AND b = 'abc')",
        "key=[A = 1 OR A = 3 AND B = 'abc']",
        List.of("10", "20", "50"));
  }

  @Test
  void directionAndLimitReachTheScan() throws SQLException {
    check(
        "SELECT id FROM n ORDER BY id DESC LIMIT 3",
        "order=[DESC], limit=[3]",
        List.of("99", "98", "97"));
    check(
        "SELECT id FROM n WHERE id < ? ORDER BY id DESC LIMIT ? OFFSET ?",
        "order=[DESC], limit=[?1 + ?2]",
        List.of("48", "47"),
        50,
        2,
        1);
    check("SELECT c FROM t WHERE a = 2 ORDER BY b DESC", "order=[DESC]", List.of("40", "30"));
    check(
        "SELECT id FROM n OFFSET 97 ROWS FETCH NEXT 5 ROWS ONLY",
        "offset=[97], fetch=[5]",
        List.of("97", "98", "99"));
    String sorted = sql.plan("SELECT a, b FROM t ORDER BY a, b DESC");
    assertTrue(sorted.contains("Sort(keys=[$0 ASC, $1 DESC]"), sorted);
  }

  @Test
  void residualFilterComesAfterTheBounds() throws SQLException {
    check(
        "SELECT id FROM n WHERE id > 90 AND v = 2",
        "KeyValueQuery(project=[$0], filter=[=($1, 2)])\n  KevoScan(table=[PUBLIC.N],"
            + " columns=[[ID, V]], key=[ID > 90]",
        List.of("93"));
  }

  @Test
  void numbersThatTheKeyCannotHold() throws SQLException {
    check("SELECT c FROM t WHERE a = 1.5", "key=[A = 1.5", List.of());
    check("SELECT c FROM t WHERE a < 1.5", "key=[A < 1.5", List.of("10", "20"));
    check("SELECT c FROM t WHERE a >= 2.5", "key=[A >= 2.5", List.of("50", "60"));
    check("SELECT COUNT(*) FROM t WHERE a < 99999999999", "key=[A < 99999999999", List.of("6"));
    check("SELECT COUNT(*) FROM t WHERE a > 99999999999", "key=[A > 99999999999", List.of("0"));
    check("SELECT COUNT(*) FROM t WHERE a = ?", "key=[A = ?0]", List.of("0"), 1.5);
    check("SELECT COUNT(*) FROM t WHERE a < ?", "key=[A < ?0]", List.of("2"), 1.5);
    check("SELECT COUNT(*) FROM t WHERE a < ?", "key=[A < ?0]", List.of("6"), 99999999999L);
    check("SELECT COUNT(*) FROM t WHERE a = CAST(? AS BIGINT)", "key=[A", List.of("2"), 3);
    check("SELECT x FROM typed WHERE d = 2.5", "key=[D = 2.5", List.of("2"));
    check("SELECT x FROM typed WHERE d > 1.249 ORDER BY d", "key=[D > 1.249", List.of("1", "2"));
    check("SELECT x FROM typed WHERE d <= ?", "key=[D <= ?0]", List.of("3"), 1.249);
    check("SELECT x FROM typed WHERE d < 2", "key=[D < 2", List.of("3", "1"));
  }

  @Test
  void nullParametersFindNothing() throws SQLException {
    for (String condition :
        List.of("id = ?", "id > ?", "id <= ?", "id IN (?)", "id < ? OR id = 5")) {
      List<String> expected = condition.contains("OR") ? List.of("5") : List.of();
      sql.assertRows(expected, "SELECT id FROM n WHERE " + condition, (Object) null);
    }
  }

  @Test
  void notANumberEqualsNothing() throws SQLException {
    sql.run("CREATE TABLE nan (d DOUBLE PRIMARY KEY, e DOUBLE)");
    for (double d : new double[] {-1, 0, 2, Double.POSITIVE_INFINITY, Double.NaN}) {
      sql.run("INSERT INTO nan VALUES (?, ?)", d, d);
    }

    for (String column : List.of("d", "e")) {
      String count = "SELECT COUNT(*) FROM nan WHERE " + column;
      sql.assertRows(List.of("2"), count + " > 0");
      sql.assertRows(List.of("3"), count + " >= ?", -0.0);
      sql.assertRows(List.of("0"), count + " = ?", Double.NaN);
      sql.assertRows(List.of("0"), count + " > ?", Double.NaN);
      sql.assertRows(List.of("0"), count + " < ?", Double.NaN);
      sql.assertRows(List.of("4"), count + " <> 2");
    }
  }

  @Test
  void contradictionsFindNothing() throws SQLException {
    sql.assertRows(List.of(), "SELECT id FROM n WHERE id > 5 AND id < 3");
    sql.assertRows(List.of(), "SELECT id FROM n WHERE id = ? AND id = ?", 1, 2);
    sql.assertRows(List.of("7"), "SELECT id FROM n WHERE id > ? AND id > ? AND id < 8", 3, 6);
  }

  @Test
  void tensOfThousandsOfValues() throws SQLException {
    StringBuilder literals = new StringBuilder("SELECT COUNT(*) FROM n WHERE id IN (-1");
    StringBuilder parameters = new StringBuilder("SELECT COUNT(*) FROM n WHERE id IN (?");
    StringBuilder other = new StringBuilder("SELECT COUNT(*), SUM(v) FROM n WHERE v IN (-1");
    List<Object> values = new ArrayList<>();
    values.add(-1);
    for (int i = 0; i < 50_000; i++) {
      literals.append(", ").append(i * 3);
      parameters.append(", ?");
      other.append(", ").append(i * 3);
      values.add(i * 3);
    }
    sql.assertRows(List.of("34"), literals.append(')').toString());
    sql.assertRows(List.of("34"), parameters.append(')').toString(), values.toArray());
    sql.assertRows(List.of("43, 126"), other.append(')').toString());
  }

  @Test
  void setMaxRowsStopsTheScan() throws SQLException {
    PreparedSql all = sql.session.prepare("SELECT id FROM n");

    assertEquals(List.of("0", "1"), SqlFixture.rows(sql.session, all, 2));
  }

  @Test
  void keyOfTheOuterQueryBoundsTheInnerScan() throws SQLException {
    String query = "SELECT x.id, y.v FROM n x JOIN n y ON y.id = x.id AND y.id = 3 WHERE x.id < 5";
    String plan = sql.plan(query);

    assertTrue(plan.contains("key=[ID = 3]"), plan);
    sql.assertRows(List.of("3, 3"), query);
  }

  @Test
  void plansWithoutBoundsSayNothingOfKeys() throws SQLException {
    assertFalse(sql.plan("SELECT id FROM n WHERE v = 3").contains("key="));
    assertFalse(sql.plan("SELECT c FROM t WHERE b = 'x'").contains("key="));
  }
}

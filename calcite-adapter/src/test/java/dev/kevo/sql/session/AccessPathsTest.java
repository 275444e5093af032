package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How tables are reached beyond their primary key: each test looks at the rows and at the plan. */
final class AccessPathsTest {
  private static SqlFixture sql;

  @BeforeAll
  static void createTables() throws SQLException {
    sql = new SqlFixture();
    sql.run(
        "CREATE TABLE t (id BIGINT PRIMARY KEY, g INTEGER, v INTEGER, w VARCHAR(10), x INTEGER)");
    sql.run("CREATE INDEX tv ON t (v)");
    sql.run("CREATE INDEX tgv ON t (g, v DESC)");
    for (int i = 0; i < 200; i++) {
      Integer v = i % 50 == 7 ? null : (i * 37) % 199;
      sql.run("INSERT INTO t VALUES (?, ?, ?, ?, ?)", i, i % 10, v, "w" + i, i % 3);
    }
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  private static void check(String planned, List<String> rows, String query, Object... parameters)
      throws SQLException {
    String plan = sql.plan(query);
    assertTrue(plan.contains(planned), plan);
    sql.assertRows(rows, query, parameters);
  }

  /** The rows do not depend on how they are reached. */
  private static void checkAgainstScan(String planned, String query, String hidden)
      throws SQLException {
    String plan = sql.plan(query);
    assertTrue(plan.contains(planned), plan);
    assertFalse(sql.plan(hidden).contains(planned), sql.plan(hidden));
    sql.assertRows(sql.rows(hidden), query);
  }

  @Test
  void rangeOfAnIndexIsReadIfItIsNarrow() throws SQLException {
    checkAgainstScan(
        "index=[TV]",
        "SELECT id, w FROM t WHERE v BETWEEN 10 AND 14 ORDER BY id",
        "SELECT id, w FROM t WHERE v + 0 BETWEEN 10 AND 14 ORDER BY id");
    checkAgainstScan(
        "index=[TGV",
        "SELECT id, w FROM t WHERE g = 3 AND v > 100 ORDER BY id",
        "SELECT id, w FROM t WHERE g + 0 = 3 AND v + 0 > 100 ORDER BY id");
    String wide = sql.plan("SELECT w FROM t WHERE v > ?");
    assertFalse(wide.contains("index="), wide);
  }

  @Test
  void coveringIndexIsReadEvenForWideRanges() throws SQLException {
    check("index=[TV (covering)]", List.of("187"), "SELECT COUNT(*) FROM t WHERE v > ?", 7);
  }

  @Test
  void orderOfAnIndexReplacesASortWithALimit() throws SQLException {
    checkAgainstScan(
        "index=[TV]",
        "SELECT id, w FROM t ORDER BY v, id LIMIT 5",
        "SELECT id, w FROM t ORDER BY MOD(v, 1000), id LIMIT 5");
    checkAgainstScan(
        "index=[TV]",
        "SELECT id, v, w FROM t ORDER BY v DESC, id DESC LIMIT 6 OFFSET 1",
        "SELECT id, v, w FROM t ORDER BY MOD(v, 1000) DESC, id DESC LIMIT 6 OFFSET 1");
    checkAgainstScan(
        "index=[TGV]",
        "SELECT id, w FROM t WHERE g = 4 ORDER BY v DESC LIMIT 3",
        "SELECT id, w FROM t WHERE g + 0 = 4 ORDER BY v DESC LIMIT 3");
    checkAgainstScan(
        "index=[TV (covering)]",
        "SELECT v FROM t ORDER BY v",
        "SELECT MOD(v, 1000) FROM t ORDER BY 1");
  }

  @Test
  void orderThatTheIndexLacksIsSorted() throws SQLException {
    for (String order :
        List.of("v NULLS FIRST", "v DESC NULLS LAST", "g, v", "w, v", "v DESC, id")) {
      String query = "SELECT id, w FROM t ORDER BY " + order + " LIMIT 2";
      assertFalse(sql.plan(query).contains("index="), sql.plan(query));
    }
  }

  @Test
  void extremesAreOneSeek() throws SQLException {
    check("limit=[1]", List.of("0"), "SELECT MIN(id) FROM t");
    check("order=[DESC], limit=[1]", List.of("199"), "SELECT MAX(id) FROM t");
    check("index=[TV (covering)], order=[ASC], limit=[1]", List.of("0"), "SELECT MIN(v) FROM t");
    check("index=[TV (covering)], order=[DESC]", List.of("198"), "SELECT MAX(v) FROM t");
    checkAgainstScan(
        "index=[TGV (covering)], key=[G = 7], order=[DESC], limit=[1]",
        "SELECT MIN(v), MAX(v) FROM t WHERE g = 7",
        "SELECT MIN(MOD(v, 1000)), MAX(MOD(v, 1000)) FROM t WHERE g + 0 = 7");
    check("limit=[1]", List.of("null, null"), "SELECT MIN(id), MAX(id) FROM t WHERE id > 500");
    check("key=[ID < ?0]", List.of("98"), "SELECT MAX(id) FROM t WHERE id < ? AND x = 2", 100);
  }

  @Test
  void keysetPaginationIsOneRange() throws SQLException {
    checkAgainstScan(
        "index=[TV (covering)], key=[V >= 20], order=[ASC]",
        "SELECT v, id FROM t WHERE (v, id) > (20, 0) ORDER BY v, id LIMIT 4",
        "SELECT v, id FROM t WHERE (MOD(v, 1000), id) > (20, 0) ORDER BY MOD(v, 1000), id LIMIT 4");
    checkAgainstScan(
        "index=[TV], key=[V <= 20], order=[DESC]",
        "SELECT w FROM t WHERE (v, id) < (20, 100) ORDER BY v DESC, id DESC LIMIT 4",
        "SELECT w FROM t WHERE (MOD(v, 1000), id) < (20, 100)"
            + " ORDER BY MOD(v, 1000) DESC, id DESC LIMIT 4");
    check(
        "index=[TV], key=[V >= ?0], order=[ASC]",
        List.of("w185", "w142"),
        "SELECT w FROM t WHERE (v, id) > (?, ?) ORDER BY v, id LIMIT 2",
        78,
        29);
  }

  @Test
  void keysetPaginationGoesOnWithinAGroup() throws SQLException {
    sql.run("CREATE TABLE pages (g INTEGER, a INTEGER, b INTEGER, PRIMARY KEY (g, a, b))");
    for (int i = 0; i < 60; i++) {
      sql.run("INSERT INTO pages VALUES (?, ?, ?)", i % 3, i % 4, i);
    }
    check(
        "key=[G = ?0 AND (A, B) > (?1, ?2)], order=[ASC], limit=[2]",
        List.of("1, 37", "1, 49"),
        "SELECT a, b FROM pages WHERE g = ? AND (a, b) > (?, ?) ORDER BY a, b LIMIT 2",
        1,
        1,
        28);
    check(
        "key=[G = 1 AND (A, B) < (1, 40)], order=[DESC], limit=[2]",
        List.of("1, 37", "1, 25"),
        "SELECT a, b FROM pages WHERE g = 1 AND (a, b) < (1, 40) ORDER BY a DESC, b DESC LIMIT 2");
  }

  @Test
  void alternativesAreReadByAnIndexEach() throws SQLException {
    sql.run("CREATE TABLE either (id INTEGER PRIMARY KEY, p INTEGER, q INTEGER, r INTEGER)");
    sql.run("CREATE INDEX either_p ON either (p)");
    sql.run("CREATE INDEX either_q ON either (q)");
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      rows.add("(" + i + ", " + (i % 9 == 0 ? "NULL" : i % 400) + ", " + i % 300 + ", " + i + ")");
    }
    sql.run("INSERT INTO either VALUES " + String.join(", ", rows));
    String query =
        "SELECT id, r FROM either WHERE (p = 7 OR q = 7 OR id = 9) AND r > 5 ORDER BY id";
    String plan = sql.plan(query);
    for (String part : List.of("index=[EITHER_P], key=[P = 7]", "index=[EITHER_Q], key=[Q = 7]")) {
      assertTrue(plan.contains(part), plan);
    }
    checkAgainstScan(
        "key=[ID = 9]",
        query,
        "SELECT id, r FROM either WHERE (MOD(p, 1000) = 7 OR q = 7 OR id = 9) AND r > 5"
            + " ORDER BY id");
    String wide = sql.plan("SELECT id, r FROM either WHERE p = 7 OR q > 7");
    assertFalse(wide.contains("Union"), wide);
  }

  @Test
  void orderThatBeginsAsTheKeyIsSortedInStretches() throws SQLException {
    sql.run("CREATE TABLE stretches (a INTEGER, b INTEGER, c INTEGER, PRIMARY KEY (a, b))");
    for (int a = 0; a < 5; a++) {
      List<String> rows = new ArrayList<>();
      for (int b = 0; b < 700; b++) {
        rows.add("(" + a / 2 * 2 + b / 699 + ", " + (b + 1000 * a) + ", " + b * 37 % 101 + ")");
      }
      sql.run("INSERT INTO stretches VALUES " + String.join(", ", rows));
    }
    checkAgainstScan(
        "PartialSort(keys=[$0 ASC, $1 ASC, $2 DESC], presorted=[1]",
        "SELECT a, c, b FROM stretches ORDER BY a, c, b DESC",
        "SELECT a, c, b FROM stretches ORDER BY MOD(a, 1000), c, b DESC");
    checkAgainstScan(
        "PartialSort(keys=[$0 DESC, $1 ASC, $2 ASC], presorted=[1], offset=[1], fetch=[3]",
        "SELECT a, c, b FROM stretches WHERE c > 5 ORDER BY a DESC, c, b LIMIT 3 OFFSET 1",
        "SELECT a, c, b FROM stretches WHERE c > 5 ORDER BY MOD(a, 1000) DESC, c, b"
            + " LIMIT 3 OFFSET 1");
    String plan = sql.plan("SELECT c FROM stretches ORDER BY a DESC, c");
    assertTrue(plan.contains("order=[DESC]"), plan);
  }

  @Test
  void changesByAnIndexSeeEachRowOnce() throws SQLException {
    sql.run("CREATE TABLE moved (id INTEGER PRIMARY KEY, v INTEGER)");
    sql.run("CREATE INDEX moved_v ON moved (v)");
    sql.run("INSERT INTO moved VALUES (1, 1), (2, 2), (3, 3)");
    String update = "UPDATE moved SET v = v + 1 WHERE v BETWEEN 1 AND 10";
    assertTrue(sql.plan(update).contains("index=[MOVED_V"), sql.plan(update));

    sql.run(update);

    sql.assertRows(List.of("2", "3", "4"), "SELECT v FROM moved ORDER BY id");
  }
}

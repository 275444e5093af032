package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Joins that look up one side: each test compares with a join that must read both. */
final class LookupJoinTest {
  private static SqlFixture sql;

  @BeforeAll
  static void createTables() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE few (k INTEGER, c VARCHAR(5))");
    sql.run(
        "INSERT INTO few VALUES (3, 'c3'), (3, 'x'), (150, 'c0'), (999, 'c1'), (NULL, 'c2'),"
            + " (7, NULL)");
    sql.run("CREATE TABLE tags (b INTEGER, t VARCHAR(5))");
    sql.run("INSERT INTO tags VALUES (1, 'odd'), (4, 'even'), (4, 'four'), (15, 'odd'), (77, 'x')");
    sql.run("CREATE TABLE many (id INTEGER PRIMARY KEY, g INTEGER, c VARCHAR(5))");
    sql.run("CREATE INDEX many_g ON many (g)");
    sql.run("CREATE INDEX many_c ON many (c, id)");
    sql.run("CREATE TABLE parts (a INTEGER, b INTEGER, v INTEGER, PRIMARY KEY (a, b))");
    for (int i = 0; i < 300; i++) {
      sql.run("INSERT INTO many VALUES (?, ?, ?)", i, i % 20 == 0 ? null : i % 20, "c" + i % 6);
      sql.run("INSERT INTO parts VALUES (?, ?, ?)", i % 10, i / 10, i);
    }
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  /** The condition's right side becomes an expression, which no key is. */
  private static void check(String index, String query, String key) throws SQLException {
    String plan = sql.plan(query);
    assertTrue(plan.contains("LookupJoin"), plan);
    assertTrue(plan.contains(index), plan);
    String hashed = query.replace(key, "MOD(" + key + ", 100000)");
    assertTrue(!sql.plan(hashed).contains("LookupJoin"), sql.plan(hashed));
    assertEquals(sql.rows(hashed), sql.rows(query), query);
  }

  @Test
  void rowsAreLookedUpByTheirPrimaryKey() throws SQLException {
    check(
        "table=[PUBLIC.MANY]",
        "SELECT f.k, f.c, m.g, m.c FROM few f JOIN many m ON f.k = m.id ORDER BY f.k, f.c",
        "m.id");
    check(
        "table=[PUBLIC.MANY]",
        "SELECT m.g, m.c, f.k, f.c FROM many m JOIN few f ON f.k = m.id ORDER BY f.k, f.c",
        "m.id");
    check(
        "lookup=[right]",
        "SELECT f.k, f.c, m.id, m.c FROM few f LEFT JOIN many m ON f.k = m.id AND m.c <> 'c3'"
            + " ORDER BY f.k, f.c",
        "m.id");
    check(
        "lookup=[left]",
        "SELECT f.k, f.c, m.id, m.c FROM many m RIGHT JOIN few f ON f.k = m.id AND m.c <> 'c3'"
            + " ORDER BY f.k, f.c",
        "m.id");
  }

  @Test
  void rowsAreLookedUpByAnIndex() throws SQLException {
    check(
        "index=[MANY_G]",
        "SELECT f.k, f.c, m.id, m.c FROM few f JOIN many m ON f.k = m.g ORDER BY f.k, f.c, m.id",
        "m.g");
    check(
        "index=[MANY_G (covering)]",
        "SELECT f.k, m.id FROM few f LEFT JOIN many m ON f.k = m.g AND m.id > f.k"
            + " ORDER BY f.k, m.id",
        "m.g");
  }

  @Test
  void existenceIsLookedUp() throws SQLException {
    check(
        "by=[ID]",
        "SELECT c FROM few WHERE EXISTS (SELECT 1 FROM many m WHERE m.id = few.k) ORDER BY c",
        "m.id");
  }

  @Test
  void groupsAreLookedUpByTheirKeys() throws SQLException {
    check(
        "index=[MANY_G]",
        "SELECT f.k, f.c, m.n, m.c FROM few f LEFT JOIN"
            + " (SELECT g, COUNT(*) AS n, MAX(c) AS c FROM many GROUP BY g HAVING COUNT(*) > 1) m"
            + " ON f.k = m.g ORDER BY f.k, f.c",
        "m.g");
    check(
        "index=[MANY_G (covering)]",
        "SELECT f.k, f.c FROM few f LEFT JOIN (SELECT g, MIN(id) AS id FROM many GROUP BY g) m"
            + " ON f.k = m.g WHERE m.id IS NULL ORDER BY f.k, f.c",
        "m.g");
    check(
        "by=[A]",
        "SELECT f.k, p.b, p.n FROM few f JOIN"
            + " (SELECT a, MOD(b, 2) AS b, COUNT(*) AS n FROM parts GROUP BY a, MOD(b, 2)) p"
            + " ON p.a = f.k ORDER BY f.k, p.b",
        "p.a");
  }

  @Test
  void groupsOfJoinedRowsAreLookedUpByTheirKeys() throws SQLException {
    for (String joined :
        List.of(
            "parts p JOIN few q ON q.k = p.b",
            "few q JOIN parts p ON q.k = p.b",
            "few q JOIN parts p ON q.k = p.b JOIN few r ON r.c = q.c")) {
      check(
          "by=[A]",
          "SELECT f.k, f.c, m.n, m.v FROM few f LEFT JOIN"
              + " (SELECT p.a, COUNT(*) AS n, MAX(p.v) AS v FROM "
              + joined
              + " GROUP BY p.a HAVING COUNT(*) > 1) m ON m.a = f.k ORDER BY f.k, f.c",
          "m.a");
    }
  }

  @Test
  void groupsOfAnOuterJoinAreMadeOfAllRows() throws SQLException {
    String query =
        "SELECT f.k, s.n FROM few f JOIN (SELECT p.a, COUNT(t.t) AS n FROM parts p"
            + " LEFT JOIN tags t ON t.b = p.b GROUP BY p.a) s ON f.k = s.a ORDER BY f.k, f.c";
    assertTrue(!sql.plan(query).contains("LookupJoin"), sql.plan(query));
    assertEquals(List.of("3, 4", "3, 4", "7, 4"), sql.rows(query));
  }

  @Test
  void moreGroupsThanPlannedAreJoinedByHashing() throws SQLException {
    sql.run("CREATE TABLE asking (n INTEGER PRIMARY KEY, k INTEGER)");
    String query =
        "SELECT COUNT(*), SUM(s.n) FROM asking g JOIN (SELECT p.a, COUNT(*) AS n FROM parts p"
            + " JOIN tags t ON t.b = p.b GROUP BY p.a) s ON s.a = g.k";
    PreparedSql prepared = sql.session.prepare(query);
    assertTrue(sql.plan(query).contains("by=[A]"), sql.plan(query));
    sql.run(
        "INSERT INTO asking SELECT n, MOD(n, 20) FROM TABLE(GENERATE_SERIES(1, 12000)) AS s (n)");

    assertEquals(List.of("6000, 24000"), SqlFixture.rows(sql.session, prepared, 0));
  }

  @Test
  void correlatedAveragesAreOfTheRowsAskedFor() throws SQLException {
    String query =
        "SELECT f.k, f.c FROM few f WHERE f.k > (SELECT AVG(m.id) / 100 FROM many m WHERE m.g = f.k)"
            + " ORDER BY f.k, f.c";
    String plan = sql.plan(query);
    assertTrue(plan.contains("index=[MANY_G (covering)]"), plan);
    assertEquals(List.of("3, c3", "3, x", "7, null"), sql.rows(query));
  }

  @Test
  void leadingKeyColumnsAreEnough() throws SQLException {
    check(
        "by=[A]",
        "SELECT f.k, p.b, p.v FROM few f JOIN parts p ON p.a = f.k AND p.v > 100 ORDER BY f.k, p.v",
        "p.a");
  }

  @Test
  void moreRowsThanPlannedAreJoinedByHashing() throws SQLException {
    sql.run("CREATE TABLE growing (n INTEGER PRIMARY KEY, k INTEGER)");
    String query = "SELECT COUNT(*), SUM(m.id), SUM(g.n) FROM growing g JOIN many m ON m.id = g.k";
    PreparedSql prepared = sql.session.prepare(query);
    assertTrue(sql.plan(query).contains("LookupJoin"), sql.plan(query));
    int count = 12_000;
    long sum = 0;
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add("(" + i + ", " + i % 600 + ")");
      sum += i % 600 < 300 ? i % 600 : 0;
    }
    sql.run("INSERT INTO growing VALUES " + String.join(", ", rows));
    long numbers = 0;
    for (int i = 0; i < count; i++) {
      numbers += i % 600 < 300 ? i : 0;
    }

    assertEquals(
        List.of(count / 2 + ", " + sum + ", " + numbers),
        SqlFixture.rows(sql.session, prepared, 0));
  }
}

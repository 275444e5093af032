package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Scans that skip leading key columns: each test compares with a scan of all rows. */
final class SkipScanTest {
  private static SqlFixture sql;

  /** Few regions, many numbers; some regions and numbers are NULL in the index. */
  @BeforeAll
  static void createTables() throws SQLException {
    sql = new SqlFixture();
    sql.run(
        "CREATE TABLE sale (region VARCHAR(8), shop SMALLINT, n INTEGER, v INTEGER, w INTEGER, x INTEGER,"
            + " PRIMARY KEY (region, shop, n))");
    sql.run("CREATE INDEX sale_vw ON sale (v DESC, w)");
    sql.run(
        "INSERT INTO sale SELECT 'r' || MOD(n, 3), MOD(n, 4), n,"
            + " CASE WHEN MOD(n, 11) = 0 THEN NULL ELSE MOD(n, 5) END,"
            + " CASE WHEN MOD(n, 7) = 0 THEN NULL ELSE MOD(n * 31, 1000) END, n"
            + " FROM TABLE(GENERATE_SERIES(1, 5000)) AS s (n)");
    sql.run("CREATE TABLE heap AS SELECT * FROM sale");
    sql.run("ANALYZE sale");
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  private static void check(String bounds, String query) throws SQLException {
    String plan = sql.plan(query);
    assertTrue(plan.contains(bounds), plan);
    assertEquals(sql.rows(query.replace(" sale ", " heap ")), sql.rows(query), query);
  }

  @Test
  void valuesBehindALeadingColumnAreSoughtUnderEachOfItsValues() throws SQLException {
    check("key=[each REGION, SHOP: N = 777]", "SELECT region, shop, v FROM sale WHERE n = 777");
    check(
        "key=[each REGION, SHOP: N = 5 OR N = 17 OR N = 4000]",
        "SELECT n, region FROM sale WHERE n IN (5, 17, 4000) ORDER BY n");
    check(
        "key=[each REGION, SHOP: N > 4990]",
        "SELECT n, region FROM sale WHERE n > 4990 AND w < 900 ORDER BY n");
    check(
        "key=[each REGION, SHOP: N >= 100 AND N < 110]",
        "SELECT COUNT(*), SUM(v) FROM sale WHERE n >= 100 AND n < 110");
  }

  @Test
  void anIndexIsSkippedToo() throws SQLException {
    check(
        "index=[SALE_VW], key=[each V: W = 31]",
        "SELECT region, v, w, x FROM sale WHERE w = 31 ORDER BY n");
    check(
        "index=[SALE_VW (covering)], key=[each V: W < 3]",
        "SELECT v, w FROM sale WHERE w < 3 ORDER BY v, w");
  }

  @Test
  void theOrderOfKeysIsKeptInBothDirections() throws SQLException {
    String query = "SELECT region, shop, n FROM sale WHERE n BETWEEN 60 AND 75 ORDER BY region";
    check("key=[each REGION, SHOP: ", query + ", shop, n");
    String reversed = query + " DESC, shop DESC, n DESC";
    check("order=[DESC]", reversed);
    assertFalse(sql.plan(reversed).contains("Sort("), sql.plan(reversed));
  }

  @Test
  void parametersAndRowsOfTheOwnTransactionAreFound() throws SQLException {
    String query = "SELECT region, shop FROM sale WHERE n = ? ORDER BY region";
    assertTrue(sql.plan(query).contains("key=[each REGION, SHOP: N = ?0]"), sql.plan(query));
    sql.session.setAutoCommit(false);
    sql.run("INSERT INTO sale VALUES ('a new', 9, 9999, 0, 0, 0), ('r1', 77, 9999, 0, 0, 0)");
    sql.run("DELETE FROM sale WHERE n = 4711");

    assertEquals(List.of("a new, 9", "r1, 77"), sql.rows(query, 9999));
    assertEquals(List.of(), sql.rows(query, 4711));

    sql.session.rollback();
    sql.session.setAutoCommit(true);
    assertEquals(List.of(), sql.rows(query, 9999));
    assertEquals(1, sql.rows(query, 4711).size());
  }

  @Test
  void manyLeadingValuesAreNotWorthIt() throws SQLException {
    sql.run("CREATE TABLE spread (a INTEGER, b INTEGER, PRIMARY KEY (a, b))");
    sql.run(
        "INSERT INTO spread SELECT n, MOD(n, 10) FROM TABLE(GENERATE_SERIES(1, 3000)) AS s (n)");
    sql.run("ANALYZE spread");
    String plan = sql.plan("SELECT a FROM spread WHERE b = 3");
    assertFalse(plan.contains("each"), plan);
  }
}

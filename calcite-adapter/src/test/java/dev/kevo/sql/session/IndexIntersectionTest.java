package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows that two indexes find together: each test compares with a scan of all rows. */
final class IndexIntersectionTest {
  private static SqlFixture sql;

  @BeforeAll
  static void createTables() throws SQLException {
    sql = new SqlFixture();
    sql.run(
        "CREATE TABLE t (p VARCHAR(6), q INTEGER, a INTEGER, b INTEGER, c INTEGER, d VARCHAR(9),"
            + " PRIMARY KEY (p, q))");
    sql.run("CREATE INDEX t_a ON t (a)");
    sql.run("CREATE INDEX t_b ON t (b DESC)");
    sql.run("CREATE INDEX t_c ON t (c)");
    sql.run(
        "INSERT INTO t SELECT 'p' || MOD(n, 7), n, MOD(n, 19),"
            + " CASE WHEN MOD(n, 10) = 0 THEN NULL ELSE MOD(n, 17) END, n, 'd' || n"
            + " FROM TABLE(GENERATE_SERIES(1, 12000)) AS s (n)");
    sql.run("CREATE TABLE heap AS SELECT * FROM t");
    sql.run("ANALYZE t");
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  private static void check(String query) throws SQLException {
    String plan = sql.plan(query);
    assertTrue(plan.contains("Join(kind=[SEMI]"), plan);
    assertTrue(plan.contains("KevoLookup(table=[PUBLIC.T]"), plan);
    assertTrue(plan.contains("index=[T_A (covering)]"), plan);
    assertTrue(plan.contains("index=[T_B (covering)]"), plan);
    List<String> expected = sql.rows(query.replace(" t ", " heap "));
    assertFalse(expected.isEmpty(), query);
    assertEquals(expected, sql.rows(query), query);
  }

  @Test
  void rowsAreFetchedUnderTheKeysOfBothIndexes() throws SQLException {
    check("SELECT * FROM t WHERE a = 3 AND b = 5 ORDER BY q");
    check("SELECT d, c + 1 FROM t WHERE b = 16 AND a = 0 ORDER BY q DESC LIMIT 7");
    check("SELECT COUNT(d), SUM(c) FROM t WHERE a = 3 AND b = 5");
  }

  @Test
  void entriesUnderOneValueEachAreMerged() throws SQLException {
    String one = "SELECT d FROM t WHERE a = 3 AND b = 5";
    assertTrue(sql.plan(one).contains("MergeJoin(kind=[SEMI]"), sql.plan(one));
    String range = "SELECT COUNT(d) FROM t WHERE a = 3 AND b >= 16";
    assertTrue(sql.plan(range).contains("HashJoin(kind=[SEMI]"), sql.plan(range));
    check(range);
  }

  @Test
  void whatTheIndexesDoNotSayIsAskedOfTheRows() throws SQLException {
    check("SELECT q, d FROM t WHERE a = 3 AND b = 5 AND d LIKE '%7%' AND c <> 700 ORDER BY q");
  }

  @Test
  void changesReadThisWayToo() throws SQLException {
    sql.session.setAutoCommit(false);
    assertEquals(
        sql.rows("SELECT COUNT(*) FROM heap WHERE a = 4 AND b = 6"),
        sql.rows("SELECT COUNT(*) FROM t WHERE a = 4 AND b = 6"));
    sql.run("UPDATE t SET b = 7 WHERE a = 4 AND b = 6");
    sql.run("INSERT INTO t VALUES ('new', 1, 4, 6, 0, 'own')");

    assertEquals(List.of("own"), sql.rows("SELECT d FROM t WHERE a = 4 AND b = 6"));

    sql.session.rollback();
    sql.session.setAutoCommit(true);
  }

  @Test
  void oneIndexThatIsNarrowEnoughIsReadAlone() throws SQLException {
    String plan = sql.plan("SELECT d FROM t WHERE a = 3 AND c = 500");
    assertFalse(plan.contains("SEMI"), plan);
    assertTrue(plan.contains("index=[T_C"), plan);
  }
}

package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.sql.exec.CancelToken;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that run too long stop. */
final class CancelTest {
  private static SqlFixture sql;

  @BeforeAll
  static void createTables() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER)");
    sql.run("INSERT INTO t VALUES (0, 0)");
    for (int rows = 1; rows < 8_000; rows *= 2) {
      sql.run("INSERT INTO t SELECT id + ?, v FROM t", rows);
    }
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  /** Thirty tables joined in every way keep the optimizer busy for longer than that. */
  @Test
  void planningStopsAtItsTimeOut() {
    StringBuilder join = new StringBuilder("SELECT COUNT(*) FROM t t0");
    for (int i = 1; i < 60; i++) {
      join.append(" JOIN t t").append(i).append(" ON t0.id = t").append(i).append(".id");
      for (int j = 0; j < i; j++) {
        join.append(" AND t").append(j).append(".v < t").append(i).append(".v + ").append(j);
      }
    }

    SQLException error =
        assertThrows(
            SQLException.class,
            () -> sql.session.prepare(join.toString(), KeyRequest.NONE, new CancelToken(50)));

    assertEquals("57014", error.getSQLState(), error.getMessage());
  }

  @Test
  void planningStopsWhenItIsCancelled() {
    CancelToken cancelled = new CancelToken();
    cancelled.cancel();

    SQLException error =
        assertThrows(
            SQLException.class,
            () ->
                sql.session.prepare(
                    "SELECT v, COUNT(*) FROM t GROUP BY v", KeyRequest.NONE, cancelled));

    assertEquals("57014", error.getSQLState(), error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT COUNT(*), SUM(a.id) FROM t a, t b, t c",
        "SELECT COUNT(*) FROM t a JOIN t b ON a.v = b.v JOIN t c ON c.v = b.v AND c.id > a.id",
        "SELECT COUNT(*) FROM (SELECT DISTINCT id FROM t) a, (SELECT DISTINCT id FROM t) b, t c",
        "DELETE FROM t WHERE id < (SELECT COUNT(*) FROM t a, t b, t c)",
        "SELECT SUM(n) FROM (SELECT SUM(a.id) OVER (ORDER BY a.v, b.id DESC) AS n FROM t a, t b) x",
        "SELECT id, SUM(d) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)"
            + " FROM (SELECT a.id, CAST(a.v AS DOUBLE) AS d FROM t a, t b WHERE b.id < 50) x",
        "SELECT COUNT(*) FROM (SELECT a.id FROM t a, t b EXCEPT ALL SELECT b.id FROM t b, t c) x",
        "SELECT a.v, COUNT(*) FROM t a, t b, t c GROUP BY ROLLUP (a.v)",
        "SELECT COUNT(*) FROM t a, t b, LATERAL (SELECT id FROM t WHERE id < a.id + b.id"
            + " ORDER BY v LIMIT 3) c",
        "SELECT a.v, ARRAY_AGG(1) FROM t a, t b, t c WHERE c.id < 0 AND a.id > b.id GROUP BY a.v",
        "SELECT JSON_ARRAYAGG(1) FROM t a, t b, t c WHERE a.id + b.id + c.id < 0",
        "WITH RECURSIVE r(n) AS (VALUES (1) UNION SELECT MOD(r.n + t.id, 7) FROM r, t, t a, t b)"
            + " SELECT COUNT(*) FROM r",
        "WITH RECURSIVE r(n) AS (VALUES (1) UNION ALL SELECT 1 FROM r) SELECT COUNT(*) FROM r"
      })
  void statementsStopAtTheirTimeOut(String statement) throws SQLException {
    PreparedSql prepared = sql.session.prepare(statement);
    long begun = System.nanoTime();

    SQLException error =
        assertThrows(
            SQLException.class,
            () -> {
              try (SqlResult result =
                  sql.session.execute(prepared, new Object[0], 0, new CancelToken(50))) {
                result.next();
              }
            });

    assertEquals("57014", error.getSQLState(), error.getMessage());
    assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(5), "it ran on");
  }

  @Test
  void cancelledTokenStopsTheNextStep() throws SQLException {
    CancelToken cancel = new CancelToken();
    PreparedSql query = sql.session.prepare("SELECT id FROM t");
    try (SqlResult result = sql.session.execute(query, new Object[0], 0, cancel)) {
      assertTrue(result.next());
      cancel.cancel();

      assertEquals("57014", assertThrows(SQLException.class, result::next).getSQLState());
    }
    assertEquals(
        "57014",
        assertThrows(
                SQLException.class,
                () -> sql.session.execute(query, new Object[0], 0, cancel).close())
            .getSQLState());
  }
}

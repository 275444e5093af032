package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people type runs on operators of ours, which count their memory and can be stopped. */
final class OperatorsTest {
  private static SqlFixture sql;

  @BeforeAll
  static void createTables() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE a (id INTEGER PRIMARY KEY, n DECIMAL(6, 2), s VARCHAR(9), b BIGINT)");
    sql.run("CREATE TABLE c (id BIGINT PRIMARY KEY, n DECIMAL(9, 3), s CHAR(5), d DATE)");
    sql.run("INSERT INTO a VALUES (1, 1.5, 'x', 1), (2, 2.5, 'y', NULL), (3, NULL, 'x', 7)");
    sql.run("INSERT INTO c VALUES (1, 1.500, 'x', DATE '2024-01-01'), (4, 2.5, NULL, NULL)");
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM a JOIN c ON a.n = c.n",
        "SELECT * FROM a JOIN c ON a.id = c.id",
        "SELECT * FROM a JOIN c ON a.b = c.n",
        "SELECT * FROM a FULL JOIN c ON a.n < c.n",
        "SELECT * FROM a JOIN c USING (id)",
        "SELECT * FROM a NATURAL JOIN c",
        "SELECT * FROM a LEFT JOIN c ON a.id = c.id AND a.s LIKE c.s || '%'",
        "SELECT * FROM a WHERE a.n NOT IN (SELECT n FROM c)",
        "SELECT * FROM a WHERE a.n > ALL (SELECT n FROM c WHERE c.id = a.id)",
        "SELECT * FROM a WHERE a.n > SOME (SELECT n FROM c)",
        "SELECT * FROM a WHERE (id, n) IN (SELECT id, n FROM c)",
        "SELECT *, (SELECT MAX(n) FROM c WHERE c.id <= a.id) FROM a",
        "SELECT * FROM a WHERE EXISTS (SELECT 1 FROM c WHERE c.id > a.id OR c.n = a.n)",
        "SELECT s, COUNT(DISTINCT id), SUM(DISTINCT b), COUNT(DISTINCT id + 1) FROM a GROUP BY s",
        "SELECT s, STDDEV(n), VAR_POP(b), COVAR_POP(n, b), AVG(n) FILTER (WHERE id > 1) FROM a"
            + " GROUP BY s",
        "SELECT s, n, COUNT(*) FROM a GROUP BY GROUPING SETS ((s), (n), ())",
        "SELECT s, RANK() OVER (ORDER BY COUNT(*) DESC) FROM a GROUP BY s",
        "SELECT * FROM a QUALIFY ROW_NUMBER() OVER (PARTITION BY s ORDER BY id) = 1",
        "SELECT id, SUM(n) OVER w, AVG(b) OVER w FROM a WINDOW w AS (PARTITION BY s ORDER BY id)",
        "SELECT id FROM a UNION SELECT n FROM c",
        "SELECT s FROM a UNION ALL SELECT s FROM c ORDER BY 1",
        "SELECT id FROM a EXCEPT SELECT id FROM c",
        "SELECT id FROM a INTERSECT SELECT n FROM c",
        "SELECT * FROM (VALUES (1, 'one'), (2, 'two')) AS v (k, w) JOIN a ON a.id = v.k",
        "WITH x AS (SELECT s, MAX(n) AS m FROM a GROUP BY s) SELECT * FROM x JOIN a ON a.n = x.m",
        "SELECT * FROM UNNEST(ARRAY[1, 2], ARRAY['a']) AS u (i, t)",
        "SELECT a.id, u.x FROM a, UNNEST(ARRAY[a.id, a.b]) AS u (x)",
        "SELECT * FROM a CROSS JOIN LATERAL (SELECT COUNT(*) AS k FROM c WHERE c.id < a.id) AS l",
        "SELECT UPPER(s), CHAR_LENGTH(s), EXTRACT(YEAR FROM d), COALESCE(n, 0) FROM c ORDER BY n",
        "SELECT FLOOR(d TO MONTH), COUNT(*) FROM c GROUP BY FLOOR(d TO MONTH)",
        "SELECT TABLE_NAME, COUNT(*) FROM INFORMATION_SCHEMA.COLUMNS GROUP BY TABLE_NAME",
        "SELECT s, LISTAGG(CAST(id AS VARCHAR)) FROM a GROUP BY s HAVING COUNT(*) > 1",
        "SELECT * FROM a ORDER BY CASE WHEN n IS NULL THEN 0 ELSE 1 END, n DESC LIMIT 2 OFFSET 1"
      })
  void noCodeIsGeneratedForWholeStatements(String query) throws SQLException {
    sql.rows(query);
    assertFalse(sql.plan(query).contains("Enumerable"), () -> query);
  }

  @Test
  void countsOfSeveralColumns() throws SQLException {
    sql.assertRows(List.of("3, 2, 2"), "SELECT COUNT(*), COUNT(DISTINCT s), COUNT(s, b) FROM a");
    sql.assertRows(List.of("2"), "SELECT COUNT(DISTINCT s, b) FROM a");
  }

  @Test
  void arraysSideBySideEndWithNulls() throws SQLException {
    assertEquals(
        List.of("1, a", "2, null"),
        sql.rows("SELECT * FROM UNNEST(ARRAY[1, 2], ARRAY['a']) AS u (i, t)"));
  }

  /** The sort makes the query one on columns; without it, expressions are evaluated by row. */
  @Test
  void functionsOnColumnsGiveWhatTheyGiveRowByRow() throws SQLException {
    sql.run("CREATE TABLE f (id INTEGER PRIMARY KEY, s VARCHAR(20), d DATE, t TIMESTAMP)");
    sql.run(
        "INSERT INTO f VALUES (1, 'Hello', DATE '2024-02-29', TIMESTAMP '2024-02-29 23:59:58'),"
            + " (2, 'h\u00e9llo \uD83D\uDE00 W\u00f6rld', DATE '1969-12-31', TIMESTAMP '1969-12-31 00:00:01'),"
            + " (3, NULL, NULL, NULL), (4, '', DATE '0001-01-01', TIMESTAMP '9999-12-31 12:00:00')");
    String functions =
        "id, UPPER(s), LOWER(s), CHAR_LENGTH(s), SUBSTRING(s FROM 2), SUBSTRING(s FROM 3 FOR 4),"
            + " SUBSTRING(s FROM 7 FOR 2), s LIKE 'h%o%', s NOT LIKE '_ello', s LIKE '%',"
            + " EXTRACT(YEAR FROM d), EXTRACT(MONTH FROM t), EXTRACT(HOUR FROM t),"
            + " EXTRACT(DOW FROM d), COALESCE(SUBSTRING(s FROM 1 FOR 1), '-')";
    assertEquals(
        sql.rows("SELECT " + functions + " FROM f"),
        sql.rows("SELECT " + functions + " FROM f ORDER BY id + 0"));
    sql.assertRows(
        List.of("HELLO, 5, ello", "H\u00c9LLO \uD83D\uDE00 W\u00d6RLD, 14, \u00e9llo "),
        "SELECT UPPER(s), CHAR_LENGTH(s), SUBSTRING(s FROM 2 FOR 5) FROM f WHERE id < 3"
            + " ORDER BY id + 0");
    sql.run("DROP TABLE f");
  }
}

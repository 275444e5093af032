package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A column's default gives what its expression gives in a query. */
final class DefaultsTest {
  private static final String[] DEFAULTS = {
    "VARCHAR lcase('ABC')",
    "INTEGER len('abc')",
    "VARCHAR ltrim('xxa', 'x')",
    "DATE date_trunc('month', DATE '2020-02-03')",
    "INTEGER iif(1 > 0, 5, 6)",
    "VARCHAR nvl(NULL, 'x')",
    "INTEGER day(DATE '2020-02-03')",
    "DATE curdate()",
    "VARCHAR database()",
    "VARCHAR current_schema",
    "INTEGER datediff('day', DATE '2020-01-01', DATE '2020-01-05')",
    "DATE timestampadd(DAY, 3, DATE '2020-01-01')",
    "DATE DATE '2020-01-31' + 1",
    "VARCHAR to_char(DATE '2020-01-02', 'YYYY')",
    "DOUBLE log(100)",
    "INTEGER CASE WHEN 1 = 1 THEN 2 END",
    "BOOLEAN 'abc' ~ 'b'",
    "BOOLEAN 'a' ILIKE 'A'",
    "VARCHAR initcap('abc') || 'd'",
    "INTERVAL DAY INTERVAL '3' DAY",
    "INTEGER ARRAY ARRAY[1, 2]",
    "VARCHAR 'it''s'",
    "VARCHAR 'ünï'",
    "DECIMAL(5,2) round(3.14159, 2)",
    "VARBINARY X'00ff'",
    "VARCHAR concat_ws(',', 'a', 'b')",
    "VARCHAR split_part('a,b', ',', 2)",
    "INTEGER locate('b', 'abc')",
    "VARCHAR substring('abc' FROM 2 FOR 1)",
    "VARCHAR trim(BOTH 'x' FROM 'xax')",
    "INTEGER '5'::INTEGER",
    "VARCHAR json_object('a': 1)",
    "INTEGER -5",
  };

  @Test
  void defaultsGiveWhatQueriesGive() throws SQLException {
    List<String> wrong = new ArrayList<>();
    try (SqlFixture sql = new SqlFixture()) {
      for (String text : DEFAULTS) {
        int space = text.startsWith("INTERVAL") || text.startsWith("INTEGER ARRAY") ? 1 : 0;
        int end = text.indexOf(' ', space == 0 ? 0 : text.indexOf(' ') + 1);
        String type = text.substring(0, end);
        String expression = text.substring(end + 1);
        sql.run("CREATE TABLE t (id INTEGER, v " + type + " DEFAULT " + expression + ")");
        sql.run("INSERT INTO t (id) VALUES (1)");
        sql.run("INSERT INTO t (id) VALUES (2), (3)");
        String same = "v IS NOT DISTINCT FROM CAST(" + expression + " AS " + type + ")";
        String rows = sql.rows("SELECT COUNT(*) FROM t WHERE " + same).toString();
        if (!rows.equals("[3]")) {
          wrong.add(text + ": " + sql.rows("SELECT v FROM t"));
        }
        sql.run("DROP TABLE t");
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void defaultIsTheMomentOfTheInsertWhateverItsFunctionIsCalled() throws SQLException {
    try (SqlFixture sql = new SqlFixture()) {
      sql.run(
          "CREATE TABLE t (id INTEGER, a TIMESTAMP DEFAULT NOW(), b TIMESTAMP DEFAULT"
              + " CURRENT_TIMESTAMP, c TIMESTAMP DEFAULT CURRENT_TIMESTAMP(), u UUID DEFAULT UUID())");
      sql.run("INSERT INTO t (id) VALUES (1)");
      sql.run("INSERT INTO t (id) VALUES (2), (3)");
      sql.assertRows(
          List.of("3"),
          "SELECT COUNT(DISTINCT u) FROM t WHERE a = b AND b = c AND a <= CURRENT_TIMESTAMP");
    }
  }
}

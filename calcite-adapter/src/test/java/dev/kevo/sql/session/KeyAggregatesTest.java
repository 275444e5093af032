package dev.kevo.sql.session;

import static dev.kevo.engine.IsolationLevel.SERIALIZABLE;
import static dev.kevo.sql.session.Party.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.IsolationLevel;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** COUNT, MIN and MAX that keys tell: each test looks at the rows and at the plan. */
@Timeout(60)
final class KeyAggregatesTest {
  private static final String PLAN = "KeyAggregate(";
  private static final int ROWS = 3_000;

  private SqlFixture sql;

  @BeforeEach
  void createTables() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE before_t (id INTEGER PRIMARY KEY)");
    sql.run("INSERT INTO before_t VALUES (1), (2000000000)");
    sql.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, g INTEGER NOT NULL, v INTEGER, w VARCHAR(20))");
    sql.run("CREATE TABLE empty_t (id INTEGER PRIMARY KEY, v INTEGER)");
    sql.run("CREATE TABLE after_t (id INTEGER PRIMARY KEY)");
    sql.run("INSERT INTO after_t VALUES (-2000000000), (1)");
    sql.run("CREATE INDEX tg ON t (g)");
    sql.run("CREATE UNIQUE INDEX tv ON t (v DESC)");
    sql.run(
        "INSERT INTO t SELECT i, MOD(i, 10), CASE WHEN MOD(i, 3) > 0 THEN i END, 'w' || i"
            + " FROM GENERATE_SERIES(0, 2999) AS s (i)");
  }

  @AfterEach
  void close() {
    sql.close();
  }

  private void check(String planned, List<String> rows, String query, Object... parameters)
      throws SQLException {
    String plan = sql.plan(query);
    assertTrue(plan.contains(PLAN) && plan.contains(planned), plan);
    sql.assertRows(rows, query, parameters);
  }

  @Test
  void countsAreTheNumbersOfEntries() throws SQLException {
    check("aggregates=[COUNT()]", List.of("3000"), "SELECT COUNT(*) FROM t");
    check("aggregates=[COUNT()]", List.of("3000"), "SELECT COUNT(g) FROM t");
    check("COUNT()", List.of("3000, 3000"), "SELECT COUNT(*), COUNT(id) FROM t");
    check("key=[ID >= 10", List.of("91"), "SELECT COUNT(*) FROM t WHERE id BETWEEN 10 AND 100");
    check("key=[ID < ?0]", List.of("7"), "SELECT COUNT(1) FROM t WHERE id < ?", 7);
    check(
        "index=[TG (covering)], key=[G = 3]", List.of("300"), "SELECT COUNT(*) FROM t WHERE g = 3");
    check("index=[TV (cov", List.of("20"), "SELECT COUNT(*) FROM t WHERE v < ?", 30);
    check("COUNT()", List.of("0"), "SELECT COUNT(*) FROM empty_t");
    check("COUNT()", List.of("0"), "SELECT COUNT(*) FROM t WHERE id > 5000");
    check("COUNT()", List.of("2"), "SELECT COUNT(*) FROM t WHERE id IN (7, 8, 9999)");
    check("COUNT()", List.of("0"), "SELECT COUNT(*) FROM t WHERE id > ?", (Object) null);
  }

  @Test
  void whatNeedsALookAtRowsGetsIt() throws SQLException {
    sql.assertRows(List.of("2000"), "SELECT COUNT(v) FROM t");
    assertFalse(sql.plan("SELECT COUNT(v) FROM t").contains(PLAN));
    sql.assertRows(List.of("10"), "SELECT COUNT(DISTINCT g) FROM t");
    check("filter=[=($0, _UTF-8'w7')]", List.of("1"), "SELECT COUNT(*) FROM t WHERE w = 'w7'");
    sql.assertRows(List.of("300"), "SELECT COUNT(*) FILTER (WHERE g = 1) FROM t");
    sql.assertRows(List.of("0"), "SELECT COUNT(v) FROM (SELECT v FROM t ORDER BY id LIMIT 1)");
    sql.assertRows(
        List.of("null"), "SELECT MIN(id) FILTER (WHERE id > 5) FROM (SELECT id FROM t LIMIT 1)");
    sql.assertRows(List.of("1"), "SELECT MAX(id) FROM (SELECT id FROM t LIMIT 1 OFFSET 1)");
    sql.assertRows(List.of("w0, 3000"), "SELECT MIN(w), COUNT(*) FROM t");
  }

  @Test
  void extremesAreFirstRows() throws SQLException {
    check("aggregates=[MIN($0)]", List.of("0"), "SELECT MIN(id) FROM t");
    check("aggregates=[MAX($0)]", List.of("2999"), "SELECT MAX(id) FROM t");
    check("MIN($0), MAX($0)", List.of("0, 2999"), "SELECT MIN(id), MAX(id) FROM t");
    check(
        "limit=[1]",
        List.of("10, 99"),
        "SELECT MIN(id), MAX(id) FROM t WHERE id >= 10 AND id < 100");
    check("limit=[1]", List.of("null, null"), "SELECT MIN(id), MAX(id) FROM empty_t");
    check("index=[TV (covering)]", List.of("1, 2999"), "SELECT MIN(v), MAX(v) FROM t");
    check("index=[TG (covering)]", List.of("0, 9"), "SELECT MIN(g), MAX(g) FROM t");
    check(
        "COUNT(), MIN($0), MAX($0)",
        List.of("3000, 0, 2999"),
        "SELECT COUNT(*), MIN(id), MAX(id) FROM t");
    check(
        "project=[+($0, 1), -($1, $0)]",
        List.of("1, 2999"),
        "SELECT MIN(id) + 1, MAX(id) - MIN(id) FROM t");
    check("project=", List.of("1"), "SELECT COALESCE(MAX(id), 0) + 1 FROM empty_t");
  }

  @Test
  void partsOfLargerStatementsAreAnsweredAlike() throws SQLException {
    check(
        PLAN,
        List.of("before_t, 2", "t, 3000"),
        "SELECT 'before_t', COUNT(*) FROM before_t UNION ALL SELECT 't', COUNT(*) FROM t");
    check(
        PLAN,
        List.of("2999"),
        "SELECT id FROM t WHERE id = (SELECT MAX(id) FROM t) AND 2 = (SELECT COUNT(*) FROM after_t)");
    sql.run("INSERT INTO empty_t SELECT COUNT(*), MAX(id) FROM t");
    sql.assertRows(List.of("3000, 2999"), "SELECT * FROM empty_t");
    sql.assertRows(List.of("20"), "SELECT COUNT(*) FROM (SELECT id FROM t LIMIT 30 OFFSET 2980)");
    sql.assertRows(List.of("2990", "2991"), "SELECT id FROM t ORDER BY id LIMIT 2 OFFSET 2990");
    sql.assertRows(
        List.of("w2996", "w2995"), "SELECT w FROM t WHERE v > 5 ORDER BY v DESC LIMIT 2 OFFSET 2");
  }

  @Test
  void countsReadNextToNothing() throws SQLException {
    sql.database.flush();
    Pattern blocks = Pattern.compile("(?s).*blocks read=(\\d+), cached=(\\d+).*");
    for (String query :
        List.of(
            "SELECT COUNT(*) FROM t",
            "SELECT COUNT(*) FROM t WHERE id > 5",
            "SELECT MIN(id), MAX(id) FROM t",
            "SELECT id FROM t ORDER BY id LIMIT 2 OFFSET 2000")) {
      String analyzed = sql.rows("EXPLAIN ANALYZE " + query).get(0);
      Matcher found = blocks.matcher(analyzed);
      assertTrue(found.matches(), analyzed);
      int sum = Integer.parseInt(found.group(1)) + Integer.parseInt(found.group(2));
      assertTrue(sum <= 12, analyzed);
    }
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void transactionsCountWhatTheySee(IsolationLevel level) throws Exception {
    Random random = new Random(level.name().hashCode());
    try (Party one = new Party(sql, level);
        Party other = new Party(sql, level)) {
      for (int round = 0; round < 20; round++) {
        int from = random.nextInt(ROWS);
        one.run("DELETE FROM t WHERE id BETWEEN " + from + " AND " + (from + random.nextInt(30)));
        one.run("INSERT INTO t VALUES (" + (10_000 + round) + ", 1, NULL, 'own')");
        if (round == 10) {
          sql.database.flush();
        }
        String range = " FROM t WHERE id > " + random.nextInt(ROWS);
        String hidden = range.replace("id >", "id + 0 >");
        for (Party party : List.of(one, other)) {
          assertEquals(
              party.rows("SELECT COUNT(*), MIN(id + 0), MAX(id + 0)" + hidden),
              party.rows("SELECT COUNT(*), MIN(id), MAX(id)" + range));
        }
      }
      assertEquals(List.of("3000"), other.rows("SELECT COUNT(*) FROM t"));
    }
  }

  @Test
  void serializableTransactionReliesOnItsCount() throws Exception {
    try (Party one = new Party(sql, SERIALIZABLE);
        Party two = new Party(sql, SERIALIZABLE)) {
      assertEquals(List.of("3000"), one.rows("SELECT COUNT(*) FROM t"));
      assertEquals(List.of("2999"), two.rows("SELECT MAX(id) FROM t"));
      one.run("INSERT INTO empty_t VALUES (1, 3000)");
      two.run("INSERT INTO empty_t VALUES (2, 2999)");
      sql.run("INSERT INTO t VALUES (5000, 1, NULL, 'phantom')");
      assertEquals("40001", one.commit());
      assertEquals("40001", two.commit());
    }
    try (Party one = new Party(sql, SERIALIZABLE)) {
      assertEquals(List.of("10"), one.rows("SELECT COUNT(*) FROM t WHERE id < 10"));
      one.run("INSERT INTO empty_t VALUES (1, 10)");
      sql.run("DELETE FROM t WHERE id = 10");
      assertEquals(OK, one.commit());
    }
  }

  @Test
  void tablesOfEveryKindAreCounted() throws SQLException {
    sql.run("CREATE TEMPORARY TABLE scratch (id INTEGER PRIMARY KEY)");
    sql.run("INSERT INTO scratch VALUES (3), (5), (4)");
    check("COUNT(), MIN($0)", List.of("3, 3"), "SELECT COUNT(*), MIN(id) FROM scratch");

    sql.run("CREATE TABLE hits (page VARCHAR, n BIGINT) MAP KEY 'hits:{page}' VALUE TEXT");
    sql.run("INSERT INTO hits VALUES ('a', 1), ('b', 2)");
    sql.run("INSERT INTO KEYSPACES_TEXT.MAIN VALUES ('hits', 'x'), ('hitsz', '1'), ('i', 'y')");
    check("COUNT()", List.of("2"), "SELECT COUNT(*) FROM hits");
    sql.assertRows(List.of("a, b"), "SELECT MIN(page), MAX(page) FROM hits");

    sql.run("CREATE TABLE numbered (id BIGINT, v VARCHAR) MAP KEY 'n:{id}' VALUE TEXT");
    sql.run("INSERT INTO numbered VALUES (1, 'a'), (10, 'b')");
    sql.run("INSERT INTO KEYSPACES_TEXT.MAIN VALUES ('n:1:x', 'no row'), ('n:zero', 'no row')");
    check("COUNT()", List.of("2"), "SELECT COUNT(*) FROM numbered");
    sql.assertRows(List.of("1, 10"), "SELECT MIN(id), MAX(id) FROM numbered");

    check("COUNT()", List.of("9"), "SELECT COUNT(*) FROM KEYSPACES_TEXT.MAIN");
  }

  @Test
  void thePastIsCounted() throws SQLException {
    sql.run("SET HISTORY_MILLIS = 3600000");
    sql.run("INSERT INTO empty_t VALUES (1, 1), (2, 2), (3, 3)");
    Instant then = Instant.now().truncatedTo(ChronoUnit.MICROS);
    sql.database.snapshotAt(then).close();
    sql.run("UPDATE empty_t SET v = 9 WHERE id = 2");
    sql.run("DELETE FROM empty_t WHERE id = 3");
    sql.run("INSERT INTO empty_t VALUES (0, 0), (7, 7), (8, 8)");
    for (int i = 0; i < 2; i++) {
      check("COUNT()", List.of("5, 0, 8"), "SELECT COUNT(*), MIN(id), MAX(id) FROM empty_t");
      sql.assertRows(
          List.of("3, 1, 3"),
          "SELECT COUNT(*), MIN(id), MAX(id) FROM empty_t FOR SYSTEM_TIME AS OF ?",
          then);
      sql.database.flush();
    }
  }
}

package dev.kevo.sql.session;

import static dev.kevo.engine.IsolationLevel.SERIALIZABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Skip scans and intersections of indexes against the same random conditions on a table without
 * keys, and what they have read at SERIALIZABLE.
 *
 * <p>A failure names its seed: {@code -Dkevo.queries.seed=} asks that one again.
 */
final class SkippedReadsTest {
  private static final String KEYED = "keyed";

  /** Seeds that are always asked, so that what their plans contain does not depend on chance. */
  private static final int FIXED = 24;

  private static SqlFixture sql;

  @BeforeAll
  static void createTables() throws SQLException {
    sql = new SqlFixture();
    sql.run(
        "CREATE TABLE keyed (a INTEGER, b INTEGER, n INTEGER, v INTEGER, w INTEGER, s VARCHAR(9),"
            + " PRIMARY KEY (a, b, n))");
    sql.run("CREATE INDEX keyed_v ON keyed (v)");
    sql.run("CREATE INDEX keyed_w ON keyed (w DESC)");
    sql.run(
        "INSERT INTO keyed SELECT MOD(n, 3), MOD(n, 4), n,"
            + " CASE WHEN MOD(n, 10) = 0 THEN NULL ELSE MOD(n, 19) END, MOD(n, 17), 's' || n"
            + " FROM TABLE(GENERATE_SERIES(1, 6000)) AS s (n)");
    sql.run("CREATE TABLE bare AS SELECT * FROM keyed");
    sql.run("ANALYZE keyed");
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  private static String comparison(Random random, String column, int values) {
    int value = random.nextInt(values);
    return switch (random.nextInt(6)) {
      case 0 -> column + " IN (" + value + ", " + random.nextInt(values) + ", -1)";
      case 1 -> column + " BETWEEN " + value + " AND " + (value + random.nextInt(3));
      case 2 -> column + (random.nextBoolean() ? " >= " : " > ") + (values - random.nextInt(3));
      default -> column + " = " + value;
    };
  }

  private static String condition(Random random) {
    String condition =
        random.nextBoolean()
            ? comparison(random, "n", 6000)
            : comparison(random, "v", 19) + " AND " + comparison(random, "w", 17);
    return switch (random.nextInt(4)) {
      case 0 -> condition + " AND " + comparison(random, "b", 4);
      case 1 -> condition + " AND s LIKE '%" + random.nextInt(10) + "%'";
      default -> condition;
    };
  }

  @Test
  void randomConditionsFindTheSameRows() throws SQLException {
    Long asked = Long.getLong("kevo.queries.seed");
    Random seeds = new Random(Long.getLong("kevo.seed", 20260101));
    int skips = 0;
    int intersections = 0;
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < (asked == null ? FIXED + 12 : 1); i++) {
      long seed = asked != null ? asked : i < FIXED ? i : seeds.nextLong();
      Random random = new Random(seed);
      String down = random.nextBoolean() ? " DESC" : "";
      String query =
          String.format(
              "SELECT * FROM %s WHERE %s ORDER BY a%s, b%s, n%s",
              KEYED, condition(random), down, down, down);
      String plan = sql.plan(query);
      if (i < FIXED) {
        skips += plan.contains("key=[each ") ? 1 : 0;
        intersections += plan.contains("Join(kind=[SEMI]") ? 1 : 0;
      }
      List<String> expected = sql.rows(query.replace(KEYED, "bare"));
      if (!expected.equals(sql.rows(query))) {
        failures.add("seed " + seed + ": " + query + "\n" + plan);
      }
    }
    assertEquals(List.of(), failures, String.join("\n", failures));
    if (asked == null) {
      assertTrue(skips > 0, "no skip scan");
      assertTrue(intersections > 0, "no intersection");
    }
  }

  /** Each of two transactions writes a row that the other's condition has not found. */
  private static void bothMissARow(String condition, String rowOfOne, String rowOfTwo, String way)
      throws Exception {
    String query = "SELECT s FROM keyed WHERE " + condition;
    assertTrue(sql.plan(query).contains(way), sql.plan(query));
    List<String> before = sql.rows(query);
    try (Party one = new Party(sql, SERIALIZABLE);
        Party two = new Party(sql, SERIALIZABLE)) {
      assertEquals(before, one.rows(query));
      assertEquals(before, two.rows(query));
      one.run("INSERT INTO keyed VALUES " + rowOfOne);
      two.run("INSERT INTO keyed VALUES " + rowOfTwo);
      assertEquals(Party.OK, one.commit());
      assertEquals("40001", two.commit());
    }
    sql.run("DELETE FROM keyed WHERE s = 'new'");
    assertEquals(before, sql.rows(query));
  }

  @Test
  void aRowUnderALeadingValueThatWasSkippedIsAConflict() throws Exception {
    String way = "key=[each A, B: ";
    bothMissARow("n = 7777", "(1, 2, 7777, 0, 0, 'new')", "(2, 3, 7777, 0, 0, 'new')", way);
    bothMissARow("n = 7777", "(1, 9, 7777, 0, 0, 'new')", "(-5, 0, 7777, 0, 0, 'new')", way);
  }

  @Test
  void aRowThatBothIndexesWouldHaveFoundIsAConflict() throws Exception {
    bothMissARow(
        "v = 3 AND w = 5",
        "(0, 0, 8001, 3, 5, 'new')",
        "(1, 1, 8002, 3, 5, 'new')",
        "Join(kind=[SEMI]");
  }
}

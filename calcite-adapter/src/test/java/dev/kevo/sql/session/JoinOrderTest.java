package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** In which order tables are joined, and that it does not change what a query answers. */
final class JoinOrderTest {
  private static final int SALES = 2000;
  private static final int PEOPLE = 600;

  private static SqlFixture sql;

  @BeforeAll
  static void createTables() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE items (i_id INTEGER PRIMARY KEY, brand INTEGER, price INTEGER)");
    sql.run("CREATE TABLE days (d_id INTEGER PRIMARY KEY, y INTEGER, m INTEGER)");
    sql.run("CREATE TABLE stores (s_id INTEGER PRIMARY KEY, state VARCHAR(2))");
    sql.run("CREATE TABLE people (p_id INTEGER PRIMARY KEY, married CHAR(1), school VARCHAR(9))");
    sql.run(
        "CREATE TABLE sales (nr INTEGER PRIMARY KEY, i_id INTEGER, d_id INTEGER, s_id INTEGER,"
            + " p_id INTEGER, q_id INTEGER, amount INTEGER)");
    sql.run("CREATE TABLE returns (r_nr INTEGER PRIMARY KEY, why INTEGER)");
    insert("items", 200, i -> i + ", " + i % 10 + ", " + i * 7 % 100);
    insert("days", 400, i -> i + ", " + (2000 + i / 100) + ", " + i / 10 % 12);
    insert("stores", 8, i -> i + ", '" + (i % 2 == 0 ? "TN" : "CA") + "'");
    insert("people", PEOPLE, i -> i + ", '" + "SMDW".charAt(i % 4) + "', 's" + i / 4 % 5 + "'");
    insert(
        "sales",
        SALES,
        i ->
            String.join(
                ", ",
                List.of(
                    "" + i,
                    "" + i % 200,
                    "" + i * 13 % 400,
                    "" + i % 8,
                    "" + i * 7 % PEOPLE,
                    "" + i * 11 % PEOPLE,
                    "" + i % 97)));
    insert("returns", 100, i -> i * 15 + ", " + i % 3);
    sql.run("ANALYZE");
  }

  private static void insert(String table, int count, IntFunction<String> row) throws SQLException {
    sql.run(
        "INSERT INTO "
            + table
            + " VALUES "
            + IntStream.range(0, count)
                .mapToObj(i -> "(" + row.apply(i) + ")")
                .collect(Collectors.joining(", ")));
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  private static int depth(String line) {
    return line.length() - line.stripLeading().length();
  }

  /** The tables below the deepest join of a plan. */
  private static Set<String> joinedFirst(String plan) {
    List<String> lines = plan.lines().toList();
    int deepest = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains("Join(") && depth(lines.get(i)) > depth(lines.get(deepest))) {
        deepest = i;
      }
    }
    Set<String> tables = new TreeSet<>();
    for (int i = deepest + 1; i < lines.size(); i++) {
      if (depth(lines.get(i)) <= depth(lines.get(deepest))) {
        break;
      }
      if (lines.get(i).contains("table=[")) {
        tables.add(lines.get(i).replaceAll(".*table=\\[PUBLIC\\.(\\w+)].*", "$1"));
      }
    }
    return tables;
  }

  @Test
  void factsMeetTheMostSelectiveDimensionFirst() throws SQLException {
    String plan =
        sql.plan(
            "SELECT SUM(amount) FROM stores, items, days, sales"
                + " WHERE sales.s_id = stores.s_id AND sales.i_id = items.i_id"
                + " AND sales.d_id = days.d_id AND days.y = 2001 AND days.m = 11 AND state = 'TN' AND brand < 9");

    assertEquals(Set.of("DAYS", "SALES"), joinedFirst(plan), plan);
  }

  @Test
  void chainIsJoinedFromItsSelectiveEnd() throws SQLException {
    String plan =
        sql.plan(
            "SELECT COUNT(*) FROM people p, sales s, days d, returns r, items i"
                + " WHERE p.p_id = s.p_id AND s.nr = r.r_nr AND s.d_id = d.d_id AND d.m = i.i_id"
                + " AND r.why = 1 AND r.r_nr < 100 AND i.price < 50");

    assertEquals(Set.of("RETURNS", "SALES"), joinedFirst(plan), plan);
    assertFalse(plan.contains("NestedLoop") || plan.contains("condition=[true]"), plan);
  }

  private static final String TWO_PEOPLE =
      "SELECT r.why, COUNT(*), SUM(s.amount) FROM people a, people b, sales s, returns r, days d"
          + " WHERE s.nr = r.r_nr AND a.p_id = s.p_id AND b.p_id = s.q_id AND s.d_id = d.d_id"
          + " AND d.y = 2001 AND a.married = b.married AND a.school = b.school"
          + " AND ((a.married = 'S' AND a.school = 's0' AND s.amount BETWEEN 0 AND 50)"
          + " OR (a.married = 'M' AND a.school = 's1' AND s.amount BETWEEN 30 AND 90))"
          + " GROUP BY r.why ORDER BY 1";

  @Test
  void columnsOfFewValuesAreNotWhatTablesMeetBy() throws SQLException {
    String plan = sql.plan(TWO_PEOPLE);

    // The pairs of people with the same school are never made: each comes by its key.
    for (String line : plan.lines().filter(each -> each.contains("Join(")).toList()) {
      double rows = Double.parseDouble(line.replaceAll(".*rows=\\[(\\d+)].*", "$1"));
      assertTrue(rows <= SALES, plan);
    }
  }

  @Test
  void whatAlternativesSayOfOneTableIsTestedThere() throws SQLException {
    String plan = sql.plan(TWO_PEOPLE);

    assertTrue(
        plan.lines()
            .anyMatch(
                line -> line.contains("Filter(") && line.contains("'s0'") && line.contains("'s1'")),
        plan);
  }

  @Test
  void columnsThatEqualAThirdOneAreJoinedDirectly() throws SQLException {
    String query =
        "SELECT COUNT(*) FROM items a, sales b, items c"
            + " WHERE a.i_id = b.i_id AND b.i_id = c.i_id AND a.price = 7 AND c.brand = 1";
    String plan = sql.plan(query);

    assertEquals(Set.of("ITEMS"), joinedFirst(plan), plan);
    sql.assertRows(
        sql.rows(
            "SELECT COUNT(*) FROM sales WHERE i_id IN (SELECT i_id FROM items WHERE price = 7)"
                + " AND i_id IN (SELECT i_id FROM items WHERE brand = 1)"),
        query);
  }

  @Test
  void columnsOfOneTableThatEqualAThirdOneEqualEachOther() throws SQLException {
    sql.assertRows(
        sql.rows("SELECT COUNT(*) FROM sales WHERE p_id = q_id"),
        "SELECT COUNT(*) FROM sales s, people p, stores t"
            + " WHERE s.p_id = p.p_id AND s.q_id = p.p_id AND s.s_id = t.s_id");
  }

  @Test
  void semiJoinsStayWhatTheyAre() throws SQLException {
    String plan =
        sql.plan(
            "SELECT SUM(amount) FROM sales JOIN items ON sales.i_id = items.i_id"
                + " WHERE sales.d_id IN (SELECT why FROM returns WHERE r_nr < 500)"
                + " AND items.brand = 3");

    assertTrue(plan.contains("kind=[SEMI]"), plan);
  }

  @Test
  void outerJoinsKeepTheirPlace() throws SQLException {
    String query =
        "SELECT COUNT(*), COUNT(r.why), SUM(i.price) FROM items i, sales s"
            + " LEFT JOIN returns r ON r.r_nr = s.nr AND r.why = 1, days d"
            + " WHERE s.i_id = i.i_id AND d.d_id = s.d_id AND d.y = 2001";

    sql.assertRows(
        sql.rows(
            "SELECT COUNT(*), COUNT((SELECT why FROM returns WHERE r_nr = s.nr AND why = 1)),"
                + " SUM((SELECT price FROM items i WHERE i.i_id = s.i_id))"
                + " FROM sales s WHERE d_id BETWEEN 100 AND 199"),
        query);
  }

  @Test
  void orderOfTheFromListDoesNotChangeTheAnswer() throws SQLException {
    long seed = Long.getLong("kevo.seed", 20260101);
    Random random = new Random(seed);
    List<String> from =
        new ArrayList<>(List.of("people a", "people b", "sales s", "returns r", "days d"));
    List<String> expected = sql.rows(TWO_PEOPLE);
    assertFalse(expected.isEmpty());
    for (int round = 0; round < 8; round++) {
      Collections.shuffle(from, random);
      String query =
          TWO_PEOPLE.replaceAll("FROM .* WHERE s", "FROM " + String.join(", ", from) + " WHERE s");
      assertEquals(expected, sql.rows(query), "seed " + seed + ": " + query);
    }
  }

  @Test
  void randomJoinsAnswerLikeTheirFromList() throws SQLException {
    long seed = Long.getLong("kevo.seed", 20260101);
    Random random = new Random(seed);
    for (int round = 0; round < 6; round++) {
      int count = 3 + random.nextInt(4);
      List<String> from = new ArrayList<>();
      List<String> where = new ArrayList<>();
      for (int t = 0; t < count; t++) {
        from.add("items t" + t);
        where.add("t" + t + ".i_id < " + (10 + random.nextInt(20)));
        if (t > 0 && random.nextInt(8) > 0) {
          String other = "t" + random.nextInt(t);
          where.add(
              random.nextInt(4) > 0
                  ? "t" + t + ".i_id = " + other + (random.nextBoolean() ? ".i_id" : ".brand")
                  : "t" + t + ".price + 1 = " + other + ".price + " + random.nextInt(3));
        }
      }
      where.add("(t0.brand = 1 AND t1.price > 20 OR t0.brand = 2 AND t2.brand <> 5)");
      String query = " WHERE " + String.join(" AND ", where);
      List<String> expected = null;
      for (int turn = 0; turn < 3; turn++) {
        String text =
            "SELECT COUNT(*), SUM(t0.price), MAX(t2.price) FROM " + String.join(", ", from) + query;
        List<String> rows = sql.rows(text);
        expected = expected == null ? rows : expected;
        assertEquals(expected, rows, "seed " + seed + ": " + text);
        Collections.shuffle(from, random);
      }
    }
  }

  @Test
  void joinsOfManyTablesArePlanned() throws SQLException {
    // Ten are searched, more are joined step by step.
    for (int count : List.of(10, 11)) {
      assertOneRow(count, t -> "t" + t + ".i_id = t0.brand");
      assertOneRow(count, t -> "t" + t + ".i_id = t" + (t - 1) + ".brand");
      assertOneRow(
          count,
          t ->
              IntStream.range(0, t)
                  .mapToObj(other -> "t" + t + ".i_id = t" + other + ".i_id")
                  .collect(Collectors.joining(" AND ")));
    }
  }

  @Test
  void joinsBeyondTheLimitKeepTheirOrder() throws SQLException {
    for (int count : List.of(62, 63)) {
      assertOneRow(count, t -> "t" + t + ".i_id = t" + (t - 1) + ".brand");
    }
  }

  /** Joins a table with itself so that one row is left. */
  private static void assertOneRow(int count, IntFunction<String> condition) throws SQLException {
    List<String> from = new ArrayList<>(List.of("items t0"));
    List<String> where = new ArrayList<>(List.of("t0.i_id = 7"));
    for (int t = 1; t < count; t++) {
      from.add("items t" + t);
      where.add(condition.apply(t));
    }
    sql.assertRows(
        List.of("1"),
        "SELECT COUNT(*) FROM "
            + String.join(", ", from)
            + " WHERE "
            + String.join(" AND ", where));
  }

  @Test
  void unconnectedTablesAreMultipliedLast() throws SQLException {
    String query =
        "SELECT COUNT(*) FROM stores t, returns r, sales s, days d"
            + " WHERE s.nr = r.r_nr AND d.d_id = s.d_id AND d.y = 2001 AND t.state = 'TN'";

    String plan = sql.plan(query);
    assertFalse(joinedFirst(plan).contains("STORES"), plan);
    sql.assertRows(
        sql.rows(
            "SELECT 4 * COUNT(*) FROM sales WHERE MOD(nr, 15) = 0 AND nr < 1500 AND d_id BETWEEN 100 AND 199"),
        query);
  }
}

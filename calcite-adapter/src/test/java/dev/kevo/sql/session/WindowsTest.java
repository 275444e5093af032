package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What functions over windows give; the rows are computed by hand. */
final class WindowsTest {
  private static SqlFixture sql;

  @BeforeAll
  static void createTable() throws SQLException {
    sql = new SqlFixture();
    sql.run(
        "CREATE TABLE w (id INTEGER PRIMARY KEY, g VARCHAR(3), k INTEGER, v DECIMAL(6, 2),"
            + " d DOUBLE, t DATE)");
    sql.run(
        "INSERT INTO w VALUES (1, 'a', 10, 1.50, 1, DATE '2024-01-01'),"
            + " (2, 'a', 20, NULL, 2, DATE '2024-01-03'), (3, 'a', 20, 2.25, 4, DATE '2024-01-04'),"
            + " (4, 'a', NULL, 4, 8, NULL), (5, 'b', 5, 7, 16, DATE '2024-02-01'),"
            + " (6, 'b', 7, 1, NULL, DATE '2024-02-20')");
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  private static void assertGives(List<String> expected, String columns) throws SQLException {
    String query = "SELECT id, " + columns + " FROM w ORDER BY id";
    sql.assertRows(expected, query);
    assertFalse(sql.plan(query).contains("Enumerable"), sql.plan(query));
  }

  @Test
  void placesInAPartition() throws SQLException {
    assertGives(
        List.of("1, 1, 1, 1", "2, 2, 2, 2", "3, 3, 2, 2", "4, 4, 4, 3", "5, 1, 1, 1", "6, 2, 2, 2"),
        "ROW_NUMBER() OVER (PARTITION BY g ORDER BY k), RANK() OVER (PARTITION BY g ORDER BY k),"
            + " DENSE_RANK() OVER (PARTITION BY g ORDER BY k)");
    assertGives(
        List.of(
            "1, 0.0, 0.25, 1",
            "2, 0.3333333333333333, 0.75, 1",
            "3, 0.3333333333333333, 0.75, 2",
            "4, 1.0, 1.0, 3",
            "5, 0.0, 0.5, 1",
            "6, 1.0, 1.0, 2"),
        "PERCENT_RANK() OVER (PARTITION BY g ORDER BY k),"
            + " CUME_DIST() OVER (PARTITION BY g ORDER BY k),"
            + " NTILE(3) OVER (PARTITION BY g ORDER BY k, id)");
    sql.assertFails("22014", "SELECT NTILE(0) OVER (ORDER BY id) FROM w");
  }

  @Test
  void valuesOfOtherRows() throws SQLException {
    assertGives(
        List.of(
            "1, null, 2, 0.00, null",
            "2, 1, 3, 0.00, 1.50",
            "3, 2, 4, 1.50, 1.50",
            "4, 3, null, null, 2.25",
            "5, null, 6, 0.00, null",
            "6, 5, null, 0.00, 7.00"),
        "LAG(id) OVER (PARTITION BY g ORDER BY id), LEAD(id) OVER (PARTITION BY g ORDER BY id),"
            + " LAG(v, 2, 0) OVER (PARTITION BY g ORDER BY id),"
            + " LAG(v) IGNORE NULLS OVER (PARTITION BY g ORDER BY id)");
    assertGives(
        List.of(
            "1, 1.50, 1.50, null",
            "2, 1.50, 2.25, null",
            "3, 1.50, 2.25, null",
            "4, 1.50, 4.00, 2.25",
            "5, 7.00, 7.00, null",
            "6, 7.00, 1.00, null"),
        "FIRST_VALUE(v) OVER (PARTITION BY g ORDER BY k, id),"
            + " LAST_VALUE(v) IGNORE NULLS OVER (PARTITION BY g ORDER BY k),"
            + " NTH_VALUE(v, 3) OVER (PARTITION BY g ORDER BY k NULLS LAST, id"
            + " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)");
  }

  @Test
  void aggregatesOfGrowingFrames() throws SQLException {
    assertGives(
        List.of(
            "1, 1.50, 1, 1.50, 7.75",
            "2, 3.75, 2, 1.50, 7.75",
            "3, 3.75, 2, 2.25, 7.75",
            "4, 7.75, 3, 4.00, 7.75",
            "5, 7.00, 1, 7.00, 8.00",
            "6, 8.00, 2, 7.00, 8.00"),
        "SUM(v) OVER (PARTITION BY g ORDER BY k), COUNT(v) OVER (PARTITION BY g ORDER BY k),"
            + " MAX(v) OVER (PARTITION BY g ORDER BY id), SUM(v) OVER (PARTITION BY g)");
  }

  @Test
  void framesOfRows() throws SQLException {
    assertGives(
        List.of(
            "1, 3, 3, 1", "2, 6, 5, 2", "3, 9, 7, 3", "4, 12, 9, 4", "5, 15, 11, 5", "6, 11, 6, 6"),
        "SUM(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING),"
            + " SUM(id) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING),"
            + " MAX(id) OVER (ORDER BY id ROWS 2 PRECEDING)");
    assertGives(
        List.of(
            "1, 15.0, null",
            "2, 30.0, 1.0",
            "3, 28.0, 3.0",
            "4, 24.0, 6.0",
            "5, 16.0, 12.0",
            "6, null, 24.0"),
        "SUM(d) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND 3 FOLLOWING),"
            + " SUM(d) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING)");
    assertGives(
        List.of("1, 21", "2, 20", "3, 18", "4, 15", "5, 11", "6, 6"),
        "SUM(id) OVER (ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)");
    String parameter =
        "SELECT SUM(id) OVER (ORDER BY id ROWS BETWEEN ? PRECEDING AND CURRENT ROW) FROM w";
    sql.assertRows(List.of("1", "3", "5", "7", "9", "11"), parameter, 1);
    sql.assertFails("22013", parameter, -1);
  }

  @Test
  void framesOfValues() throws SQLException {
    assertGives(
        List.of("1, 1, 2", "2, 2, 2", "3, 2, 2", "4, 1, 1", "5, 3, 1", "6, 2, 2"),
        "COUNT(*) OVER (ORDER BY k RANGE BETWEEN CURRENT ROW AND 5 FOLLOWING),"
            + " COUNT(*) OVER (ORDER BY k RANGE BETWEEN 3 PRECEDING AND CURRENT ROW)");
    assertGives(
        List.of("1, 1", "2, 2", "3, 2", "4, 1", "5, 1", "6, 1"),
        "COUNT(*) OVER (ORDER BY t RANGE BETWEEN INTERVAL '2' DAY PRECEDING AND CURRENT ROW)");
    assertGives(
        List.of("1, 3", "2, 2", "3, 2", "4, 1", "5, 3", "6, 2"),
        "COUNT(*) OVER (ORDER BY k DESC RANGE BETWEEN 10 PRECEDING AND CURRENT ROW)");
  }

  @Test
  void rowsThatFramesExclude() throws SQLException {
    assertGives(
        List.of(
            "1, 20, 20, 21",
            "2, 19, 16, 18",
            "3, 18, 16, 19",
            "4, 17, 17, 21",
            "5, 16, 16, 21",
            "6, 15, 15, 21"),
        "SUM(id) OVER (ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
            + " EXCLUDE CURRENT ROW),"
            + " SUM(id) OVER (ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
            + " EXCLUDE GROUP),"
            + " SUM(id) OVER (ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
            + " EXCLUDE TIES)");
  }

  @Test
  void listsAndDistinctValuesOfWindows() throws SQLException {
    assertGives(
        List.of("1, [1]", "2, [1, 2]", "3, [1, 2, 3]", "4, [1, 2, 3, 4]", "5, [5]", "6, [5, 6]"),
        "ARRAY_AGG(id) OVER (PARTITION BY g ORDER BY id)");
  }

  @Test
  void framesHoldTheRowsThatSubQueriesFind() throws SQLException {
    long seed = Long.getLong("kevo.seed", 20260101);
    Random random = new Random(seed);
    sql.run("CREATE TABLE r (id INTEGER PRIMARY KEY, g INTEGER, k INTEGER, v BIGINT)");
    for (int id = 0; id < 120; id++) {
      Integer value = random.nextInt(5) == 0 ? null : random.nextInt(100);
      sql.run("INSERT INTO r VALUES (?, ?, ?, ?)", id, id % 3, random.nextInt(30), value);
    }
    List<String> functions = List.of("SUM(v)", "COUNT(v)", "MIN(v)", "MAX(v)", "COUNT(DISTINCT v)");
    for (String function : functions) {
      int before = random.nextInt(6);
      int after = random.nextInt(6);
      String window = function + " OVER (PARTITION BY g ORDER BY k RANGE BETWEEN ";
      assertSame(
          "SELECT id, " + window + before + " PRECEDING AND " + after + " FOLLOWING) FROM r",
          "SELECT id, (SELECT "
              + function
              + " FROM r x WHERE x.g = r.g AND x.k BETWEEN r.k - "
              + before
              + " AND r.k + "
              + after
              + ") FROM r",
          seed);
      assertSame(
          "SELECT id, "
              + window
              + "UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW) FROM r",
          "SELECT id, (SELECT "
              + function
              + " FROM r x WHERE x.g = r.g AND x.k <= r.k"
              + " AND x.id <> r.id) FROM r",
          seed);
      assertSame(
          "SELECT id, "
              + function
              + " OVER (ORDER BY id DESC ROWS BETWEEN "
              + after
              + " PRECEDING AND "
              + before
              + " FOLLOWING) FROM r",
          "SELECT id, (SELECT "
              + function
              + " FROM r x WHERE x.id BETWEEN r.id - "
              + before
              + " AND r.id + "
              + after
              + ") FROM r",
          seed);
    }
    sql.run("DROP TABLE r");
  }

  private static void assertSame(String query, String other, long seed) throws SQLException {
    assertEquals(
        sql.rows(other).stream().sorted().toList(),
        sql.rows(query).stream().sorted().toList(),
        () -> "seed " + seed + ": " + query);
  }
}

package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.sql.catalog.TableStatistics;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ANALYZE, and plans that depend on what it found. */
final class AnalyzeTest {
  private SqlFixture sql;

  @BeforeEach
  void createTable() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, few INTEGER, many VARCHAR(10))");
    sql.run("CREATE INDEX t_few ON t (few)");
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      rows.add("(" + i + ", " + (i % 10 == 0 ? "NULL" : i % 2) + ", 'm" + i % 2500 + "')");
    }
    sql.run("INSERT INTO t VALUES " + String.join(", ", rows));
  }

  @AfterEach
  void close() {
    sql.close();
  }

  private TableStatistics statistics() {
    var catalog = sql.engine.store().current(sql.database);
    return catalog.statistics(catalog.table("PUBLIC", "T").orElseThrow().id()).orElseThrow();
  }

  @Test
  void rowsValuesAndNullsAreCounted() throws SQLException {
    sql.run("ANALYZE TABLE t");

    TableStatistics found = statistics();
    assertEquals(3000, found.rows());
    TableStatistics.Column few = found.column(1);
    assertTrue(few != null && few.distinct() == 2 && few.nulls() == 300, found.toString());
    assertEquals(List.of(0.0, 1.0), few.quantiles().stream().distinct().toList());
    TableStatistics.Column many = found.column(2);
    assertTrue(many != null && Math.abs(many.distinct() - 2500) < 250, found.toString());
  }

  @Test
  void indexOfFewValuesIsReadUntilThatIsKnown() throws SQLException {
    String query = "SELECT many FROM t WHERE few = ?";
    String plan = sql.plan(query);
    assertTrue(plan.contains("index=[T_FEW]"), plan);
    int before = sql.rows(query, 1).size();

    sql.run("ANALYZE t");

    assertFalse(sql.plan(query).contains("index="), sql.plan(query));
    assertEquals(before, sql.rows(query, 1).size());
  }

  @Test
  void analysisOfATransactionThatIsRolledBackIsForgotten() throws SQLException {
    sql.run("START TRANSACTION");
    sql.run("ANALYZE");
    sql.run("ROLLBACK");

    String plan = sql.plan("SELECT many FROM t WHERE few = ?");
    assertTrue(plan.contains("index=[T_FEW]"), plan);
  }

  @Test
  void histogramsTellHowMuchARangeHolds() throws SQLException {
    sql.run("CREATE TABLE skewed (id INTEGER PRIMARY KEY, n INTEGER, s VARCHAR(9))");
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      rows.add(
          "(" + i + ", " + (i < 1900 ? i % 10 : i) + ", '" + (i < 1500 ? "a" : "x") + i + "')");
    }
    sql.run("INSERT INTO skewed VALUES " + String.join(", ", rows));
    String query = "SELECT COUNT(*), MAX(s) FROM skewed WHERE ";
    // The store knows the number of rows of files, and guesses it in memory.
    sql.database.flush();
    sql.run("ANALYZE skewed");

    assertEquals(100, estimate(query + "n > 1000"), 60);
    assertEquals(1900, estimate(query + "n < 500"), 60);
    assertEquals(500, estimate(query + "s >= 'b'"), 60);
    assertEquals(190, estimate(query + "n = 5"), 60);
    assertEquals(18, estimate(query + "n = 1950"), 15);
    assertEquals(100, estimate(query + "n > 1000 AND n <= 1999 AND s LIKE 'x%'"), 95);
    assertEquals(500, estimate(query + "s LIKE 'x%'"), 60);
    assertEquals(1400, estimate(query + "NOT (s LIKE 'x%') AND n <> 1950"), 200);
    assertEquals(600, estimate(query + "(s LIKE 'x%' AND n < 500) OR n > 1000"), 200);
    sql.assertRows(List.of("100, x1999"), query + "n > 1000");
  }

  /** The rows that the planner expects of the filter. */
  private double estimate(String query) throws SQLException {
    String plan = sql.plan(query);
    String filter = plan.lines().filter(line -> line.contains("Filter(")).findFirst().orElse(plan);
    return Double.parseDouble(filter.replaceAll(".*rows=\\[(\\d+)].*", "$1"));
  }

  @Test
  void joinsOfTenTablesArePlannedByWhatIsKnown() throws SQLException {
    StringBuilder from = new StringBuilder("d0");
    for (int t = 0; t < 10; t++) {
      sql.run("CREATE TABLE d" + t + " (id INTEGER PRIMARY KEY, p INTEGER, q INTEGER)");
      List<String> rows = new ArrayList<>();
      for (int i = 0; i < 20 * (t + 1); i++) {
        rows.add("(" + i + ", " + i % 7 + ", " + i + ")");
      }
      sql.run("INSERT INTO d" + t + " VALUES " + String.join(", ", rows));
      if (t > 0) {
        from.append(" JOIN d" + t + " ON d" + t + ".id = d" + (t - 1) + ".q");
      }
    }
    sql.run("ANALYZE");
    String query = "SELECT COUNT(*) FROM " + from + " WHERE d9.p = 3 AND d4.q < 10";
    sql.plan(query);
    long best = Long.MAX_VALUE;
    for (int run = 0; run < 5; run++) {
      long begin = threadNanos();
      sql.plan(query + " AND d0.p <> " + (run + 100));
      best = Math.min(best, threadNanos() - begin);
    }

    assertTrue(best < 1_000_000_000L, best + " ns");
    sql.assertRows(List.of("1"), query);
  }

  private static long threadNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  @Test
  void unknownTablesAreRefused() {
    sql.assertFails("42P01", "ANALYZE nope");
  }
}

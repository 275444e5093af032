package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.sql.catalog.TableStatistics;
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
    assertEquals(new TableStatistics.Column(2, 300), found.column(1));
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
  void unknownTablesAreRefused() {
    sql.assertFails("42P01", "ANALYZE nope");
  }
}

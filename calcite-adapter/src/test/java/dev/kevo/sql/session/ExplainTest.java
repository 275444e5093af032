package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The text of plans. */
final class ExplainTest {
  private static SqlFixture sql;

  @BeforeAll
  static void createTables() throws SQLException {
    sql = new SqlFixture();
    sql.run("CREATE TABLE a (id INTEGER PRIMARY KEY, g INTEGER)");
    sql.run("CREATE TABLE b (x INTEGER, y INTEGER)");
    sql.run("INSERT INTO a VALUES (1, 1), (2, 1), (3, 2)");
    sql.run("INSERT INTO b VALUES (1, 1), (2, 1), (3, 2), (4, 4)");
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  /** Estimates are the store's and may change. */
  private static String withoutEstimates(String plan) {
    return plan.replaceAll(",? ?rows=\\[\\d+]", "");
  }

  @Test
  void eachOperatorIsOneLineWithItsOwnName() throws SQLException {
    String query =
        "SELECT a.g, COUNT(*) FROM a JOIN b ON a.g = b.x AND a.id < b.y"
            + " WHERE a.id > 1 GROUP BY a.g ORDER BY 2 DESC, 1 LIMIT 3";

    assertEquals(
        """
        TopK(keys=[$1 DESC, $0 ASC], fetch=[3])
          HashAggregate(group=[{0}], aggregates=[COUNT()])
            Project(columns=[$1])
              HashJoin(kind=[INNER], condition=[AND(=($1, $2), <($0, $3))], build=[left])
                KevoScan(table=[PUBLIC.A], columns=[[ID, G]], key=[ID > 1], order=[ASC])
                KevoScan(table=[PUBLIC.B], columns=[[X, Y]], order=[ASC])"""
            .stripIndent(),
        withoutEstimates(sql.plan(query)));
  }

  @Test
  void analysisTellsWhatEachOperatorDid() throws SQLException {
    String query = "EXPLAIN ANALYZE SELECT g, COUNT(*) FROM a WHERE id >= ? GROUP BY g ORDER BY g";
    for (int run = 0; run < 2; run++) {
      String plan =
          sql.rows(query, 2)
              .get(0)
              .replaceAll("time=[0-9.]+ ms", "time")
              .replace("blocks read=0, cached=0, filter hits=0", "store");

      assertEquals(
          """
          Sort(keys=[$0 ASC]): rows=2, batches=1, store, time
            HashAggregate(group=[{0}], aggregates=[COUNT()]): rows=2, batches=1, store, time
              KevoScan(table=[PUBLIC.A], columns=[[G]], key=[ID >= ?0], order=[ASC]): rows=2,\
           batches=1, store, time
          rows=2, store, time"""
              .stripIndent(),
          withoutEstimates(plan));
    }
  }

  @Test
  void analysisTellsWhatTheStoreDid() throws SQLException {
    sql.run("CREATE TABLE stored (id INTEGER PRIMARY KEY, g INTEGER)");
    sql.run("INSERT INTO stored VALUES (1, 1), (2, 1), (3, 2)");
    sql.database.flush();
    String query = "EXPLAIN ANALYZE SELECT g, COUNT(*) FROM stored GROUP BY g";
    sql.rows(query);

    String plan = sql.rows(query).get(0);

    assertTrue(plan.matches("(?s).*KevoScan.*blocks read=0, cached=[1-9].*"), plan);
    String last = plan.substring(plan.lastIndexOf('\n') + 1);
    assertTrue(last.matches("rows=2, blocks read=0, cached=[1-9]\\d*, filter hits=.*"), plan);
  }

  @Test
  void estimatesAreShown() throws SQLException {
    String plan = sql.plan("SELECT g, COUNT(*) FROM a GROUP BY g");

    assertTrue(plan.lines().allMatch(line -> line.matches(".*rows=\\[\\d+]\\)")), plan);
  }
}

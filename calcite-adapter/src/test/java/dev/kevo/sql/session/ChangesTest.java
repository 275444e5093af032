package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.sql.exec.CancelToken;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What INSERT, UPDATE, DELETE and UPSERT do, count and refuse. */
final class ChangesTest {
  private SqlFixture sql;

  @BeforeEach
  void createTables() throws SQLException {
    sql = new SqlFixture();
    sql.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, s VARCHAR(5) DEFAULT 'none', n DECIMAL(6, 2) NOT"
            + " NULL)");
  }

  @AfterEach
  void close() {
    sql.close();
  }

  @Test
  void insertsRowsWithColumnListsAndDefaults() throws SQLException {
    assertEquals(2, sql.run("INSERT INTO t VALUES (1, 'a', 1.5), (2, DEFAULT, 2)"));
    assertEquals(1, sql.run("INSERT INTO t (n, id) VALUES (?, ?)", 3, 3));

    sql.assertRows(List.of("1, a, 1.50", "2, none, 2.00", "3, none, 3.00"), "SELECT * FROM t");
  }

  @Test
  void insertFromItsOwnTableSeesTheOldRows() throws SQLException {
    sql.run("INSERT INTO t VALUES (1, 'a', 1), (2, 'b', 2)");

    assertEquals(2, sql.run("INSERT INTO t SELECT id + 2, s, n FROM t"));
    assertEquals(4, sql.run("INSERT INTO t SELECT id + (SELECT MAX(id) FROM t), s, n FROM t"));
    sql.assertRows(List.of("8"), "SELECT COUNT(*) FROM t");
  }

  @Test
  void refusesDuplicateKeys() throws SQLException {
    sql.run("INSERT INTO t VALUES (1, 'a', 1)");
    String message = sql.assertFails("23505", "INSERT INTO t VALUES (2, 'b', 2), (1, 'c', 3)");

    assertTrue(message.contains("PUBLIC.T") && message.contains("PK_T"), message);
    sql.assertRows(List.of("1, a, 1.00"), "SELECT * FROM t");
    sql.assertFails("23505", "INSERT INTO t VALUES (5, 'b', 2), (5, 'c', 3)");
  }

  @Test
  void refusesWhatColumnsCannotHold() throws SQLException {
    assertTrue(sql.assertFails("23502", "INSERT INTO t VALUES (1, 'a', NULL)").contains("N"));
    sql.assertFails("23502", "INSERT INTO t (id) VALUES (1)");
    sql.assertFails("23502", "INSERT INTO t VALUES (?, 'a', 1)", (Object) null);
    assertTrue(sql.assertFails("22001", "INSERT INTO t VALUES (1, 'abcdef', 1)").contains("S"));
    sql.assertFails("22001", "INSERT INTO t VALUES (1, ?, 1)", "abcdef");
    sql.assertFails("22001", "INSERT INTO t SELECT 1, 'abc' || 'def', 1");
    assertTrue(sql.assertFails("22003", "INSERT INTO t VALUES (1, 'a', 12345)").contains("N"));
    sql.assertFails("22003", "INSERT INTO t VALUES (3000000000, 'a', 1)");
    sql.assertFails("22003", "INSERT INTO t VALUES (?, 'a', 1)", 3_000_000_000L);
    sql.assertFails("22018", "INSERT INTO t VALUES (?, 'a', 1)", "x");
    sql.assertRows(List.of("0"), "SELECT COUNT(*) FROM t");
  }

  @Test
  void updatesByKeyAndByFilter() throws SQLException {
    sql.run("INSERT INTO t VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)");

    assertEquals(1, sql.run("UPDATE t SET n = n + 1 WHERE id = 2"));
    assertEquals(0, sql.run("UPDATE t SET n = 0 WHERE id = 22"));
    assertEquals(1, sql.run("UPDATE t SET s = UPPER(s), n = ? WHERE n < ?", 9, 3));
    sql.assertRows(
        List.of("1, A, 9.00", "2, b, 3.00", "3, c, 3.00"), "SELECT * FROM t WHERE id < 9");
    sql.assertFails("22003", "UPDATE t SET n = n * 10000");
    sql.assertFails("23502", "UPDATE t SET n = NULL WHERE id = 1");
    sql.assertRows(List.of("15.00"), "SELECT SUM(n) FROM t");
    assertEquals(
        1,
        sql.run("UPDATE t SET n = (SELECT MAX(n) FROM t) + 1 WHERE id = (SELECT MIN(id) FROM t)"));
    sql.assertRows(List.of("10.00"), "SELECT n FROM t WHERE id = 1");
  }

  @Test
  void updatesOfTheKeyMoveEachRowOnce() throws SQLException {
    sql.run("INSERT INTO t VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)");

    assertEquals(3, sql.run("UPDATE t SET id = id + 1"));
    sql.assertRows(List.of("2, a", "3, b", "4, c"), "SELECT id, s FROM t");
    sql.assertFails("23505", "UPDATE t SET id = 4 WHERE id = 2");
    assertEquals(3, sql.run("UPDATE t SET id = 6 - id"));
    sql.assertRows(List.of("2, c", "3, b", "4, a"), "SELECT id, s FROM t");
  }

  @Test
  void deletesByKeyRangeAndSubQuery() throws SQLException {
    sql.run("INSERT INTO t VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3), (4, 'd', 4)");

    assertEquals(1, sql.run("DELETE FROM t WHERE id = 1"));
    assertEquals(0, sql.run("DELETE FROM t WHERE id = 1"));
    assertEquals(1, sql.run("DELETE FROM t WHERE n = (SELECT MAX(n) FROM t)"));
    assertEquals(2, sql.run("DELETE FROM t"));
  }

  @Test
  void upsertsInsertOrReplace() throws SQLException {
    assertEquals(2, sql.run("UPSERT INTO t VALUES (1, 'a', 1), (2, 'b', 2)"));
    assertEquals(1, sql.run("UPSERT INTO t (id, n) VALUES (?, ?)", 1, 5));

    sql.assertRows(List.of("1, none, 5.00", "2, b, 2.00"), "SELECT * FROM t");
  }

  @Test
  void tablesWithoutKeyKeepEqualRows() throws SQLException {
    sql.run("CREATE TABLE log (x INTEGER, y VARCHAR(10))");
    sql.run("INSERT INTO log VALUES (1, 'a'), (1, 'a'), (2, 'b')");

    sql.assertRows(List.of("1, a", "1, a", "2, b"), "SELECT * FROM log");
    assertEquals(2, sql.run("UPDATE log SET y = 'z' WHERE x = 1"));
    assertEquals(
        1, sql.run("DELETE FROM log l WHERE EXISTS (SELECT 1 FROM log m WHERE m.x + 1 = l.x)"));
    sql.assertRows(List.of("1, z", "1, z"), "SELECT * FROM log");
  }

  @Test
  void hundredsOfThousandsOfRowsInOneStatement() throws SQLException {
    sql.run("INSERT INTO t VALUES (0, 'a', 1)");
    for (int rows = 1; rows < 100_000; rows *= 2) {
      assertEquals(rows, sql.run("INSERT INTO t SELECT id + ?, s, n FROM t", rows));
    }

    assertEquals(131_072, sql.run("UPDATE t SET n = n + 1"));
    sql.assertRows(List.of("262144.00"), "SELECT SUM(n) FROM t");
    assertEquals(131_072, sql.run("DELETE FROM t WHERE n = 2"));
  }

  @Test
  void batchesAreAllOrNothingUnderAutocommit() throws SQLException {
    PreparedSql insert = sql.session.prepare("INSERT INTO t VALUES (?, ?, ?)");
    long planned = sql.engine.statementsPlanned();
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      rows.add(new Object[] {i, "r", i % 10});
    }

    long[] counts = sql.session.executeBatch(insert, rows, new CancelToken());
    assertEquals(1000, counts.length);
    assertEquals(1, counts[999]);
    assertEquals(planned, sql.engine.statementsPlanned());

    List<Object[]> bad =
        List.of(new Object[] {5000, "a", 1}, new Object[] {7, "b", 1}, new Object[] {5001, "c", 1});
    BatchUpdateException error =
        assertThrows(
            BatchUpdateException.class,
            () -> sql.session.executeBatch(insert, bad, new CancelToken()));
    assertEquals("23505", error.getSQLState());
    assertArrayEquals(new long[] {1}, error.getLargeUpdateCounts());
    sql.assertRows(List.of("1000"), "SELECT COUNT(*) FROM t");
  }

  @Test
  void failedRowOfABatchInATransactionLeavesTheRowsBefore() throws SQLException {
    sql.session.setAutoCommit(false);
    PreparedSql insert = sql.session.prepare("INSERT INTO t VALUES (?, 'a', 1), (?, 'b', 2)");
    List<Object[]> rows = List.of(new Object[] {1, 2}, new Object[] {3, 1});

    assertThrows(
        BatchUpdateException.class,
        () -> sql.session.executeBatch(insert, rows, new CancelToken()));
    sql.assertRows(List.of("1", "2"), "SELECT id FROM t");
    sql.session.commit();
    sql.assertRows(List.of("1", "2"), "SELECT id FROM t");
  }

  @Test
  void failedRowOfABatchOfOneRowEachLeavesTheRowsBefore() throws SQLException {
    sql.run("CREATE UNIQUE INDEX t_n ON t (n)");
    sql.session.setAutoCommit(false);
    PreparedSql insert = sql.session.prepare("INSERT INTO t VALUES (?, 'a', ?)");
    Object[] good = {1, 1};
    Object[] alsoGood = {2, 2};
    Object[] later = {4, 4};

    for (Object[] bad :
        List.of(new Object[] {1, 3}, new Object[] {3, 2}, new Object[] {3, 1e9}, new Object[1])) {
      BatchUpdateException error =
          assertThrows(
              BatchUpdateException.class,
              () ->
                  sql.session.executeBatch(
                      insert, List.of(good, alsoGood, bad, later), new CancelToken()));
      assertArrayEquals(new long[] {1, 1}, error.getLargeUpdateCounts());
      sql.assertRows(List.of("1, a, 1.00", "2, a, 2.00"), "SELECT * FROM t");
      sql.assertRows(List.of("1", "2"), "SELECT id FROM t WHERE n < 5 ORDER BY n");
      sql.session.rollback();
    }
  }

  @Test
  void rowsOfABatchAreStatementsOfTheirOwnForForeignKeys() throws SQLException {
    sql.run("CREATE TABLE node (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES node)");
    PreparedSql insert = sql.session.prepare("INSERT INTO node VALUES (?, ?)");

    List<Object[]> childFirst = List.of(new Object[] {2, 1}, new Object[] {1, null});
    BatchUpdateException error =
        assertThrows(
            BatchUpdateException.class,
            () -> sql.session.executeBatch(insert, childFirst, new CancelToken()));
    assertEquals("23503", error.getSQLState());

    List<Object[]> parentFirst = List.of(new Object[] {1, null}, new Object[] {2, 1});
    assertArrayEquals(
        new long[] {1, 1}, sql.session.executeBatch(insert, parentFirst, new CancelToken()));
  }

  @Test
  void batchesTakeLiteralsAndDefaultsBesideParameters() throws SQLException {
    PreparedSql insert = sql.session.prepare("INSERT INTO t VALUES (?, DEFAULT, 2.5)");
    PreparedSql upsert = sql.session.prepare("UPSERT INTO t VALUES (?, 'x', ? * 2)");

    List<Object[]> rows = List.of(new Object[] {1}, new Object[] {2});
    assertArrayEquals(new long[] {1, 1}, sql.session.executeBatch(insert, rows, new CancelToken()));
    List<Object[]> changed = List.of(new Object[] {2, 1}, new Object[] {3, 5}, new Object[] {3, 6});
    assertArrayEquals(
        new long[] {1, 1, 1}, sql.session.executeBatch(upsert, changed, new CancelToken()));
    sql.assertRows(List.of("1, none, 2.50", "2, x, 2.00", "3, x, 12.00"), "SELECT * FROM t");
  }
}

package dev.kevo.jdbc.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements: what running them gives, and how they are stopped and closed. */
public abstract class StatementContract extends Contract {
  private Statement statement;

  protected StatementContract(String url) {
    super(url);
  }

  @BeforeEach
  void createTable() throws SQLException {
    statement = connection.createStatement();
    statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(10))");
    statement.execute("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
  }

  @AfterEach
  void closeStatement() throws SQLException {
    statement.close();
  }

  @Test
  void executeTellsRowsFromCounts() throws SQLException {
    assertTrue(statement.execute("SELECT id FROM t"));
    assertNotNull(statement.getResultSet());
    assertEquals(-1, statement.getUpdateCount());
    assertFalse(statement.getMoreResults());
    assertEquals(-1, statement.getUpdateCount());
    assertNull(statement.getResultSet());

    assertFalse(statement.execute("UPDATE t SET name = 'x' WHERE id > 1"));
    assertEquals(2, statement.getUpdateCount());
    assertEquals(2L, statement.getLargeUpdateCount());
    assertNull(statement.getResultSet());
    assertFalse(statement.getMoreResults());
    assertEquals(-1, statement.getUpdateCount());
  }

  @Test
  void updateCountsAreTheChangedRows() throws SQLException {
    assertEquals(2, statement.executeUpdate("INSERT INTO t VALUES (4, 'd'), (5, 'e')"));
    assertEquals(5, statement.executeUpdate("UPDATE t SET name = 'x'"));
    assertEquals(1L, statement.executeLargeUpdate("DELETE FROM t WHERE id = 1"));
    assertEquals(0, statement.executeUpdate("DELETE FROM t WHERE id = 1"));
    assertEquals(0, statement.executeUpdate("CREATE TABLE u (id INTEGER PRIMARY KEY)"));
  }

  @Test
  void aQueryIsNoUpdateAndAnUpdateNoQuery() throws SQLException {
    fails("22023", () -> statement.executeUpdate("SELECT id FROM t"));
    fails("22023", () -> statement.executeQuery("DELETE FROM t"));
    assertEquals(List.of("3"), rows("SELECT COUNT(*) FROM t"));
  }

  @Test
  void maxRowsStopsTheQuery() throws SQLException {
    statement.setMaxRows(2);
    assertEquals(2, statement.getMaxRows());
    assertEquals(List.of("1", "2"), rows(statement.executeQuery("SELECT id FROM t ORDER BY id")));
    statement.setMaxRows(0);
    assertEquals(3, rows(statement.executeQuery("SELECT id FROM t")).size());
    fails("22023", () -> statement.setMaxRows(-1));
  }

  @Test
  void rowsComeWholeWhateverTheFetchSize() throws SQLException {
    String values =
        IntStream.range(10, 510).mapToObj(i -> "(" + i + ", 'x')").collect(Collectors.joining(","));
    statement.executeUpdate("INSERT INTO t VALUES " + values);
    for (int size : new int[] {0, 1, 7, 100, 10_000}) {
      statement.setFetchSize(size);
      assertEquals(size, statement.getFetchSize());
      assertEquals(503, rows(statement.executeQuery("SELECT id FROM t")).size());
    }
    fails("22023", () -> statement.setFetchSize(-1));
  }

  @Test
  void aBatchOfTextsGivesACountEach() throws SQLException {
    statement.addBatch("INSERT INTO t VALUES (4, 'd')");
    statement.addBatch("UPDATE t SET name = 'x'");
    assertArrayEquals(new int[] {1, 4}, statement.executeBatch());
    assertArrayEquals(new int[] {}, statement.executeBatch());

    statement.addBatch("DELETE FROM t");
    statement.clearBatch();
    assertArrayEquals(new long[] {}, statement.executeLargeBatch());
  }

  @Test
  void aBatchStopsWhereItFails() throws SQLException {
    statement.addBatch("INSERT INTO t VALUES (4, 'd')");
    statement.addBatch("INSERT INTO t VALUES (1, 'again')");
    statement.addBatch("INSERT INTO t VALUES (5, 'e')");

    BatchUpdateException error = assertThrows(BatchUpdateException.class, statement::executeBatch);

    assertEquals("23505", error.getSQLState());
    assertArrayEquals(new int[] {1}, error.getUpdateCounts());
    assertEquals(List.of("1", "2", "3", "4"), rows("SELECT id FROM t ORDER BY id"));
  }

  @Test
  void runningAgainClosesTheResultBefore() throws SQLException {
    ResultSet first = statement.executeQuery("SELECT id FROM t");
    ResultSet second = statement.executeQuery("SELECT id FROM t");
    assertTrue(first.isClosed());
    assertFalse(second.isClosed());
    statement.close();
    assertTrue(second.isClosed());
    assertTrue(statement.isClosed());
    statement.close();
    fails("55000", () -> statement.executeQuery("SELECT id FROM t"));
    fails("55000", () -> statement.getMaxRows());
  }

  @Test
  void resultsOfDifferentStatementsAreOpenTogether() throws SQLException {
    try (Statement other = connection.createStatement();
        ResultSet outer = statement.executeQuery("SELECT id FROM t ORDER BY id")) {
      int seen = 0;
      while (outer.next()) {
        try (ResultSet inner =
            other.executeQuery("SELECT name FROM t WHERE id = " + outer.getInt(1))) {
          assertTrue(inner.next());
          seen++;
        }
        other.executeUpdate("UPDATE t SET name = 'x' WHERE id = " + outer.getInt(1));
      }
      assertEquals(3, seen);
    }
    assertEquals(List.of("3"), rows("SELECT COUNT(*) FROM t WHERE name = 'x'"));
  }

  @Test
  void aStatementCanCloseWithItsResult() throws SQLException {
    statement.closeOnCompletion();
    assertTrue(statement.isCloseOnCompletion());
    ResultSet result = statement.executeQuery("SELECT id FROM t");
    assertSame(statement, result.getStatement());
    assertFalse(statement.isClosed());
    result.close();
    assertTrue(statement.isClosed());
  }

  @Test
  void theFlagForGeneratedKeysIsAccepted() throws SQLException {
    assertEquals(
        1,
        statement.executeUpdate("INSERT INTO t VALUES (4, 'd')", Statement.RETURN_GENERATED_KEYS));
    try (ResultSet keys = statement.getGeneratedKeys()) {
      assertFalse(keys.next());
    }
    fails("22023", () -> statement.executeUpdate("DELETE FROM t", 7));
  }

  @Test
  void jdbcEscapesAreUnderstood() throws SQLException {
    assertEquals(
        List.of("3,2020-02-29,12:34:56,2020-02-29 12:34:56.5"),
        rows(
            "SELECT {fn LENGTH('abc')}, {d '2020-02-29'}, {t '12:34:56'},"
                + " {ts '2020-02-29 12:34:56.5'} FROM t WHERE id = 1"));
  }

  @Test
  void commentsAndATrailingSemicolonAreAllowed() throws SQLException {
    assertEquals(
        List.of("1"), rows("-- first\n/* second */ SELECT id FROM t WHERE id = 1 -- last\n;"));
  }

  @Test
  void wrongSqlSaysWhere() {
    SQLException syntax = fails("42601", () -> statement.execute("SELECT *\nFORM t"));
    assertTrue(syntax.getMessage().contains("line 2"), syntax::getMessage);
    SQLException table = fails("42P01", () -> statement.execute("SELECT * FROM nowhere"));
    assertTrue(table.getMessage().contains("NOWHERE"), table::getMessage);
    SQLException column = fails("42703", () -> statement.execute("SELECT nothing FROM t"));
    assertTrue(column.getMessage().contains("NOTHING"), column::getMessage);
    assertTrue(column.getMessage().length() < 300);
  }

  @Test
  void aTextWithParametersMustBePrepared() {
    fails("07001", () -> statement.executeQuery("SELECT id FROM t WHERE id = ?"));
  }

  @Test
  void violatedConstraintsSayWhich() {
    fails("23505", () -> statement.execute("INSERT INTO t VALUES (1, 'again')"));
    fails("23502", () -> statement.execute("INSERT INTO t VALUES (NULL, 'a')"));
    fails("22001", () -> statement.execute("INSERT INTO t VALUES (9, 'longer than ten')"));
  }

  /** Enough work that it is still running when it is stopped. */
  private void fillForALongQuery() throws SQLException {
    String values =
        IntStream.range(10, 1010)
            .mapToObj(i -> "(" + i + ", 'x')")
            .collect(Collectors.joining(","));
    statement.executeUpdate("INSERT INTO t VALUES " + values);
  }

  private static final String LONG_QUERY =
      "SELECT COUNT(*) FROM t a, t b, t c, t d WHERE a.id + b.id + c.id + d.id = -1";

  @ParameterizedTest
  @Timeout(30)
  @ValueSource(
      strings = {
        LONG_QUERY,
        "SELECT a.id FROM t a, t b, t c, t d ORDER BY a.name, d.id DESC",
        "SELECT a.id, d.id, COUNT(*) FROM t a, t b, t c, t d GROUP BY a.id, d.id",
        "SELECT COUNT(*) FROM t a JOIN t b ON a.name = b.name JOIN t c ON b.name = c.name"
            + " JOIN t d ON c.name = d.name AND d.id < a.id",
        "SELECT SUM(n) FROM (SELECT RANK() OVER (ORDER BY a.id, d.id) n FROM t a, t b, t c, t d)"
      })
  void aRunningQueryIsCancelledFromAnotherThread(String query) throws Exception {
    fillForALongQuery();
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<SQLException> outcome =
        CompletableFuture.supplyAsync(
            () -> {
              started.countDown();
              return assertThrows(SQLException.class, () -> rows(statement.executeQuery(query)));
            });
    started.await();
    while (!outcome.isDone()) {
      statement.cancel(); // without effect until the query has begun
      Thread.onSpinWait();
    }
    assertEquals("57014", outcome.get().getSQLState());
    assertEquals(List.of("1"), rows("SELECT id FROM t WHERE id = 1"));
  }

  @Test
  @Timeout(30)
  void aQueryEndsWhenItsTimeIsOver() throws SQLException {
    fillForALongQuery();
    statement.setQueryTimeout(1);
    assertEquals(1, statement.getQueryTimeout());
    SQLException error = fails("57014", () -> rows(statement.executeQuery(LONG_QUERY)));
    assertTrue(error instanceof SQLTimeoutException, error::toString);
    fails("22023", () -> statement.setQueryTimeout(-1));
  }

  @Test
  @Timeout(30)
  void abortStopsWhatRuns() throws Exception {
    fillForALongQuery();
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<SQLException> outcome =
        CompletableFuture.supplyAsync(
            () -> {
              started.countDown();
              return assertThrows(
                  SQLException.class, () -> rows(statement.executeQuery(LONG_QUERY)));
            });
    started.await();
    connection.abort(Runnable::run);
    assertNotNull(outcome.get().getSQLState());
    assertTrue(connection.isClosed());
  }

  @Test
  void cancelWithNothingToCancelDoesNothing() throws SQLException {
    statement.cancel();
    assertEquals(List.of("3"), rows(statement.executeQuery("SELECT COUNT(*) FROM t")));
  }

  @Test
  void hintsAreAccepted() throws SQLException {
    statement.setEscapeProcessing(true);
    statement.setFetchDirection(ResultSet.FETCH_FORWARD);
    assertEquals(ResultSet.FETCH_FORWARD, statement.getFetchDirection());
    statement.setMaxFieldSize(0);
    assertEquals(0, statement.getMaxFieldSize());
    statement.setPoolable(true);
    assertNull(statement.getWarnings());
    statement.clearWarnings();
    assertSame(connection, statement.getConnection().unwrap(Connection.class));
  }
}

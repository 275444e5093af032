package dev.kevo.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.IsolationLevel;
import dev.kevo.jdbc.connect.Link;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.session.SqlResult;
import dev.kevo.sql.session.SqlSession;
import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTimeoutException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client's half of a session against the server's, each trap of the stock client in turn. */
@Timeout(60)
class RemoteSessionTest {
  private static final Object[] NONE = {};

  private ScriptedServer server;
  private Link link;
  private SqlSession session;

  @BeforeEach
  void open() throws Exception {
    server = new ScriptedServer();
    link = server.link();
    session = link.session();
  }

  @AfterEach
  void close() throws Exception {
    link.close();
    server.close();
  }

  private static SqlResult run(SqlSession session, String sql) throws SQLException {
    return session.execute(session.prepare(sql), NONE, 0, new CancelToken());
  }

  @Test
  void aSettingIsOnTheServerBeforeTheNextStatement() throws Exception {
    PreparedSql preparedEarlier = session.prepare("CHANGE 1");
    session.setAutoCommit(false);
    session.execute(preparedEarlier, NONE, 0, new CancelToken()).close();
    session.commit();
    session.setReadOnly(true);
    session.setIsolation(IsolationLevel.SERIALIZABLE);
    session.setSchema("S");
    session.setAutoCommit(true);
    assertEquals(
        List.of(
            "autocommit false",
            "execute CHANGE 1 in transaction",
            "commit",
            "read-only true",
            "isolation SERIALIZABLE",
            "schema S",
            "autocommit true"),
        server.session().log);
  }

  @Test
  void theServersStateIsTheClientsAnswer() throws Exception {
    assertTrue(session.isAutoCommit());
    assertEquals("PUBLIC", session.schema());
    session.setAutoCommit(false);
    assertFalse(session.inTransaction());
    run(session, "CHANGE 3").close();
    assertTrue(session.inTransaction());
    session.rollback();
    assertFalse(session.inTransaction());
    session.setIsolation(IsolationLevel.REPEATABLE_READ);
    session.setSchema("OTHER");
    assertEquals(IsolationLevel.REPEATABLE_READ, session.isolation());
    assertEquals("OTHER", session.schema());
    assertFalse(session.isReadOnly());
  }

  @Test
  void savepointsReachTheServer() throws Exception {
    session.setSavepoint("a");
    session.rollbackTo("a");
    session.releaseSavepoint("a");
    assertEquals(List.of("savepoint a", "rollback to a", "release a"), server.session().log);
    assertState("3B001", () -> session.rollbackTo("missing"));
  }

  @Test
  void aChangeGivesItsCount() throws Exception {
    assertEquals(5_000_000_000L, run(session, "CHANGE 5000000000").updateCount());
    assertEquals(0, server.session().openResults.get());
  }

  @Test
  void manyRowsComeInFramesAndTheRestStaysOnTheServer() throws Exception {
    SqlResult rows = run(session, "ROWS 100000");
    assertTrue(server.session().rowsRead.get() < 10_000);
    int count = 0;
    while (rows.next()) {
      count++;
      assertEquals(count, rows.get(0));
      assertEquals("row " + count, rows.get(1));
    }
    assertEquals(100_000, count);
    assertEquals(0, server.session().openResults.get());
    rows.close();
  }

  @Test
  void rowsThatAreClosedEarlyAreClosedOnTheServer() throws Exception {
    SqlResult rows = run(session, "ROWS 100000");
    assertTrue(rows.next());
    assertEquals(1, server.session().openResults.get());
    rows.close();
    assertEquals(0, server.session().openResults.get());
  }

  @Test
  void maxRowsReachesTheScan() throws Exception {
    SqlResult rows = session.execute(session.prepare("ROWS 100000"), NONE, 7, new CancelToken());
    assertEquals(7, readAll(rows));
    assertEquals(7, server.session().rowsRead.get());
  }

  @Test
  void runningAStatementAgainEndsItsOlderRows() throws Exception {
    PreparedSql statement = session.prepare("ROWS 100000");
    SqlResult older = session.execute(statement, NONE, 0, new CancelToken());
    SqlResult newer = session.execute(statement, NONE, 0, new CancelToken());
    assertTrue(newer.next());
    assertState("55000", () -> readAll(older));
    older.close();
    assertTrue(newer.next());
    newer.close();
  }

  @Test
  void everyKindOfValueComesBackAsItWas() throws Exception {
    Object[] sent = {
      true,
      (byte) -3,
      (short) -300,
      -70_000,
      Long.MIN_VALUE,
      1.5f,
      -0.0,
      Double.NaN,
      new BigDecimal("-123456789012345678901234567890.12345"),
      "text with \u00e4 and \ud83d\ude00",
      "",
      null,
      LocalDate.of(1969, 12, 31),
      LocalTime.of(23, 59, 59, 999_999_000),
      LocalDateTime.of(1900, 1, 1, 0, 0, 0, 1_000),
      Instant.parse("0001-01-01T00:00:00.000001Z"),
      Duration.ofDays(-1).plusNanos(1_000),
      Period.of(-1, 2, 3)
    };
    PreparedSql echo = session.prepare("ECHO " + (sent.length + 2));
    Object[] parameters = Arrays.copyOf(sent, sent.length + 2);
    parameters[sent.length] = new byte[] {0, -1, 127};
    parameters[sent.length + 1] = new byte[0];
    SqlResult rows = session.execute(echo, parameters, 0, new CancelToken());
    assertTrue(rows.next());
    for (int i = 0; i < sent.length; i++) {
      assertEquals(sent[i], rows.get(i), "parameter " + i);
    }
    assertArrayEquals(new byte[] {0, -1, 127}, (byte[]) rows.get(sent.length));
    assertArrayEquals(new byte[0], (byte[]) rows.get(sent.length + 1));
    assertFalse(rows.next());
  }

  @Test
  void columnsAndParametersAreDescribed() throws Exception {
    PreparedSql rows = session.prepare("ROWS 1");
    assertEquals(PreparedSql.Kind.QUERY, rows.kind());
    assertEquals("N", rows.columns().get(0).label());
    assertEquals("S", rows.columns().get(0).schema());
    assertEquals(Types.INTEGER, rows.columns().get(0).jdbcType());
    assertEquals(2, rows.columns().get(0).scale());
    PreparedSql echo = session.prepare("ECHO 1");
    assertEquals(Types.VARBINARY, echo.parameters().get(0).jdbcType());
    assertEquals(7, echo.parameters().get(0).precision());
    assertEquals(PreparedSql.Kind.CHANGE, session.prepare("CHANGE 1").kind());
  }

  @Test
  void errorsArriveWithTheirStateAndMessageAlone() throws Exception {
    SQLException failure = assertThrows(SQLException.class, () -> session.prepare("FAIL 23505"));
    assertInstanceOf(SQLIntegrityConstraintViolationException.class, failure);
    assertEquals("23505", failure.getSQLState());
    assertEquals("failed as asked", failure.getMessage());
    assertNull(failure.getCause());
    assertEquals(
        "ZZ123",
        assertThrows(SQLException.class, () -> session.prepare("FAIL ZZ123")).getSQLState());
    run(session, "CHANGE 1").close();
  }

  @Test
  void aBugOnTheServerTellsNothingOfItsInside() throws Exception {
    SQLException failure = assertThrows(SQLException.class, () -> run(session, "BREAK"));
    assertEquals("XX000", failure.getSQLState());
    assertFalse(failure.toString().contains("secret"), failure::toString);
    run(session, "CHANGE 1").close();
  }

  @Test
  void aBatchGoesInOneRequestAndItsFailureKeepsTheCounts() throws Exception {
    PreparedSql statement = session.prepare("ECHO 1");
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      rows.add(new Object[] {i});
    }
    long[] counts = session.executeBatch(statement, rows, new CancelToken());
    assertEquals(5000, counts.length);
    assertEquals(List.of("batch of 5000"), server.session().log);
    rows.set(4000, new Object[] {"bad"});
    BatchUpdateException failure =
        assertThrows(
            BatchUpdateException.class,
            () -> session.executeBatch(statement, rows, new CancelToken()));
    assertEquals("23505", failure.getSQLState());
    assertEquals(4000, failure.getLargeUpdateCounts().length);
  }

  @Test
  void cancelStopsWhatRuns() throws Exception {
    CancelToken token = new CancelToken();
    PreparedSql statement = session.prepare("WAIT");
    CompletableFuture<SQLException> failure =
        CompletableFuture.supplyAsync(
            () ->
                assertThrows(SQLException.class, () -> session.execute(statement, NONE, 0, token)));
    assertTrue(server.session().waiting.await(30, TimeUnit.SECONDS));
    token.cancel();
    assertEquals("57014", failure.get(30, TimeUnit.SECONDS).getSQLState());
    run(session, "CHANGE 1").close();
  }

  @Test
  void cancelStopsRowsThatAreBeingFetched() throws Exception {
    CancelToken token = new CancelToken();
    SqlResult rows = session.execute(session.prepare("ROWS 1000000"), NONE, 0, token);
    assertTrue(rows.next());
    token.cancel();
    assertState("57014", rows::next);
    rows.close();
    assertEquals(0, server.session().openResults.get());
  }

  @Test
  void aTimeOutIsKeptByTheServer() throws Exception {
    PreparedSql statement = session.prepare("WAIT");
    assertThrows(
        SQLTimeoutException.class, () -> session.execute(statement, NONE, 0, new CancelToken(100)));
    run(session, "CHANGE 1").close();
  }

  @Test
  void aReleasedStatementIsForgottenWithTheNextRequest() throws Exception {
    ServerOptions few = ScriptedServer.options().withLimits(10, 3, 1 << 20);
    try (ScriptedServer small = new ScriptedServer(few);
        Link other = small.link()) {
      for (int i = 0; i < 20; i++) {
        other.release(other.session().prepare("CHANGE 1"));
      }
      other.session().prepare("CHANGE 1");
      other.session().prepare("CHANGE 1");
      other.session().prepare("CHANGE 1");
      assertState("54000", () -> other.session().prepare("CHANGE 1"));
    }
  }

  @Test
  void aLostReplyIsNotAskedForAgain() throws Exception {
    try (DroppingProxy proxy = new DroppingProxy(server.port());
        Link other = ScriptedServer.link(proxy.port())) {
      SqlSession lossy = other.session();
      lossy.setAutoCommit(false);
      PreparedSql insert = lossy.prepare("CHANGE 1");
      proxy.dropNextReply();
      assertState("08006", () -> lossy.execute(insert, NONE, 0, new CancelToken()));
      assertEquals(
          List.of("autocommit false", "execute CHANGE 1 in transaction"), server.session().log);
      assertState("08003", () -> lossy.execute(insert, NONE, 0, new CancelToken()));
      assertState("08003", lossy::commit);
      assertFalse(other.isAlive(1000));
    }
    assertEquals("close", server.session().log.get(2));
  }

  @Test
  void aLostReplyToACommitLeavesItsOutcomeUnknown() throws Exception {
    try (DroppingProxy proxy = new DroppingProxy(server.port())) {
      try (Link other = ScriptedServer.link(proxy.port())) {
        other.session().setAutoCommit(false);
        run(other.session(), "CHANGE 1").close();
        proxy.dropNextReply();
        assertState("08007", () -> other.session().commit());
      }
      try (Link other = ScriptedServer.link(proxy.port())) {
        PreparedSql insert = other.session().prepare("CHANGE 1");
        proxy.dropNextReply();
        assertState("08007", () -> other.session().execute(insert, NONE, 0, new CancelToken()));
      }
      try (Link other = ScriptedServer.link(proxy.port())) {
        other.session().setAutoCommit(false);
        run(other.session(), "CHANGE 1").close();
        proxy.dropNextReply();
        assertState("08007", () -> other.session().setAutoCommit(true));
      }
    }
  }

  @Test
  void aServerThatIsGoneBreaksTheConnection() throws Exception {
    server.close();
    assertState("08006", () -> session.prepare("CHANGE 1"));
    assertState("08003", () -> session.prepare("CHANGE 1"));
    assertFalse(link.isAlive(1000));
    assertState("08001", () -> server.link());
  }

  @Test
  void aConnectionThatTheServerDoesNotKnowIsClosed() throws Exception {
    server.sessions.closeAll();
    assertFalse(link.isAlive(1000));
    assertState("08003", () -> session.prepare("CHANGE 1"));
  }

  @Test
  void connectionsBeyondTheLimitAreRefusedAndOldOnesStay() throws Exception {
    try (ScriptedServer small =
            new ScriptedServer(ScriptedServer.options().withLimits(2, 5, 4096));
        Link first = small.link();
        Link second = small.link()) {
      assertState("08004", small::link);
      assertTrue(first.isAlive(1000));
      second.close();
      linkSoon(small).close();
    }
  }

  /** The server notices only after a while that sockets were closed, which count until then. */
  private static Link linkSoon(ScriptedServer server) throws SQLException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (true) {
      try {
        return server.link();
      } catch (SQLException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  @Test
  void aRequestThatIsTooLongIsNotSent() throws Exception {
    try (ScriptedServer small =
            new ScriptedServer(ScriptedServer.options().withLimits(2, 5, 4096));
        Link first = small.link()) {
      assertState("54000", () -> first.session().prepare("ROWS " + "9".repeat(5000)));
      run(first.session(), "CHANGE 1").close();
    }
  }

  @Test
  void anIdleConnectionIsClosedAndRolledBack() throws Exception {
    Duration hour = Duration.ofHours(1);
    ServerOptions leases = ScriptedServer.options().withLeases(hour, Duration.ofMinutes(10));
    try (ScriptedServer leasing = new ScriptedServer(leases);
        Link idle = leasing.link();
        Link inTransaction = leasing.link()) {
      inTransaction.session().setAutoCommit(false);
      run(inTransaction.session(), "CHANGE 1").close();
      long now = System.nanoTime();
      leasing.sessions.closeIdle(now + Duration.ofMinutes(9).toNanos());
      assertEquals(2, leasing.sessions.size());
      leasing.sessions.closeIdle(now + Duration.ofMinutes(11).toNanos());
      assertEquals(1, leasing.sessions.size());
      assertTrue(idle.isAlive(1000));
      SQLException failure =
          assertThrows(SQLException.class, () -> inTransaction.session().commit());
      assertEquals("08003", failure.getSQLState());
      assertTrue(failure.getMessage().contains("idle"), failure::getMessage);
      leasing.sessions.closeIdle(now + hour.plusMinutes(1).toNanos());
      assertEquals(0, leasing.sessions.size());
    }
  }

  @Test
  void closingTheServerLetsARunningStatementEndAndRefusesTheNext() throws Exception {
    PreparedSql statement = session.prepare("WAIT");
    CompletableFuture<SQLException> failure =
        CompletableFuture.supplyAsync(
            () ->
                assertThrows(
                    SQLException.class,
                    () -> session.execute(statement, NONE, 0, new CancelToken())));
    assertTrue(server.session().waiting.await(30, TimeUnit.SECONDS));
    server.dispatcher.close(Duration.ofMillis(200));
    assertEquals("57014", failure.get(30, TimeUnit.SECONDS).getSQLState());
    assertState("57P01", () -> session.prepare("CHANGE 1"));
  }

  @Test
  void abortCutsTheLineAndFreesTheSession() throws Exception {
    PreparedSql statement = session.prepare("WAIT");
    CompletableFuture<SQLException> failure =
        CompletableFuture.supplyAsync(
            () ->
                assertThrows(
                    SQLException.class,
                    () -> session.execute(statement, NONE, 0, new CancelToken())));
    assertTrue(server.session().waiting.await(30, TimeUnit.SECONDS));
    link.abort();
    assertTrue(failure.get(30, TimeUnit.SECONDS).getSQLState().startsWith("08"));
    assertEquals(0, server.sessions.size());
  }

  @Test
  void theNetworkTimeOutEndsTheConnection() throws Exception {
    PreparedSql statement = session.prepare("WAIT");
    link.setNetworkTimeout(200);
    assertState("08006", () -> session.execute(statement, NONE, 0, new CancelToken()));
    assertState("08003", () -> session.commit());
  }

  private static int readAll(SqlResult rows) throws SQLException {
    int count = 0;
    while (rows.next()) {
      count++;
    }
    return count;
  }

  private static void assertState(String state, org.junit.jupiter.api.function.Executable call) {
    SQLException failure = assertThrows(SQLException.class, call);
    assertEquals(state, failure.getSQLState(), failure::getMessage);
  }
}

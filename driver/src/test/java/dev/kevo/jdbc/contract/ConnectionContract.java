package dev.kevo.jdbc.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections: transactions, settings, their end. */
public abstract class ConnectionContract extends Contract {
  protected ConnectionContract(String url) {
    super(url);
  }

  @BeforeEach
  void createTable() throws SQLException {
    exec("CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(10))");
  }

  private List<String> seenByOthers() throws SQLException {
    try (Connection other = connect()) {
      return rows(other, "SELECT id FROM t ORDER BY id");
    }
  }

  @Test
  void withAutocommitEachChangeIsVisibleAtOnce() throws SQLException {
    assertTrue(connection.getAutoCommit());
    exec("INSERT INTO t VALUES (1, 'a')");
    assertEquals(List.of("1"), seenByOthers());
  }

  @Test
  void commitMakesChangesVisible() throws SQLException {
    connection.setAutoCommit(false);
    assertFalse(connection.getAutoCommit());
    exec("INSERT INTO t VALUES (1, 'a')", "INSERT INTO t VALUES (2, 'b')");
    assertEquals(List.of(), seenByOthers());
    assertEquals(List.of("1", "2"), rows("SELECT id FROM t ORDER BY id"));

    connection.commit();

    assertEquals(List.of("1", "2"), seenByOthers());
  }

  @Test
  void rollbackUndoesChanges() throws SQLException {
    connection.setAutoCommit(false);
    exec("INSERT INTO t VALUES (1, 'a')");

    connection.rollback();

    assertEquals(List.of(), rows("SELECT id FROM t"));
  }

  @Test
  void aStatementPreparedEarlierObeysAutocommitOff() throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, 'a')")) {
      connection.setAutoCommit(false);
      insert.setInt(1, 1);
      insert.executeUpdate();
      assertEquals(List.of(), seenByOthers());

      connection.rollback();

      assertEquals(List.of(), rows("SELECT id FROM t"));
    }
  }

  @Test
  void switchingAutocommitOnCommits() throws SQLException {
    connection.setAutoCommit(false);
    exec("INSERT INTO t VALUES (1, 'a')");

    connection.setAutoCommit(true);

    assertEquals(List.of("1"), seenByOthers());
  }

  @Test
  void commitAndRollbackDoNoHarmWithAutocommitOn() throws SQLException {
    exec("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT id FROM t ORDER BY id")) {
      assertTrue(result.next());
      connection.commit();
      connection.rollback();
      assertTrue(result.next());
      assertEquals(2, result.getInt(1));
    }
  }

  @Test
  void closingRollsBack() throws SQLException {
    connection.setAutoCommit(false);
    exec("INSERT INTO t VALUES (1, 'a')");

    connection.close();

    assertEquals(List.of(), seenByOthers());
  }

  @Test
  void afterCloseEverythingIs08003() throws SQLException {
    Statement statement = connection.createStatement();
    PreparedStatement prepared = connection.prepareStatement("SELECT * FROM t");
    ResultSet result = prepared.executeQuery();

    connection.close();
    connection.close();

    assertTrue(connection.isClosed());
    assertTrue(statement.isClosed());
    assertTrue(prepared.isClosed());
    assertTrue(result.isClosed());
    assertFalse(connection.isValid(1));
    fails("08003", connection::createStatement);
    fails("08003", connection::commit);
    fails("08003", connection::getAutoCommit);
    fails("08003", connection::getMetaData);
    fails("08003", () -> connection.prepareStatement("SELECT 1"));
    fails("08003", () -> connection.setSchema("PUBLIC"));
    fails("08003", () -> statement.executeQuery("SELECT 1"));
    fails("08003", prepared::executeQuery);
    fails("08003", result::next);
    statement.close();
    prepared.close();
    result.close();
  }

  @Test
  void commitClosesOpenResults() throws SQLException {
    exec("INSERT INTO t VALUES (1, 'a')");
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      ResultSet result = statement.executeQuery("SELECT * FROM t");
      connection.commit();
      assertTrue(result.isClosed());
      fails("24000", result::next);
    }
  }

  @Test
  void isolationLevelsAreThoseThatThereAre() throws SQLException {
    assertEquals(Connection.TRANSACTION_READ_COMMITTED, connection.getTransactionIsolation());
    for (int level :
        new int[] {
          Connection.TRANSACTION_SERIALIZABLE,
          Connection.TRANSACTION_REPEATABLE_READ,
          Connection.TRANSACTION_READ_COMMITTED
        }) {
      connection.setTransactionIsolation(level);
      assertEquals(level, connection.getTransactionIsolation());
    }
    for (int level :
        new int[] {Connection.TRANSACTION_NONE, Connection.TRANSACTION_READ_UNCOMMITTED, 3, -1}) {
      fails("22023", () -> connection.setTransactionIsolation(level));
    }
  }

  @Test
  void repeatableReadReadsRepeatably() throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    assertEquals(List.of(), rows("SELECT id FROM t"));
    try (Connection other = connect();
        Statement statement = other.createStatement()) {
      statement.executeUpdate("INSERT INTO t VALUES (1, 'a')");
    }
    assertEquals(List.of(), rows("SELECT id FROM t"));
    connection.commit();
    assertEquals(List.of("1"), rows("SELECT id FROM t"));
  }

  @Test
  void readCommittedReadsWhatIsCommitted() throws SQLException {
    connection.setAutoCommit(false);
    assertEquals(List.of(), rows("SELECT id FROM t"));
    try (Connection other = connect();
        Statement statement = other.createStatement()) {
      statement.executeUpdate("INSERT INTO t VALUES (1, 'a')");
    }
    assertEquals(List.of("1"), rows("SELECT id FROM t"));
  }

  @Test
  void aReadOnlyConnectionRefusesChanges() throws SQLException {
    connection.setReadOnly(true);
    assertTrue(connection.isReadOnly());
    fails("25006", () -> exec("INSERT INTO t VALUES (1, 'a')"));
    connection.setReadOnly(false);
    exec("INSERT INTO t VALUES (1, 'a')");
  }

  @Test
  void theSchemaOfPlainNamesCanBeSet() throws SQLException {
    assertEquals("PUBLIC", connection.getSchema());
    connection.setSchema("INFORMATION_SCHEMA");
    assertEquals("INFORMATION_SCHEMA", connection.getSchema());
    assertEquals(List.of("1"), rows("SELECT COUNT(*) FROM SCHEMATA WHERE SCHEMA_NAME = 'PUBLIC'"));
    fails("3F000", () -> connection.setSchema("NOWHERE"));
    assertNull(connection.getCatalog());
    connection.setCatalog("ignored");
    assertNull(connection.getCatalog());
  }

  @Test
  void rollingBackToASavepointKeepsWhatWasBefore() throws SQLException {
    connection.setAutoCommit(false);
    exec("INSERT INTO t VALUES (1, 'a')");
    Savepoint unnamed = connection.setSavepoint();
    exec("INSERT INTO t VALUES (2, 'b')");
    Savepoint named = connection.setSavepoint("Mine");
    exec("INSERT INTO t VALUES (3, 'c')");
    assertEquals("Mine", named.getSavepointName());
    fails("22023", named::getSavepointId);
    fails("22023", unnamed::getSavepointName);

    connection.rollback(named);
    assertEquals(List.of("1", "2"), rows("SELECT id FROM t ORDER BY id"));
    connection.rollback(unnamed);
    assertEquals(List.of("1"), rows("SELECT id FROM t ORDER BY id"));
    connection.releaseSavepoint(unnamed);
    fails("3B001", () -> connection.rollback(unnamed));
    connection.commit();
    assertEquals(List.of("1"), seenByOthers());
  }

  @Test
  void savepointsBelongToATransactionOfTheirConnection() throws SQLException {
    fails("25000", connection::setSavepoint);
    connection.setAutoCommit(false);
    Savepoint savepoint = connection.setSavepoint();
    try (Connection other = connect()) {
      other.setAutoCommit(false);
      fails("3B001", () -> other.rollback(savepoint));
    }
  }

  @Test
  void aFailedStatementLeavesTheTransactionAsItWas() throws SQLException {
    connection.setAutoCommit(false);
    exec("INSERT INTO t VALUES (1, 'a')");
    fails("23505", () -> exec("INSERT INTO t VALUES (2, 'b'), (1, 'again')"));
    connection.commit();
    assertEquals(List.of("1"), seenByOthers());
  }

  @Test
  void isValidAnswersAtOnce() throws SQLException {
    assertTrue(connection.isValid(1));
    assertTrue(connection.isValid(0));
    fails("22023", () -> connection.isValid(-1));
  }

  @Test
  void abortEndsTheConnectionAndRollsBack() throws SQLException {
    connection.setAutoCommit(false);
    exec("INSERT INTO t VALUES (1, 'a')");

    connection.abort(Runnable::run);

    assertTrue(connection.isClosed());
    fails("08003", connection::createStatement);
    assertEquals(List.of(), seenByOthers());
  }

  @Test
  void settingsOfPoolsAreAccepted() throws SQLException {
    connection.setNetworkTimeout(Runnable::run, 5000);
    assertEquals(5000, connection.getNetworkTimeout());
    connection.setNetworkTimeout(Runnable::run, 0);
    connection.setClientInfo("ApplicationName", "test");
    assertEquals("test", connection.getClientInfo("ApplicationName"));
    assertEquals("test", connection.getClientInfo().getProperty("ApplicationName"));
    assertNull(connection.getWarnings());
    connection.clearWarnings();
    assertEquals(ResultSet.CLOSE_CURSORS_AT_COMMIT, connection.getHoldability());
    assertEquals("SELECT 1", connection.nativeSQL("SELECT 1"));
    assertTrue(connection.getTypeMap().isEmpty());
    assertTrue(connection.isWrapperFor(Connection.class));
  }

  @Test
  void aWishForScrollingOrUpdatingIsAnsweredWithWhatThereIs() throws SQLException {
    try (Statement statement =
        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
      assertEquals(ResultSet.TYPE_FORWARD_ONLY, statement.getResultSetType());
      assertEquals(ResultSet.CONCUR_READ_ONLY, statement.getResultSetConcurrency());
    }
    fails("22023", () -> connection.createStatement(1, ResultSet.CONCUR_READ_ONLY));
    fails("22023", () -> connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, 1));
  }
}

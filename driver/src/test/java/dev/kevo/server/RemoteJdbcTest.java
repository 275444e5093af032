package dev.kevo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** JDBC through a server, beside JDBC in the process that runs it, on one database. */
@Timeout(120)
class RemoteJdbcTest {
  @TempDir Path directory;
  private KevoServer server;
  private Connection embedded;
  private Connection remote;

  @BeforeEach
  void open() throws Exception {
    embedded = DriverManager.getConnection("jdbc:kevo:" + directory);
    server = KevoServer.start(ServerOptions.of(directory).withPort(0));
    remote = connect();
    try (Statement statement = embedded.createStatement()) {
      statement.execute(
          "CREATE TABLE T (ID INTEGER PRIMARY KEY, NAME VARCHAR(20) NOT NULL, AMOUNT DECIMAL(12,2),"
              + " DAY_ DATE, AT_ TIMESTAMP, DATA VARBINARY(10), OK BOOLEAN, RATIO DOUBLE)");
    }
  }

  @AfterEach
  void close() throws Exception {
    remote.close();
    server.close();
    embedded.close();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:kevo://127.0.0.1:" + server.port() + "/");
  }

  private static int insert(Connection connection, int id) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate("INSERT INTO T (ID, NAME) VALUES (" + id + ", 'n" + id + "')");
    }
  }

  private static List<String> read(ResultSet rows) throws SQLException {
    List<String> lines = new ArrayList<>();
    int columns = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      StringBuilder line = new StringBuilder();
      for (int i = 1; i <= columns; i++) {
        Object value = rows.getObject(i);
        line.append(value instanceof byte[] bytes ? java.util.Arrays.toString(bytes) : value);
        line.append(value == null ? "" : ":" + value.getClass().getSimpleName()).append('|');
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static List<String> query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return read(rows);
    }
  }

  private static long count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM T")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void aStatementPreparedEarlierObeysAutocommit() throws Exception {
    try (PreparedStatement insert =
        remote.prepareStatement("INSERT INTO T (ID, NAME) VALUES (?, 'x')")) {
      insert.setInt(1, 1);
      insert.executeUpdate();
      assertEquals(1, count(embedded));
      remote.setAutoCommit(false);
      insert.setInt(1, 2);
      insert.executeUpdate();
      assertEquals(1, count(embedded));
      remote.rollback();
      insert.setInt(1, 3);
      insert.executeUpdate();
      remote.setAutoCommit(true);
      assertEquals(2, count(embedded));
      insert.setInt(1, 4);
      insert.executeUpdate();
      assertEquals(3, count(embedded));
    }
  }

  @Test
  void twoClientsDoNotSeeWhatIsNotCommitted() throws Exception {
    try (Connection other = connect()) {
      remote.setAutoCommit(false);
      other.setAutoCommit(false);
      insert(remote, 1);
      insert(other, 2);
      assertEquals(1, count(remote));
      assertEquals(1, count(other));
      remote.commit();
      assertEquals(2, count(other));
      other.rollback();
      assertEquals(1, count(other));
      assertEquals(1, count(embedded));
    }
  }

  @Test
  void aClosedConnectionIsRolledBack() throws Exception {
    try (Connection other = connect()) {
      other.setAutoCommit(false);
      insert(other, 1);
    }
    assertEquals(0, count(remote));
    assertEquals(1, insert(remote, 1));
  }

  @Test
  void savepointsWork() throws Exception {
    remote.setAutoCommit(false);
    insert(remote, 1);
    Savepoint savepoint = remote.setSavepoint("here");
    insert(remote, 2);
    remote.rollback(savepoint);
    remote.commit();
    assertEquals(1, count(embedded));
  }

  @Test
  void valuesAndColumnsAreThoseOfTheEmbeddedDriver() throws Exception {
    try (PreparedStatement insert =
        remote.prepareStatement("INSERT INTO T VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setInt(1, 1);
      insert.setString(2, "\u00e4\ud83d\ude00");
      insert.setBigDecimal(3, new java.math.BigDecimal("-1234567.89"));
      insert.setObject(4, java.time.LocalDate.of(1969, 7, 20));
      insert.setObject(5, java.time.LocalDateTime.of(2026, 1, 2, 3, 4, 5, 678_000_000));
      insert.setBytes(6, new byte[] {0, -128, 127});
      insert.setBoolean(7, true);
      insert.setDouble(8, 0.1);
      assertEquals(1, insert.executeUpdate());
      insert.setInt(1, 2);
      insert.setString(2, "");
      for (int i = 3; i <= 8; i++) {
        insert.setObject(i, null);
      }
      assertEquals(1, insert.executeUpdate());
    }
    String sql = "SELECT * FROM T ORDER BY ID";
    assertEquals(query(embedded, sql), query(remote, sql));
    assertEquals(describe(embedded, sql), describe(remote, sql));
    assertFalse(query(remote, sql).isEmpty());
  }

  private static List<String> describe(Connection connection, String sql) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      ResultSetMetaData columns = statement.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        lines.add(
            String.join(
                "|",
                columns.getColumnLabel(i),
                columns.getColumnName(i),
                columns.getTableName(i),
                columns.getSchemaName(i),
                columns.getColumnTypeName(i),
                columns.getColumnClassName(i),
                "" + columns.getColumnType(i),
                "" + columns.getPrecision(i),
                "" + columns.getScale(i),
                "" + columns.getColumnDisplaySize(i),
                "" + columns.isNullable(i),
                "" + columns.isAutoIncrement(i),
                "" + columns.isSigned(i)));
      }
    }
    return lines;
  }

  @Test
  void metadataAreThoseOfTheEmbeddedDriver() throws Exception {
    DatabaseMetaData here = embedded.getMetaData();
    DatabaseMetaData there = remote.getMetaData();
    assertEquals(read(here.getSchemas()), read(there.getSchemas()));
    assertEquals(
        read(here.getTables(null, null, "%", null)), read(there.getTables(null, null, "%", null)));
    assertEquals(
        read(here.getColumns(null, "PUBLIC", "T", "%")),
        read(there.getColumns(null, "PUBLIC", "T", "%")));
    List<String> key = read(there.getPrimaryKeys(null, "PUBLIC", "T"));
    assertEquals(read(here.getPrimaryKeys(null, "PUBLIC", "T")), key);
    assertEquals(1, key.size());
    assertEquals(here.getDatabaseProductVersion(), there.getDatabaseProductVersion());
  }

  @Test
  void errorsAreThoseOfTheEmbeddedDriver() throws Exception {
    insert(remote, 1);
    for (String sql :
        List.of(
            "SELEC 1",
            "SELECT\n NOPE FROM T",
            "SELECT * FROM NOPE",
            "INSERT INTO T (ID, NAME) VALUES (1, 'again')",
            "INSERT INTO T (ID, NAME) VALUES (2, NULL)",
            "INSERT INTO T (ID, NAME) VALUES (2, 'much longer than twenty characters')",
            "SELECT 1 / (ID - ID) FROM T")) {
      SQLException here = assertThrows(SQLException.class, () -> run(embedded, sql), sql);
      SQLException there = assertThrows(SQLException.class, () -> run(remote, sql), sql);
      assertEquals(here.getSQLState(), there.getSQLState(), sql);
      assertEquals(here.getMessage(), there.getMessage(), sql);
      assertEquals(here.getClass(), there.getClass(), sql);
    }
    assertEquals(1, count(remote));
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          read(rows);
        }
      }
    }
  }

  @Test
  void aLargeResultStreams() throws Exception {
    remote.setAutoCommit(false);
    int rows = 20_000;
    try (PreparedStatement insert =
        remote.prepareStatement("INSERT INTO T (ID, NAME) VALUES (?, ?)")) {
      for (int i = 0; i < rows; i++) {
        insert.setInt(1, i);
        insert.setString(2, "name " + i);
        insert.addBatch();
        if (i % 5000 == 4999) {
          assertEquals(5000, insert.executeBatch().length);
        }
      }
    }
    remote.commit();
    try (Statement statement = remote.createStatement()) {
      statement.setFetchSize(500);
      try (ResultSet result = statement.executeQuery("SELECT ID, NAME FROM T ORDER BY ID")) {
        for (int i = 0; i < rows; i++) {
          assertTrue(result.next());
          assertEquals(i, result.getInt(1));
        }
        assertFalse(result.next());
      }
      statement.setMaxRows(7);
      try (ResultSet result = statement.executeQuery("SELECT ID FROM T")) {
        assertEquals(7, read(result).size());
      }
    }
  }

  @Test
  void aServerThatRestartsBreaksItsConnectionsAndServesNewOnes() throws Exception {
    insert(remote, 1);
    server.close();
    assertFalse(remote.isValid(2));
    SQLException failure = assertThrows(SQLException.class, () -> insert(remote, 2));
    assertEquals("08", failure.getSQLState().substring(0, 2));
    server = KevoServer.start(ServerOptions.of(directory).withPort(0));
    try (Connection again = connect()) {
      assertTrue(again.isValid(2));
      assertEquals(1, count(again));
    }
  }
}

package dev.kevo.jdbc.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Transaction;
import dev.kevo.jdbc.KevoDriver;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening and closing databases in this JVM. */
class EmbeddedDatabaseTest {
  @TempDir Path temp;

  private static void exec(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int count(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
      assertTrue(result.next());
      return result.getInt(1);
    }
  }

  private static SQLException refused(String state, String url) {
    SQLException error = assertThrows(SQLException.class, () -> DriverManager.getConnection(url));
    assertEquals(state, error.getSQLState(), error::toString);
    return error;
  }

  @Test
  void theDriverIsFoundAndTakesOnlyItsOwnUrls() throws SQLException {
    Driver driver = DriverManager.getDriver("jdbc:kevo:mem:any");
    assertEquals(KevoDriver.class, driver.getClass());
    assertTrue(driver.acceptsURL("jdbc:kevo:/a"));
    assertFalse(driver.acceptsURL("jdbc:h2:mem:x"));
    assertNull(driver.connect("jdbc:h2:mem:x", new Properties()));
    assertFalse(driver.jdbcCompliant());
  }

  @Test
  void propertiesAreDescribedForTools() throws SQLException {
    Driver driver = new KevoDriver();
    DriverPropertyInfo[] embedded = driver.getPropertyInfo("jdbc:kevo:/a?create=false", null);
    DriverPropertyInfo create = find(embedded, "create");
    assertEquals("false", create.value);
    assertNotNull(create.description);
    assertEquals(2, create.choices.length);
    assertNull(find(embedded, "socketTimeoutMillis"));
    DriverPropertyInfo[] remote =
        driver.getPropertyInfo("jdbc:kevo://host/?password=geheim", new Properties());
    assertNull(find(remote, "create"));
    assertEquals("", find(remote, "password").value);
    assertNotNull(find(driver.getPropertyInfo("jdbc:kevo:/a?half", null), "create"));
  }

  private static DriverPropertyInfo find(DriverPropertyInfo[] all, String name) {
    for (DriverPropertyInfo info : all) {
      if (info.name.equals(name)) {
        return info;
      }
    }
    return null;
  }

  @Test
  void committedRowsAreThereAfterReopening() throws SQLException {
    String url = "jdbc:kevo:" + temp.resolve("db");
    try (Connection connection = DriverManager.getConnection(url)) {
      exec(connection, "CREATE TABLE t (id INTEGER PRIMARY KEY)");
      exec(connection, "INSERT INTO t VALUES (1), (2)");
    }
    try (Connection connection = DriverManager.getConnection(url)) {
      assertEquals(2, count(connection, "t"));
    }
  }

  @Test
  void connectionsOfOnePathShareOneDatabase() throws Exception {
    Path directory = temp.resolve("db");
    Path link = temp.resolve("link");
    Files.createDirectory(directory);
    Files.createSymbolicLink(link, directory);
    try (Connection first = DriverManager.getConnection("jdbc:kevo:" + directory);
        Connection second = DriverManager.getConnection("jdbc:kevo:" + temp + "/x/../db");
        Connection third = DriverManager.getConnection("jdbc:kevo:" + link)) {
      assertSame(first.unwrap(Database.class), second.unwrap(Database.class));
      assertSame(first.unwrap(Database.class), third.unwrap(Database.class));
      assertSame(first.unwrap(Database.class), KevoDatabases.database(directory).orElseThrow());
    }
    assertTrue(KevoDatabases.database(directory).isEmpty());
  }

  @Test
  void rawPutsAndSqlOnMappedAndTypedTablesCommitInOneTransaction() throws SQLException {
    String url = "jdbc:kevo:" + temp.resolve("db");
    try (Connection connection = DriverManager.getConnection(url);
        Connection other = DriverManager.getConnection(url)) {
      Database database = connection.unwrap(Database.class);
      Keyspace main = database.keyspace(Keyspace.DEFAULT_NAME).orElseThrow();
      exec(
          connection,
          "CREATE TABLE users (id BIGINT, name VARCHAR, email VARCHAR)"
              + " MAP KEY 'user:{id}' VALUE JSON");
      exec(connection, "CREATE TABLE orders (id BIGINT PRIMARY KEY)");
      assertTrue(connection.isWrapperFor(Transaction.class));
      assertThrows(SQLException.class, () -> connection.unwrap(Transaction.class));
      connection.setAutoCommit(false);
      for (boolean commits : new boolean[] {false, true}) {
        Transaction transaction = connection.unwrap(Transaction.class);
        String john = "{\"name\":\"John\",\"email\":\"john@example.com\"}";
        transaction.put(main, bytes("user:1"), bytes(john));
        exec(connection, "UPDATE users SET name = 'Johnny' WHERE id = 1");
        exec(connection, "INSERT INTO users (id, name) VALUES (2, 'Ann')");
        exec(connection, "INSERT INTO orders SELECT id FROM users");
        assertArrayEquals(bytes("{\"name\":\"Ann\"}"), transaction.get(main, bytes("user:2")));
        assertThrows(IllegalStateException.class, transaction::commit);
        assertThrows(IllegalStateException.class, transaction::rollback);
        assertEquals(0, count(other, "users"));
        assertEquals(0, count(other, "orders"));
        if (commits) {
          connection.commit();
        } else {
          connection.rollback();
        }
        assertThrows(ClosedException.class, () -> transaction.get(main, bytes("user:1")));
        assertEquals(commits ? 2 : 0, count(other, "users"));
        assertEquals(commits ? 2 : 0, count(other, "orders"));
      }
      assertArrayEquals(
          bytes("{\"name\":\"Johnny\",\"email\":\"john@example.com\"}"),
          database.get(main, bytes("user:1")));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aDatabaseInMemoryLivesAsLongAsItsConnections() throws SQLException {
    String url = "jdbc:kevo:mem:short";
    try (Connection first = DriverManager.getConnection(url)) {
      exec(first, "CREATE TABLE t (id INTEGER PRIMARY KEY)");
      try (Connection second = DriverManager.getConnection(url)) {
        assertEquals(0, count(second, "t"));
      }
    }
    try (Connection third = DriverManager.getConnection(url)) {
      assertThrows(SQLException.class, () -> count(third, "t"));
    }
  }

  @Test
  void aDatabaseCanStayOpenUntilTheApplicationClosesIt() throws SQLException {
    Path directory = temp.resolve("db");
    String url = "jdbc:kevo:" + directory + "?closeWithLastConnection=false";
    DriverManager.getConnection(url).close();
    assertTrue(KevoDatabases.database(directory).isPresent());
    try (Connection connection = DriverManager.getConnection(url)) {
      assertTrue(connection.isValid(0));

      assertTrue(KevoDatabases.close(directory));

      assertFalse(connection.isValid(0));
      SQLException error =
          assertThrows(SQLException.class, () -> exec(connection, "SELECT 1 FROM t"));
      assertEquals("08003", error.getSQLState(), error::toString);
    }
    assertFalse(KevoDatabases.close(directory));
    Kevo.open(directory).close();
  }

  @Test
  void nothingIsCreatedWhenThatIsForbidden() {
    Path directory = temp.resolve("db");
    assertTrue(
        refused("08001", "jdbc:kevo:" + directory + "?create=false")
            .getMessage()
            .contains(directory.toString()));
    assertFalse(Files.exists(directory));
  }

  @Test
  void anEmptyDirectoryIsNoDatabaseEither() throws Exception {
    Path directory = Files.createDirectory(temp.resolve("db"));
    refused("08001", "jdbc:kevo:" + directory + "?create=false");
  }

  @Test
  void aLockedDirectoryIsRefusedWithTheOwnersPid() {
    Path directory = temp.resolve("db");
    try (Database owner = Kevo.open(directory)) {
      assertNotNull(owner);
      String pid = Long.toString(ProcessHandle.current().pid());
      assertTrue(refused("08001", "jdbc:kevo:" + directory).getMessage().contains(pid));
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsNamed() throws Exception {
    Path directory = Files.createDirectory(temp.resolve("db"));
    Files.writeString(directory.resolve("CURRENT"), "this is no database\n");
    SQLException error = refused("XX001", "jdbc:kevo:" + directory);
    assertTrue(error.getMessage().contains("CURRENT"), error::getMessage);
    Path file = Files.writeString(temp.resolve("file"), "x");
    refused("XX001", "jdbc:kevo:" + file);
  }

  @Test
  void otherOptionsThanTheOpenDatabasesAreRefused() throws SQLException {
    String url = "jdbc:kevo:" + temp.resolve("db");
    try (Connection connection = DriverManager.getConnection(url + "?durability=none")) {
      assertTrue(
          refused("08001", url + "?durability=immediate").getMessage().contains("durability"));
      DriverManager.getConnection(url).close();
      assertTrue(connection.isValid(0));
    }
  }

  @Test
  void impossibleOptionsAreRefused() {
    refused("08001", "jdbc:kevo:" + temp.resolve("db") + "?memTableBytesMax=1");
    assertTrue(KevoDatabases.database(temp.resolve("db")).isEmpty());
  }

  @Test
  void schemaAndReadOnlyCanComeWithTheUrl() throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(
            "jdbc:kevo:mem:x?schema=INFORMATION_SCHEMA&readOnly=true", "user", "password")) {
      assertEquals("INFORMATION_SCHEMA", connection.getSchema());
      assertTrue(connection.isReadOnly());
      assertEquals("user", connection.getMetaData().getUserName());
      assertFalse(connection.toString().contains("password"));
    }
    refused("3F000", "jdbc:kevo:mem:x?schema=NOWHERE");
    assertTrue(KevoDatabases.memoryDatabase("x").isEmpty());
  }

  @Test
  void theContextClassLoaderIsRestored() throws SQLException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      thread.setContextClassLoader(null);
      DriverManager.getConnection("jdbc:kevo:mem:x", "u", "p").close();
      assertNull(thread.getContextClassLoader());
    } catch (SQLException e) {
      // DriverManager itself may find no driver without a class loader.
      new KevoDriver().connect("jdbc:kevo:mem:x", new Properties()).close();
      assertNull(thread.getContextClassLoader());
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void nothingIsPrintedWhenADatabaseIsOpened() throws SQLException {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(capture);
      System.setErr(capture);
      try (Connection connection =
          DriverManager.getConnection("jdbc:kevo:" + temp.resolve("quiet"))) {
        exec(connection, "CREATE TABLE t (id INTEGER PRIMARY KEY)");
        assertEquals(0, count(connection, "t"));
      }
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  void anAbandonedConnectionHoldsNoWriteBack() throws SQLException {
    String url = "jdbc:kevo:mem:abandoned";
    try (Connection first = DriverManager.getConnection(url);
        Connection second = DriverManager.getConnection(url)) {
      exec(first, "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)");
      exec(first, "INSERT INTO t VALUES (1, 1)");
      first.setAutoCommit(false);
      exec(first, "UPDATE t SET n = 2 WHERE id = 1");

      first.abort(Runnable::run);

      exec(second, "UPDATE t SET n = 3 WHERE id = 1");
    }
  }
}

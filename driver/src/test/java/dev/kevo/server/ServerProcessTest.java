package dev.kevo.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server as its operator meets it: a process with arguments, signals and exit statuses. */
@Timeout(120)
class ServerProcessTest {
  @TempDir Path directory;

  private static long count(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void oneLineAtTheStartAndACleanEndOnSigterm() throws Exception {
    try (ServerProcess server = ServerProcess.serve(directory)) {
      assertTrue(
          server
              .firstLine()
              .matches("Kevo \\S+ listening on 127\\.0\\.0\\.1:\\d+, data in " + directory),
          server.firstLine());
      try (Connection connection = DriverManager.getConnection(server.url());
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE T (ID INTEGER PRIMARY KEY, NAME VARCHAR(20))");
        assertEquals(2, statement.executeUpdate("INSERT INTO T VALUES (1, 'a'), (2, 'b')"));
        connection.setAutoCommit(false);
        statement.executeUpdate("INSERT INTO T VALUES (3, 'not committed')");
        assertEquals(0, server.stop());
      }
      assertEquals(List.of(), server.restOfOutput());
      assertEquals("", server.errors());
    }
    assertEquals(2, count("jdbc:kevo:" + directory, "SELECT COUNT(*) FROM T"));
  }

  @Test
  void whatWasAcknowledgedSurvivesAKill() throws Exception {
    try (ServerProcess server = ServerProcess.serve(directory);
        Connection connection = DriverManager.getConnection(server.url());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE T (ID INTEGER PRIMARY KEY)");
      try (PreparedStatement insert = connection.prepareStatement("INSERT INTO T VALUES (?)")) {
        for (int i = 0; i < 50; i++) {
          insert.setInt(1, i);
          insert.executeUpdate();
        }
        connection.setAutoCommit(false);
        insert.setInt(1, 1000);
        insert.executeUpdate();
        server.kill();
        insert.setInt(1, 1001);
        SQLException failure = assertThrows(SQLException.class, insert::executeUpdate);
        assertEquals("08006", failure.getSQLState(), failure::toString);
      }
    }
    try (ServerProcess server = ServerProcess.serve(directory)) {
      assertEquals(50, count(server.url(), "SELECT COUNT(*) FROM T"));
    }
  }

  @Test
  void aDirectoryThatIsOpenElsewhereIsRefusedWithThePid() throws Exception {
    try (ServerProcess owner = ServerProcess.serve(directory)) {
      String pid = Long.toString(owner.pid());
      assertTrue(refusal(1, "--data", directory.toString(), "--port", "0").contains(pid));
      SQLException failure =
          assertThrows(
              SQLException.class, () -> DriverManager.getConnection("jdbc:kevo:" + directory));
      assertEquals("08001", failure.getSQLState());
      assertTrue(failure.getMessage().contains(pid), failure::getMessage);
    }
  }

  @Test
  void aServerThatCannotStartEndsWithAStatus() throws Exception {
    try (ServerProcess server = ServerProcess.run("--data")) {
      assertEquals(2, server.exitStatus());
      assertEquals(List.of(), server.restOfOutput());
      assertEquals(1, server.errors().lines().count());
    }
  }

  @Test
  void whatIsNoDatabaseIsRefused() throws Exception {
    Files.writeString(directory.resolve("CURRENT"), "nonsense");
    Files.writeString(directory.resolve("MANIFEST-000001"), "nonsense");
    refusal(1, "--data", directory.toString(), "--port", "0");
  }

  @Test
  void wrongArgumentsAreNamedInOneLine() throws Exception {
    assertTrue(refusal(2).contains("--data"));
    String data = directory.toString();
    assertTrue(refusal(2, "--data", data, "--prot", "1").contains("--prot"));
    assertTrue(refusal(2, "--data", data, "--port", "x").contains("x"));
    assertTrue(refusal(2, "--data", data, "--port", "65536").contains("65536"));
    assertTrue(refusal(2, "--data", data, "--host", "0.0.0.0").contains("0.0.0.0"));
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertTrue(refusal(1, "--data", directory.toString(), "--port", port).contains(port));
    }
    // Nothing is left open: the next attempt on the same directory works.
    KevoServer.start(ServerOptions.of(directory).withPort(0)).close();
  }

  private static String refusal(int status, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertEquals(
        status,
        ServerCommand.start(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8)));
    assertEquals("", out.toString(StandardCharsets.UTF_8));
    String errors = err.toString(StandardCharsets.UTF_8);
    assertEquals(1, errors.lines().count(), errors);
    return errors;
  }
}

package dev.kevo.examples;

import dev.kevo.server.KevoServer;
import dev.kevo.server.ServerOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A client of a server: the same JDBC, with another URL.
 *
 * <p>Takes the URL ({@code jdbc:kevo://host:port/}) as its argument; without one it starts a server
 * on {@code target/server} inside this process.
 */
public final class RemoteClient {
  private RemoteClient() {}

  /** See the class. */
  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      run(args[0], System.out);
      return;
    }
    runWithServer(Path.of("target/server"), System.out);
  }

  static void runWithServer(Path data, PrintStream out) throws Exception {
    // Port 0 takes a free one. The server listens on the loopback address.
    try (KevoServer server = KevoServer.start(ServerOptions.of(data).withPort(0))) {
      run("jdbc:kevo://127.0.0.1:" + server.port() + "/", out);
    }
  }

  static void run(String url, PrintStream out) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      out.println(
          "connected to "
              + connection.getMetaData().getDatabaseProductName()
              + " "
              + connection.getMetaData().getDatabaseProductVersion());
      statement.execute("DROP TABLE IF EXISTS visit");
      statement.execute("CREATE TABLE visit (id INTEGER PRIMARY KEY, page VARCHAR(50))");

      // A transaction works as it does in the process.
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO visit VALUES (?, ?)")) {
        for (int i = 1; i <= 100; i++) {
          insert.setInt(1, i);
          insert.setString(2, "/page/" + i % 3);
          insert.addBatch();
        }
        insert.executeBatch();
      }
      connection.commit();
      statement.executeUpdate("DELETE FROM visit");
      connection.rollback();

      try (ResultSet pages =
          statement.executeQuery("SELECT page, COUNT(*) FROM visit GROUP BY page ORDER BY page")) {
        while (pages.next()) {
          out.println(pages.getString(1) + " " + pages.getLong(2));
        }
      }
      connection.commit();
    }
  }
}

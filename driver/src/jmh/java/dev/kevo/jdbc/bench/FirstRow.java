package dev.kevo.jdbc.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** A JVM that opens a database, reads one row and ends. */
final class FirstRow {
  private FirstRow() {}

  public static void main(String[] args) throws SQLException {
    try (Connection connection = DriverManager.getConnection(args[0]);
        PreparedStatement select = connection.prepareStatement(Peer.POINT)) {
      select.setLong(1, 7);
      try (ResultSet result = select.executeQuery()) {
        if (!result.next()) {
          throw new IllegalStateException("no row");
        }
        Rows.read(result, 7);
        // Neither closing nor what runs in the background is part of the first row.
        Runtime.getRuntime().halt(0);
      }
    }
  }

  static void inAFreshJvm(String url) throws IOException, InterruptedException {
    String java = System.getProperty("java.home") + "/bin/java";
    List<String> command =
        List.of(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            FirstRow.class.getName(),
            url);
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IllegalStateException("the fresh JVM ended with " + exit);
    }
  }
}

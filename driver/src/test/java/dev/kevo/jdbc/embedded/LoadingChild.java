package dev.kevo.jdbc.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A process that loads rows until it is killed: batches of {@link #BATCH_ROWS}, each a transaction.
 * It prints {@code open} when it holds the database, and a batch's number once its commit has
 * returned.
 *
 * <p>Arguments: the URL and the number of the first batch.
 */
final class LoadingChild {
  static final int BATCH_ROWS = 50;
  static final String OPEN = "open";

  private LoadingChild() {}

  public static void main(String[] args) throws SQLException {
    try (Connection connection = DriverManager.getConnection(args[0])) {
      System.out.println(OPEN);
      createTable(connection);
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO entry VALUES (?, ?, ?)")) {
        for (int batch = Integer.parseInt(args[1]); ; batch++) {
          for (int n = 0; n < BATCH_ROWS; n++) {
            insert.setInt(1, batch);
            insert.setInt(2, n);
            insert.setString(3, note(batch, n));
            insert.addBatch();
          }
          insert.executeBatch();
          connection.commit();
          System.out.println(batch);
        }
      }
    }
  }

  static void createTable(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS entry (
            batch INTEGER NOT NULL,
            n INTEGER NOT NULL,
            note VARCHAR(100) NOT NULL,
            PRIMARY KEY (batch, n))
          """);
    }
  }

  /** What a row holds; no two are equal. */
  static String note(int batch, int n) {
    return "note " + n + " of batch " + batch;
  }
}

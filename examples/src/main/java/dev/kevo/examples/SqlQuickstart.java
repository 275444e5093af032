package dev.kevo.examples;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;

/**
 * SQL over the store: a typed table, a plan, and a raw keyspace read and written as a table.
 *
 * <p>Takes the URL as its argument; without one it uses a database in memory.
 */
public final class SqlQuickstart {
  private SqlQuickstart() {}

  /** See the class. */
  public static void main(String[] args) throws SQLException {
    run(args.length > 0 ? args[0] : "jdbc:kevo:mem:quickstart", System.out);
  }

  static void run(String url, PrintStream out) throws SQLException {
    // jdbc:kevo:/path/to/db for a directory, jdbc:kevo://host:port/ for a server.
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS book");
      statement.execute(
          """
          CREATE TABLE book (
            isbn VARCHAR(13) PRIMARY KEY,
            title VARCHAR(100) NOT NULL,
            published DATE,
            price DECIMAL(8, 2) DEFAULT 0)
          """);
      insertBooks(connection);
      out.println("Books since 1990:");
      try (PreparedStatement query =
          connection.prepareStatement(
              "SELECT title, price FROM book WHERE published >= ? ORDER BY published")) {
        query.setObject(1, LocalDate.of(1990, 1, 1));
        try (ResultSet books = query.executeQuery()) {
          while (books.next()) {
            out.println("  " + books.getString("TITLE") + ", " + books.getBigDecimal(2));
          }
        }
      }

      // The condition on the primary key reaches the store as a range of keys.
      out.println("The plan of a range over the primary key:");
      print(
          statement, "EXPLAIN PLAN FOR SELECT title FROM book WHERE isbn BETWEEN '0' AND '1'", out);

      // A raw keyspace is a table of bytes, and through the text view a table of text. MAIN is the
      // keyspace that every database has; the engine's API reads and writes the same entries.
      statement.execute("DELETE FROM KEYSPACES.MAIN");
      statement.execute("INSERT INTO KEYSPACES_TEXT.MAIN VALUES ('colour', 'blue')");
      statement.execute("INSERT INTO KEYSPACES.MAIN (KEY, VALUE) VALUES (X'00', X'CAFE')");
      out.println("The raw keyspace MAIN, from the key 'a' on, as text:");
      print(statement, "SELECT KEY, VALUE FROM KEYSPACES_TEXT.MAIN WHERE KEY >= 'a'", out);
    }
  }

  private static void insertBooks(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO book VALUES (?, ?, ?, ?)")) {
      add(insert, "0201038013", "The Art of Computer Programming", "1968-01-01", "79.99");
      add(insert, "1558601902", "Transaction Processing", "1992-09-01", "110.00");
      add(insert, "0321349601", "Java Concurrency in Practice", "2006-05-09", "49.95");
      insert.executeBatch();
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static void add(
      PreparedStatement insert, String isbn, String title, String published, String price)
      throws SQLException {
    insert.setString(1, isbn);
    insert.setString(2, title);
    insert.setObject(3, LocalDate.parse(published));
    insert.setBigDecimal(4, new BigDecimal(price));
    insert.addBatch();
  }

  private static void print(Statement statement, String sql, PrintStream out) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        StringBuilder line = new StringBuilder(" ");
        for (int i = 1; i <= columns; i++) {
          line.append(' ').append(rows.getString(i));
        }
        out.println(line.toString().stripTrailing());
      }
    }
  }
}

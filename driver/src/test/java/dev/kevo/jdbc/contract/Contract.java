package dev.kevo.jdbc.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;

/**
 * What the driver does whatever the mode: the same tests run on a database in the JVM and on a
 * server. Each test has one connection open, and leaves no table behind.
 */
abstract class Contract {
  final String url;
  Connection connection;

  Contract(String url) {
    this.url = url;
  }

  @BeforeEach
  void open() throws SQLException {
    connection = connect();
  }

  @AfterEach
  void dropTables() throws SQLException {
    connection.close();
    try (Connection cleaner = connect()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet found =
          cleaner.getMetaData().getTables(null, "PUBLIC", "%", new String[] {"TABLE"})) {
        while (found.next()) {
          tables.add(found.getString("TABLE_NAME"));
        }
      }
      try (Statement statement = cleaner.createStatement()) {
        for (String table : tables) {
          statement.execute("DROP TABLE IF EXISTS \"" + table + "\" CASCADE");
        }
      }
    }
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }

  void exec(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** All rows of a query, their values as text joined by commas. */
  List<String> rows(String sql) throws SQLException {
    return rows(connection, sql);
  }

  static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return rows(result);
    }
  }

  static List<String> rows(ResultSet result) throws SQLException {
    List<String> rows = new ArrayList<>();
    int columns = result.getMetaData().getColumnCount();
    while (result.next()) {
      StringBuilder row = new StringBuilder();
      for (int i = 1; i <= columns; i++) {
        row.append(i == 1 ? "" : ",").append(result.getString(i));
      }
      rows.add(row.toString());
    }
    return rows;
  }

  /** Runs what must fail with that SQLSTATE, and gives the error. */
  static SQLException fails(String state, Executable call) {
    SQLException error = assertThrows(SQLException.class, call);
    assertEquals(state, error.getSQLState(), error::toString);
    return error;
  }
}

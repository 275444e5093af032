package dev.kevo.shell;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Runs statements one after the other, prints what they give, and stops at the first failure. */
final class ScriptRunner {
  private final String url;
  private final RowPrinter.Format format;
  private final PrintStream out;
  private final PrintStream err;

  ScriptRunner(String url, RowPrinter.Format format, PrintStream out, PrintStream err) {
    this.url = url;
    this.format = format;
    this.out = out;
    this.err = err;
  }

  /** Runs a script; 0, or 1 if it failed. */
  int run(String script) {
    List<String> statements = StatementSplitter.split(script);
    int done = 0;
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        run(statement, sql);
        done++;
      }
      return 0;
    } catch (SQLException e) {
      out.flush();
      String where = statements.size() > 1 && done > 0 ? "statement " + (done + 1) + ": " : "";
      err.println("kevo: " + where + e.getMessage() + " (SQLSTATE " + e.getSQLState() + ")");
      return Main.FAILED;
    }
  }

  private void run(Statement statement, String sql) throws SQLException {
    if (statement.execute(sql)) {
      try (ResultSet rows = statement.getResultSet()) {
        new RowPrinter(format, out).print(rows);
      }
    } else if (format == RowPrinter.Format.TABLE) {
      long count = statement.getLargeUpdateCount();
      out.println(count == 1 ? "1 row changed" : count + " rows changed");
    }
    out.flush();
  }
}

package dev.kevo.sql.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Options;
import dev.kevo.sql.session.SqlEngine;
import dev.kevo.sql.session.SqlSession;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random queries over NULLs, duplicates and nothing give the rows that H2 gives. */
final class DifferentialTest {
  private static final int QUERIES_PER_SCHEMA = 40;

  @Test
  void randomQueriesGiveWhatH2Gives() throws SQLException {
    compare(Long.getLong("kevo.seed", 20260101), 3);
  }

  @Test
  @Tag("slow")
  void manyRandomQueriesGiveWhatH2Gives() throws SQLException {
    compare(
        Long.getLong("kevo.seed", 20260101), Integer.getInteger("kevo.differential.schemas", 250));
  }

  private static void compare(long seed, int schemas) throws SQLException {
    RandomQueries queries = new RandomQueries(new Random(seed));
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < schemas; i++) {
      try (Database database = Kevo.openInMemory(Options.DEFAULT);
          SqlEngine engine = SqlEngine.open(database);
          SqlSession session = engine.newSession();
          Connection peer = DriverManager.getConnection("jdbc:h2:mem:");
          Statement statement = peer.createStatement()) {
        List<String> schema = queries.schema();
        SessionRunner runner = new SessionRunner(session);
        for (String sql : schema) {
          runner.run(sql, List.of());
          statement.execute(sql);
        }
        for (int q = 0; q < QUERIES_PER_SCHEMA; q++) {
          compare(queries.next(), runner, statement, schema, wrong);
        }
      }
    }
    assertEquals(List.of(), wrong, "seed " + seed + "\n" + String.join("\n", wrong));
  }

  /** What H2 refuses tells nothing. */
  private static void compare(
      String sql, SessionRunner runner, Statement peer, List<String> schema, List<String> wrong) {
    List<String> expected;
    try {
      expected = rows(peer, sql);
    } catch (SQLException e) {
      return;
    }
    List<String> actual = new ArrayList<>();
    try {
      actual.addAll(runner.run(sql, List.of()));
      actual.remove("(none)");
    } catch (SQLException e) {
      actual.add(e.getSQLState() + " " + e.getMessage());
    }
    Collections.sort(actual);
    if (!actual.equals(expected)) {
      wrong.add(
          String.join(";\n", schema) + ";\n" + sql + ";\n  " + actual + "\n  H2: " + expected);
    }
  }

  private static List<String> rows(Statement statement, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          row.append(i == 1 ? "" : ", ").append(result.getObject(i));
        }
        rows.add(row.toString());
      }
    }
    Collections.sort(rows);
    return rows;
  }
}

package dev.kevo.sql.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Options;
import dev.kevo.sql.session.SqlEngine;
import dev.kevo.sql.session.SqlSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Queries of TPC-DS's shapes over a star schema plan, run, and give the rows that H2 gives: without
 * statistics and with them.
 */
@Tag("slow")
final class StarSchemaTest {
  private record Question(String query, List<String> expected) {}

  @Test
  void queriesOfTheStarGiveWhatH2Gives() throws Exception {
    try (Database database = Kevo.openInMemory(Options.DEFAULT);
        SqlEngine engine = SqlEngine.open(database);
        SqlSession session = engine.newSession();
        Connection peer = DriverManager.getConnection("jdbc:h2:mem:");
        Statement statement = peer.createStatement()) {
      SessionRunner runner = new SessionRunner(session);
      for (String sql : StarSchema.statements()) {
        runner.run(sql, List.of());
        statement.execute(sql);
      }
      statement.execute("ANALYZE");
      List<Question> questions = new ArrayList<>();
      for (String[] texts : texts()) {
        List<String> rows = peerRows(statement, texts[texts.length - 1]);
        assertFalse(rows.isEmpty(), texts[0]);
        questions.add(new Question(texts[0], rows));
      }
      for (String preparation : List.of("", "ANALYZE")) {
        if (!preparation.isEmpty()) {
          runner.run(preparation, List.of());
        }
        for (Question question : questions) {
          List<String> rows = new ArrayList<>(runner.run(question.query, List.of()));
          Collections.sort(rows);
          assertEquals(question.expected, rows, question.query);
        }
      }
    }
  }

  /** The questions, each in words for all, or in words for us and in words for H2. */
  private static List<String[]> texts() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(StarSchemaTest.class.getResourceAsStream("/star/queries.sql"))) {
      return Arrays.stream(new String(file.readAllBytes(), StandardCharsets.UTF_8).split(";"))
          .filter(text -> !text.isBlank())
          .map(text -> text.split("-- H2:\n"))
          .toList();
    }
  }

  private static List<String> peerRows(Statement statement, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          row.append(i == 1 ? "" : ", ").append(result.getString(i));
        }
        rows.add(row.toString());
      }
    }
    Collections.sort(rows);
    return rows;
  }
}

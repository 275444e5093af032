package dev.kevo.jdbc.contract;

import dev.kevo.sql.script.GoldenScript;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden scripts of the SQL module, through the driver. */
public abstract class ScriptContract extends Contract {
  public ScriptContract(String url) {
    super(url);
  }

  static List<String> names() {
    return GoldenScript.NAMES;
  }

  @AfterEach
  void dropSchema() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS other");
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void answersAsTheScriptSays(String name) throws IOException {
    GoldenScript.read(name).run(this::answer);
  }

  private List<String> answer(String sql, List<Object> parameters) throws SQLException {
    if (parameters.isEmpty()) {
      try (Statement statement = connection.createStatement()) {
        return lines(statement, statement.execute(sql), sql);
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      return lines(statement, statement.execute(), sql);
    }
  }

  private static List<String> lines(Statement statement, boolean isQuery, String sql)
      throws SQLException {
    if (!isQuery) {
      boolean changes = sql.matches("(?is)(INSERT|UPSERT|REPLACE|UPDATE|DELETE|MERGE|WITH)\\b.*");
      return changes ? List.of("-> " + statement.getLargeUpdateCount()) : List.of();
    }
    List<String> lines = new ArrayList<>();
    try (ResultSet result = statement.getResultSet()) {
      ResultSetMetaData columns = result.getMetaData();
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          row.append(i == 1 ? "" : ", ").append(result.getString(i));
        }
        lines.addAll(row.toString().lines().toList());
      }
    }
    return lines.isEmpty() ? List.of("(none)") : lines;
  }
}

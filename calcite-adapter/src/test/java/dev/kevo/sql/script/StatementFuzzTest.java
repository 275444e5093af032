package dev.kevo.sql.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Options;
import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.parser.KevoParser;
import dev.kevo.sql.session.PreparedSql;
import dev.kevo.sql.session.SqlEngine;
import dev.kevo.sql.session.SqlResult;
import dev.kevo.sql.session.SqlSession;
import dev.kevo.sql.types.SqlStateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever the statement, the answer is rows, a count, or an SQLException with a real SQLSTATE. */
final class StatementFuzzTest {
  private static final int MESSAGE_CHARS_MAX = 299;

  @Test
  void randomStatementsAreAnsweredOrRefused() throws SQLException {
    fuzz(Long.getLong("kevo.seed", 20260101), 250);
  }

  @Test
  @Tag("slow")
  void manyRandomStatementsAreAnsweredOrRefused() throws SQLException {
    fuzz(Long.getLong("kevo.seed", 20260101), Integer.getInteger("kevo.fuzz.count", 20_000));
  }

  @Test
  void randomStatementsAreOfEveryKind() {
    Set<String> missing = StatementKinds.all();
    assertTrue(missing.size() > 40, missing.toString());
    RandomStatements statements = new RandomStatements(new Random(1));
    RandomDefinitions definitions = new RandomDefinitions(new Random(1));
    for (int i = 0; i < 4_000 && !missing.isEmpty(); i++) {
      try {
        String sql = i % 8 == 0 ? statements.next() : definitions.next();
        missing.removeAll(StatementKinds.of(KevoParser.parse(sql)));
      } catch (SqlStateException e) {
        // Many are no statements.
      }
    }
    assertEquals(Set.of(), missing);
  }

  private static void fuzz(long seed, int count) throws SQLException {
    RandomStatements statements = new RandomStatements(new Random(seed));
    List<String> failures = new ArrayList<>();
    try (Database database = Kevo.openInMemory(Options.DEFAULT);
        SqlEngine engine = SqlEngine.open(database);
        SqlSession session = engine.newSession()) {
      for (String sql : RandomStatements.SCHEMA) {
        run(session, sql);
      }
      session.setAutoCommit(false);
      for (int i = 0; i < count && failures.size() < 40; i++) {
        String sql = statements.next();
        try {
          run(session, sql);
        } catch (SQLException e) {
          String message = String.valueOf(e.getMessage());
          if (e.getSQLState() == null
              || e.getSQLState().equals("XX000")
              || message.length() > MESSAGE_CHARS_MAX) {
            failures.add(sql + "\n  " + e.getSQLState() + " " + message + where(e));
          }
        } catch (RuntimeException | Error e) {
          failures.add(sql + "\n  " + e + where(e));
        }
        session.rollback();
      }
    }
    assertEquals(List.of(), failures, "seed " + seed + "\n" + String.join("\n", failures));
  }

  private static String where(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    StringBuilder frames = new StringBuilder("\n    " + cause);
    for (int i = 0; i < Math.min(6, cause.getStackTrace().length); i++) {
      frames.append("\n    at ").append(cause.getStackTrace()[i]);
    }
    return frames.toString();
  }

  private static void run(SqlSession session, String sql) throws SQLException {
    PreparedSql prepared = session.prepare(sql);
    Object[] parameters = new Object[prepared.parameters().size()];
    try (SqlResult result = session.execute(prepared, parameters, 0, new CancelToken())) {
      int rows = 0;
      while (result.updateCount() < 0 && rows++ < 1_000 && result.next()) {
        for (int i = 0; i < prepared.columns().size(); i++) {
          result.get(i);
        }
      }
    }
  }
}

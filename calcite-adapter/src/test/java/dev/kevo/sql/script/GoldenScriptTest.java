package dev.kevo.sql.script;

import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Options;
import dev.kevo.sql.session.SqlEngine;
import dev.kevo.sql.session.SqlSession;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every golden script, in a session. */
final class GoldenScriptTest {
  static List<String> names() {
    return GoldenScript.NAMES;
  }

  @ParameterizedTest
  @MethodSource("names")
  void answersAsTheScriptSays(String name) throws IOException, SQLException {
    try (Database database = Kevo.openInMemory(Options.DEFAULT);
        SqlEngine engine = SqlEngine.open(database);
        SqlSession session = engine.newSession()) {
      GoldenScript.read(name).run(new SessionRunner(session));
    }
  }
}

package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.sql.exec.CancelToken;
import dev.kevo.sql.parser.KevoParser;
import dev.kevo.sql.script.StatementKinds;
import dev.kevo.sql.types.SqlStateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the examples of the documents: blocks that begin with <code>```sql example</code>. Each
 * section (a heading of two signs) has a database of its own. A statement ends with a semicolon at
 * the end of a line. What it gives follows in lines that begin with {@code -->}: a query's rows,
 * with a comma and a blank between values; {@code error} and the SQLSTATE; or {@code count} and a
 * number, which may be left out. Other comments are comments.
 */
class DocumentExamplesTest {
  private static final Path DOCUMENTS = Path.of("docs");
  private static final String RESULT = "--> ";

  private record Example(String place, String sql, List<String> expected) {}

  private record Section(String title, List<Example> examples) {}

  @TestFactory
  Stream<DynamicTest> examplesGiveWhatTheDocumentsSay() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(DOCUMENTS)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
        for (Section section : sections(file)) {
          tests.add(DynamicTest.dynamicTest(section.title(), () -> run(section)));
        }
      }
    }
    assertFalse(tests.isEmpty());
    return tests.stream();
  }

  @Test
  void everyKindOfStatementHasAnExample() throws IOException {
    Set<String> missing = StatementKinds.all();
    try (Stream<Path> files = Files.list(DOCUMENTS)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".md")).toList()) {
        for (Section section : sections(file)) {
          for (Example example : section.examples()) {
            try {
              missing.removeAll(StatementKinds.of(KevoParser.parse(example.sql())));
            } catch (SqlStateException e) {
              // The example says that it is an error.
            }
          }
        }
      }
    }
    assertEquals(Set.of(), missing);
  }

  private static List<Section> sections(Path file) throws IOException {
    List<Section> sections = new ArrayList<>();
    List<Example> examples = new ArrayList<>();
    sections.add(new Section(file.getFileName().toString(), examples));
    boolean inside = false;
    StringBuilder sql = new StringBuilder();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("```")) {
        assertTrue(sql.toString().isBlank(), () -> "no semicolon before " + file);
        inside = !inside && line.equals("```sql example");
      } else if (!inside && line.startsWith("## ")) {
        examples = new ArrayList<>();
        sections.add(new Section(file.getFileName() + ": " + line.substring(3), examples));
      } else if (inside && line.startsWith(RESULT)) {
        examples.get(examples.size() - 1).expected().add(line.substring(RESULT.length()));
      } else if (inside) {
        sql.append(line).append('\n');
        if (line.endsWith(";")) {
          String place = file.getFileName() + " line " + (i + 1);
          examples.add(new Example(place, sql.toString(), new ArrayList<>()));
          sql.setLength(0);
        }
      }
    }
    sections.removeIf(section -> section.examples().isEmpty());
    return sections;
  }

  private static void run(Section section) throws SQLException {
    try (SqlFixture fixture = new SqlFixture()) {
      for (Example example : section.examples()) {
        String place = example.place() + ": " + example.sql();
        List<String> given = given(fixture.session, example.sql());
        boolean isCount = given.size() == 1 && given.get(0).startsWith("count ");
        if (!isCount || !example.expected().isEmpty()) {
          assertEquals(example.expected(), given, place);
        }
      }
    }
  }

  private static List<String> given(SqlSession session, String sql) {
    try {
      PreparedSql prepared = session.prepare(sql);
      if (!prepared.columns().isEmpty()) {
        return SqlFixture.rows(session, prepared, 0);
      }
      try (SqlResult result = session.execute(prepared, new Object[0], 0, new CancelToken())) {
        return List.of("count " + result.updateCount());
      }
    } catch (SQLException e) {
      return List.of("error " + e.getSQLState());
    }
  }
}

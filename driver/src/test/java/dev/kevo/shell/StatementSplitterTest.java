package dev.kevo.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatementSplitterTest {
  @Test
  void statementsEndAtSemicolons() {
    assertEquals(
        List.of("SELECT 1", "SELECT 2"), StatementSplitter.split("SELECT 1;\n\n SELECT 2 ; ;\n"));
  }

  @Test
  void aSemicolonInAStringOrNameIsText() {
    assertEquals(
        List.of("SELECT 'a;b', 'it''s;', \"x;\"\"y\"", "SELECT 2"),
        StatementSplitter.split("SELECT 'a;b', 'it''s;', \"x;\"\"y\";SELECT 2"));
  }

  @Test
  void aSemicolonInACommentIsText() {
    assertEquals(
        List.of("SELECT 1 -- one; and\n + 1", "/* two; */ SELECT 2"),
        StatementSplitter.split("SELECT 1 -- one; and\n + 1; /* two; */ SELECT 2"));
  }

  @Test
  void commentsAloneAreNoStatement() {
    assertEquals(List.of(), StatementSplitter.split("-- nothing\n;/* at all */;\n"));
  }

  @Test
  void anUnclosedStringGoesToTheEnd() {
    assertEquals(List.of("SELECT 'a;b"), StatementSplitter.split("SELECT 'a;b"));
  }
}

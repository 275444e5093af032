package dev.kevo.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private static Arguments parse(String... args) {
    return Arguments.parse(args);
  }

  @Test
  void aPathIsAnEmbeddedDatabase() {
    assertEquals("jdbc:kevo:/data/db", parse("/data/db").url());
    assertEquals("jdbc:kevo://host:1/", parse("jdbc:kevo://host:1/").url());
    assertTrue(parse("/data/db").isInteractive());
  }

  @Test
  void severalStatementsAreOneScript() throws Exception {
    Arguments arguments = parse("-e", "A", "db", "-e", "B", "--format", "csv");
    assertEquals("A;\nB", arguments.script());
    assertEquals(RowPrinter.Format.CSV, arguments.format());
    assertFalse(arguments.isInteractive());
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertTrue(refusal("-e", "SELECT 1").contains("missing"));
    assertTrue(refusal("db", "-e").contains("-e needs a value"));
    assertTrue(refusal("db", "other").contains("more than one"));
    assertTrue(refusal("db", "--wrong").contains("--wrong"));
    assertTrue(refusal("db", "--format", "xml").contains("xml"));
    assertTrue(refusal("db", "-e", "A", "-f", "b").contains("exclude"));
  }

  private static String refusal(String... args) {
    return assertThrows(IllegalArgumentException.class, () -> parse(args)).getMessage();
  }
}

package dev.kevo.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs each example and looks at what it prints. */
final class ExamplesTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @TempDir Path directory;

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private void assertPrinted(String line) {
    assertTrue(lines().contains(line), () -> line + " is not in " + lines());
  }

  @Test
  void embeddedKeyValue() {
    EmbeddedKeyValue.run(directory.resolve("db"), out);
    assertEquals(
        List.of(
            "user/1 = Ada",
            "user/3 = Edsger",
            "user/2 = Grace",
            "inside: user/1 = Ada Lovelace",
            "snapshot: user/1 = Ada",
            "snapshot: user/3 = Edsger",
            "now: user/1 = Ada Lovelace",
            "now: user/3 = (none)"),
        lines());
  }

  @Test
  void embeddedKeyValueRunsTwice() {
    EmbeddedKeyValue.run(directory.resolve("db"), out);
    bytes.reset();
    EmbeddedKeyValue.run(directory.resolve("db"), out);
    assertPrinted("now: user/1 = Ada Lovelace");
  }
}

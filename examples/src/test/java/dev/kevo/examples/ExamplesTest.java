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

  @Test
  void sqlQuickstart() throws Exception {
    SqlQuickstart.run("jdbc:kevo:" + directory.resolve("db"), out);
    assertPrinted("  Transaction Processing, 110.00");
    assertPrinted("  Java Concurrency in Practice, 49.95");
    assertPrinted("  colour blue");
    assertTrue(
        lines().stream().anyMatch(l -> l.contains("Kevo") && l.contains("BOOK")),
        () -> lines().toString());
  }

  @Test
  void sqlQuickstartInMemory() throws Exception {
    SqlQuickstart.run("jdbc:kevo:mem:quickstart", out);
    assertPrinted("  colour blue");
  }

  @Test
  void pooledApplicationKeepsTheSum() throws Exception {
    PooledApplication.run("jdbc:kevo:" + directory.resolve("db"), 25, out);
    assertPrinted("sum before: 20000");
    assertPrinted("transfers: 200");
    assertPrinted("sum after: 20000");
  }

  @Test
  void remoteClient() throws Exception {
    RemoteClient.runWithServer(directory.resolve("db"), out);
    assertEquals(List.of("/page/0 33", "/page/1 34", "/page/2 33"), lines().subList(1, 4));
  }
}

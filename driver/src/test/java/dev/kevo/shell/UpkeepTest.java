package dev.kevo.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Options;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepTest {
  @TempDir Path directory;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private Path path(String name) {
    return directory.resolve(name);
  }

  private Path database() {
    try (Database database = Kevo.open(path("db"))) {
      database.put(database.defaultKeyspace(), "key".getBytes(UTF_8), "value".getBytes(UTF_8));
      database.flush();
    }
    return path("db");
  }

  private void assertHolds(Path copy) {
    try (Database database = Kevo.open(copy, Options.DEFAULT.withCreateIfMissing(false))) {
      assertArrayEquals(
          "value".getBytes(UTF_8), database.get(database.defaultKeyspace(), "key".getBytes(UTF_8)));
    }
  }

  private int run(Object... args) {
    String[] texts = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      texts[i] = args[i].toString();
    }
    printed.reset();
    PrintStream out = new PrintStream(printed, true, UTF_8);
    return Main.run(texts, out, out);
  }

  private void assertPrinted(String text) {
    assertTrue(printed.toString(UTF_8).contains(text), printed.toString(UTF_8));
  }

  @Test
  void aDatabaseIsVerifiedCopiedBackedUpAndRestored() {
    Path db = database();
    assertEquals(0, run("verify", db));
    assertPrinted("no fault: ");
    assertEquals(0, run("checkpoint", db, path("copy")));
    assertHolds(path("copy"));
    assertEquals(0, run("backup", db, path("backups")));
    assertPrinted("backup 1 of ");
    assertEquals(0, run("backup", db, path("backups")));
    assertEquals(0, run("backups", path("backups")));
    assertPrinted("backup 2 of ");
    assertEquals(0, run("restore", path("backups"), 2, path("restored")));
    assertHolds(path("restored"));
  }

  @Test
  void aDamagedDatabaseIsFoundAndSalvaged() throws IOException {
    Path db = database();
    assertEquals(0, run("salvage", db, path("whole")));
    assertPrinted("nothing was lost");
    Files.delete(db.resolve("CURRENT"));
    assertEquals(Main.FAILED, run("verify", db));
    assertEquals(Main.FAILED, run("salvage", db, path("saved")));
    assertPrinted("saved keyspace MAIN: 1 entries");
    assertPrinted("not everything could be read");
    assertHolds(path("saved"));
  }

  @Test
  void wrongArgumentsAreRefusedAndNothingIsCreated() {
    Path missing = path("missing");
    assertEquals(Main.MISUSED, run("verify"));
    assertEquals(Main.MISUSED, run("restore", "x", "one", "y"));
    assertEquals(Main.FAILED, run("verify", missing));
    assertEquals(Main.FAILED, run("backup", missing, path("backups")));
    assertFalse(Files.exists(missing));
    assertEquals(0, run("--help"));
    assertPrinted("kevo salvage DIR TARGET");
  }
}

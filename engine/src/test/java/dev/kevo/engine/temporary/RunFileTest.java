package dev.kevo.engine.temporary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.LimitExceededException;
import dev.kevo.engine.Options;
import dev.kevo.engine.Slice;
import dev.kevo.engine.TemporaryFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFileTest {
  @TempDir private Path directory;

  private static void append(TemporaryFile file, String record) {
    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
    file.append(bytes, 0, bytes.length);
  }

  private static List<String> read(TemporaryFile file) {
    List<String> records = new ArrayList<>();
    TemporaryFile.Records source = file.read();
    for (Slice record = source.next(); record != null; record = source.next()) {
      records.add(record.toString());
    }
    return records;
  }

  private List<Path> runs() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".run")).toList();
    }
  }

  @Test
  void recordsComeBackInTheirOrder() {
    try (Database database = Kevo.open(directory);
        TemporaryFile file = database.temporaryFile()) {
      List<String> records = new ArrayList<>(List.of("", "x".repeat(200_000)));
      for (int i = 0; i < 20_000; i++) {
        records.add("record " + i);
      }
      records.forEach(record -> append(file, record));
      assertEquals(records, read(file));
      assertEquals(records, read(file));
      assertThrows(IllegalStateException.class, () -> append(file, "late"));
    }
  }

  @Test
  void anEmptyFileHasNoRecords() {
    try (Database database = Kevo.open(directory);
        TemporaryFile file = database.temporaryFile()) {
      assertNull(file.read().next());
    }
  }

  @Test
  void aFileGoesWhenItIsClosedOrTheDatabaseIsOpenedNext() throws IOException {
    try (Database database = Kevo.open(directory)) {
      TemporaryFile closed = database.temporaryFile();
      append(database.temporaryFile(), "left behind");
      closed.close();
      assertEquals(1, runs().size());
    }
    Kevo.open(directory).close();
    assertEquals(List.of(), runs());
  }

  @Test
  void everyFlippedBitIsFound() throws IOException {
    try (Database database = Kevo.open(directory);
        TemporaryFile file = database.temporaryFile()) {
      append(file, "some bytes");
      file.read();
      Path path = runs().get(0);
      byte[] bytes = Files.readAllBytes(path);
      for (int bit = 0; bit < 8 * bytes.length; bit++) {
        byte[] damaged = bytes.clone();
        damaged[bit / 8] ^= (byte) (1 << bit % 8);
        Files.write(path, damaged);
        assertThrows(CorruptionException.class, () -> read(file), "bit " + bit);
      }
    }
  }

  @Test
  void aDatabaseInMemoryHasNoPlaceForOne() {
    try (Database database = Kevo.openInMemory(Options.DEFAULT)) {
      assertThrows(LimitExceededException.class, database::temporaryFile);
    }
    assertFalse(Files.exists(directory.resolve("CURRENT")));
  }
}

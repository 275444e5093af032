package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.DIRECTORY;
import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.open;
import static dev.kevo.engine.db.Databases.put;
import static dev.kevo.engine.db.Databases.scan;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kevo.engine.Database;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Options;
import dev.kevo.engine.Scan;
import dev.kevo.engine.io.DiskImage;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.MemoryFileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A database of format version 1, as text in {@code golden/version-1.txt}: a line {@code # name}
 * and the file's bytes in hexadecimal, {@code 00*12} standing for twelve zeros at its end. It must
 * open for ever, and this version must still write it.
 */
class GoldenDatabaseTest {
  /** The disk of an open database with a table, a log, range deletes and a second keyspace. */
  private static DiskImage write() {
    MemoryFileSystem files = new MemoryFileSystem();
    Database database = open(files, Options.DEFAULT);
    Keyspace other = database.createKeyspace("other");
    for (int i = 0; i < 5; i++) {
      put(database, "key-" + i, "value-" + i);
    }
    database.delete(database.defaultKeyspace(), bytes("key-3"));
    database.put(other, bytes("a"), new byte[0]);
    database.createKeyspace("dropped");
    put(database, "x-1", "deleted with its range");
    database.deleteRange(database.defaultKeyspace(), KeyRange.prefix(bytes("x")));
    Databases.flush(database, files);
    database.awaitCompactions();
    database.dropKeyspace("dropped");
    database.deleteRange(other, new KeyRange(bytes("b"), null));
    put(database, "key-1", "newer");
    database.delete(other, bytes("a"));
    DiskImage image = DiskImage.of(files, DIRECTORY);
    database.close();
    return image.without(DIRECTORY.resolve(FileNames.LOCK));
  }

  private static DiskImage golden() throws IOException {
    DiskImage image = new DiskImage(Set.of(DIRECTORY), new TreeMap<>());
    String name = "";
    for (String line : resource().split("\n")) {
      if (line.startsWith("# ")) {
        name = line.substring(2);
      } else if (!line.isEmpty()) {
        image = image.with(DIRECTORY.resolve(name), parse(line));
      }
    }
    return image;
  }

  private static byte[] parse(String line) {
    String[] parts = line.split("00[*]");
    byte[] bytes = HexFormat.of().parseHex(parts[0]);
    int zeros = parts.length == 1 ? 0 : Integer.parseInt(parts[1]);
    return Arrays.copyOf(bytes, bytes.length + zeros);
  }

  private static String format(byte[] bytes) {
    byte[] used = DiskImage.withoutZerosAtEnd(bytes);
    int zeros = bytes.length - used.length;
    return HexFormat.of().formatHex(used) + (zeros == 0 ? "" : "00*" + zeros);
  }

  private static String resource() throws IOException {
    try (InputStream in = GoldenDatabaseTest.class.getResourceAsStream("/golden/version-1.txt")) {
      return in == null ? "" : new String(in.readAllBytes(), UTF_8);
    }
  }

  /** Prints what the golden file of the current version would hold. */
  public static void main(String[] arguments) {
    write()
        .files()
        .forEach(
            (path, content) ->
                System.out.println("# " + path.getFileName() + "\n" + format(content)));
  }

  @Test
  void theGoldenDatabaseOpens() throws IOException {
    try (Database database = open(golden().toMemory())) {
      database.verify();
      Keyspace other = database.keyspace("other").orElseThrow();
      assertEquals(Optional.empty(), database.keyspace("dropped"));
      assertEquals(
          List.of("key-0=value-0", "key-1=newer", "key-2=value-2", "key-4=value-4"),
          scan(database, database.defaultKeyspace(), Scan.all()));
      assertEquals(List.of(), scan(database, other, Scan.all()));
    }
  }

  @Test
  void thisVersionWritesTheSameBytes() throws IOException {
    DiskImage golden = golden();
    DiskImage written = write();

    assertEquals(golden.files().keySet(), written.files().keySet());
    golden
        .files()
        .forEach(
            (path, content) ->
                assertArrayEquals(content, written.files().get(path), path.toString()));
  }
}

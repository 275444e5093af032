package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.DIRECTORY;
import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.get;
import static dev.kevo.engine.db.Databases.open;
import static dev.kevo.engine.db.Databases.put;
import static dev.kevo.engine.db.Databases.scan;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kevo.engine.Database;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Options;
import dev.kevo.engine.Scan;
import dev.kevo.engine.SortedLoad;
import dev.kevo.engine.io.DiskImage;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.MemoryFileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Databases of format version 1, as text in {@code golden}: a line {@code # name} and the file's
 * bytes in hexadecimal, {@code 00*12} standing for twelve zeros at its end. They must open for
 * ever, and this version must still write them.
 */
class GoldenDatabaseTest {
  private enum Golden {
    TABLES("version-1.txt"),
    VALUES("version-1-values.txt");

    private final String resource;

    Golden(String resource) {
      this.resource = resource;
    }

    DiskImage write() {
      return switch (this) {
        case TABLES -> writeTables();
        case VALUES -> writeValues();
      };
    }
  }

  private static final String LONG = "long ".repeat(40);

  /** The disk of an open database with a table, a log, range deletes and a second keyspace. */
  private static DiskImage writeTables() {
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

  /** One with compressed blocks, large values and a sorted load. */
  private static DiskImage writeValues() {
    MemoryFileSystem files = new MemoryFileSystem();
    Database database = open(files, Options.DEFAULT);
    KeyspaceOptions apart = KeyspaceOptions.DEFAULT.withLargeValueBytes(64);
    Keyspace large = database.createKeyspace("large", apart);
    byte[] noise = new byte[80];
    new Random(1).nextBytes(noise);
    put(database, "key-1", LONG);
    put(database, "key-2", LONG);
    database.put(large, bytes("a"), bytes(LONG));
    database.put(large, bytes("b"), noise);
    database.put(large, bytes("c"), bytes("small"));
    Databases.flush(database, files);
    try (SortedLoad load = database.load(large)) {
      load.put(bytes("m"), bytes("loaded " + LONG));
      load.put(bytes("n"), bytes("loaded"));
      load.commit();
    }
    database.put(large, bytes("n"), bytes("newer"));
    database.awaitCompactions();
    DiskImage image = DiskImage.of(files, DIRECTORY);
    database.close();
    return image.without(DIRECTORY.resolve(FileNames.LOCK));
  }

  private static DiskImage read(Golden golden) throws IOException {
    DiskImage image = new DiskImage(Set.of(DIRECTORY), new TreeMap<>());
    String name = "";
    for (String line : text(golden).split("\n")) {
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

  private static String text(Golden golden) throws IOException {
    String name = "/golden/" + golden.resource;
    try (InputStream in = GoldenDatabaseTest.class.getResourceAsStream(name)) {
      return in == null ? "" : new String(in.readAllBytes(), UTF_8);
    }
  }

  /** Prints what a golden file, {@code TABLES} or {@code VALUES}, of this version would hold. */
  public static void main(String[] arguments) {
    Golden.valueOf(arguments[0])
        .write()
        .files()
        .forEach(
            (path, content) ->
                System.out.println("# " + path.getFileName() + "\n" + format(content)));
  }

  @Test
  void theGoldenDatabaseOpens() throws IOException {
    try (Database database = open(read(Golden.TABLES).toMemory())) {
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
  void theGoldenDatabaseWithLargeValuesOpens() throws IOException {
    try (Database database = open(read(Golden.VALUES).toMemory())) {
      database.verify();
      Keyspace large = database.keyspace("large").orElseThrow();
      assertEquals(LONG, get(database, "key-2"));
      assertEquals(LONG, get(database, large, "a"));
      assertEquals("small", get(database, large, "c"));
      assertEquals("loaded " + LONG, get(database, large, "m"));
      assertEquals("newer", get(database, large, "n"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void thisVersionWritesTheSameBytes(Golden golden) throws IOException {
    DiskImage kept = read(golden);
    DiskImage written = golden.write();

    assertEquals(kept.files().keySet(), written.files().keySet());
    kept.files()
        .forEach(
            (path, content) ->
                assertArrayEquals(content, written.files().get(path), path.toString()));
  }
}

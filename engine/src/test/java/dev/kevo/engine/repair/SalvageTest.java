package dev.kevo.engine.repair;

import static dev.kevo.engine.db.Databases.DIRECTORY;
import static dev.kevo.engine.db.Databases.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.DatabaseLockedException;
import dev.kevo.engine.DatabaseMissingException;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Options;
import dev.kevo.engine.SalvageReport;
import dev.kevo.engine.SalvageReport.SalvagedFile;
import dev.kevo.engine.Scan;
import dev.kevo.engine.SortedLoad;
import dev.kevo.engine.db.Databases;
import dev.kevo.engine.db.KevoDatabase;
import dev.kevo.engine.io.DiskImage;
import dev.kevo.engine.io.MemoryFileSystem;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SalvageTest {
  private static final long SEED = Long.getLong("kevo.seed", 20260103);
  private static final Path TARGET = Path.of("/saved");
  private static final Options SMALL =
      Databases.SMALL.withKeyspaceDefaults(
          KeyspaceOptions.DEFAULT.withBlockBytes(512).withFilterBitsPerKey(8));
  private static final int KEYS = 300;

  /** What the database held, by keyspace. */
  private final Map<String, Map<String, String>> truth = new TreeMap<>();

  /** Tables of several levels, a load, range deletes, a dropped keyspace, a log with commits. */
  private final DiskImage image = database();

  private DiskImage database() {
    MemoryFileSystem files = new MemoryFileSystem();
    try (Database database = Databases.open(files, SMALL)) {
      Keyspace main = database.defaultKeyspace();
      Keyspace second = database.createKeyspace("second");
      Keyspace dropped = database.createKeyspace("dropped");
      for (int i = 0; i < KEYS; i++) {
        database.put(main, key(i), bytes("old " + i));
      }
      database.put(dropped, key(1), bytes("gone"));
      database.compactRange(main, KeyRange.all());
      try (SortedLoad load = database.load(second)) {
        for (int i = 0; i < 50; i++) {
          load.put(key(i), bytes("loaded " + i));
        }
        load.commit();
      }
      for (int i = 0; i < KEYS; i += 3) {
        database.put(main, key(i), bytes("new " + i));
        database.delete(main, key(i + 1));
      }
      database.deleteRange(main, new KeyRange(key(100), key(110)));
      database.dropKeyspace("dropped");
      Databases.flush(database, files);
      database.awaitCompactions();
      for (int i = 0; i < 20; i++) {
        database.put(second, key(i), bytes("logged " + i));
      }
      database.deleteRange(second, new KeyRange(key(40), null));
      truth.putAll(content(database));
      return DiskImage.of(files, DIRECTORY).without(DIRECTORY.resolve("LOCK"));
    }
  }

  private static byte[] key(int i) {
    return bytes(String.format("key-%04d", i));
  }

  private static Map<String, Map<String, String>> content(Database database) {
    Map<String, Map<String, String>> content = new TreeMap<>();
    for (Keyspace keyspace : database.keyspaces()) {
      Map<String, String> entries = new TreeMap<>();
      try (Cursor cursor = database.scan(keyspace, Scan.all())) {
        while (cursor.next()) {
          entries.put(
              new String(cursor.key().toByteArray(), UTF_8),
              new String(cursor.value().toByteArray(), UTF_8));
        }
      }
      content.put(keyspace.name(), entries);
    }
    return content;
  }

  /** What a salvage says and what the new database holds. */
  private record Saved(SalvageReport report, Map<String, Map<String, String>> content) {
    SalvagedFile file(String suffix) {
      return report.files().stream()
          .filter(file -> file.name().endsWith(suffix))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Saved salvage(DiskImage damaged) {
    MemoryFileSystem files = damaged.toMemory();
    SalvageReport report = Salvage.run(files, DIRECTORY, TARGET, SMALL);
    DiskImage after = DiskImage.of(files, DIRECTORY);
    assertEquals(damaged.files().keySet(), after.files().keySet(), "the source was changed");
    damaged.files().forEach((path, bytes) -> assertArrayEquals(bytes, after.files().get(path)));
    try (Database database = KevoDatabase.open(files, TARGET, SMALL.withCreateIfMissing(false))) {
      database.verify();
      Saved saved = new Saved(report, content(database));
      for (SalvageReport.SalvagedKeyspace keyspace : report.keyspaces()) {
        assertEquals(saved.content.get(keyspace.name()).size(), keyspace.entries());
      }
      return saved;
    }
  }

  private Path path(String suffix) {
    return image.files().keySet().stream()
        .filter(path -> path.toString().contains(suffix))
        .findFirst()
        .orElseThrow();
  }

  /** The largest table, which holds most of the default keyspace. */
  private Path largestTable() {
    return image.files().keySet().stream()
        .filter(path -> path.toString().endsWith(".sst"))
        .max((a, b) -> image.files().get(a).length - image.files().get(b).length)
        .orElseThrow();
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] damaged = bytes.clone();
    damaged[at] ^= 16;
    return damaged;
  }

  /** Every key that should be there and is not, or has another value, lies in a range. */
  private void assertLostWithin(Saved saved, String keyspace, List<KeyRange> ranges) {
    truth
        .get(keyspace)
        .forEach(
            (key, value) -> {
              if (!value.equals(saved.content.get(keyspace).get(key))) {
                assertTrue(ranges.stream().anyMatch(r -> r.contains(bytes(key))), key);
              }
            });
  }

  @Test
  void aWholeDatabaseIsSavedAsAWhole() {
    Saved saved = salvage(image);
    assertEquals(truth, saved.content);
    assertTrue(saved.report.isComplete(), saved.report.toString());
    assertTrue(saved.report.files().size() >= 4);
  }

  /** Ten values in a value file, the old ones of three of them in another. */
  private static DiskImage withLargeValues() {
    MemoryFileSystem files = new MemoryFileSystem();
    Options apart = SMALL.withKeyspaceDefaults(KeyspaceOptions.DEFAULT.withLargeValueBytes(20));
    try (Database database = Databases.open(files, apart)) {
      for (int i = 0; i < 3; i++) {
        database.put(database.defaultKeyspace(), key(i), bytes("an old and large value " + i));
      }
      database.flush();
      for (int i = 0; i < 10; i++) {
        database.put(database.defaultKeyspace(), key(i), bytes("one new and large value " + i));
      }
      database.put(database.defaultKeyspace(), bytes("small"), bytes("inline"));
      database.flush();
    }
    return DiskImage.of(files, DIRECTORY).without(DIRECTORY.resolve("LOCK"));
  }

  private static Path newestValues(DiskImage from) {
    return from.files().keySet().stream()
        .filter(path -> path.toString().endsWith(".val"))
        .max(Path::compareTo)
        .orElseThrow();
  }

  @Test
  void largeValuesAreSavedWithTheirKeys() {
    Saved saved = salvage(withLargeValues());
    assertTrue(saved.report.isComplete(), saved.report.toString());
    assertEquals(11, saved.content.get(Keyspace.DEFAULT_NAME).size());
    assertEquals(10, saved.file(".val").entries());
  }

  @Test
  void aDamagedValueCostsItsKeyOnlyAndBringsNoOldOneBack() {
    DiskImage large = withLargeValues();
    Path values = newestValues(large);
    int record = large.files().get(values).length / 10;
    Saved saved = salvage(large.with(values, flipped(large.files().get(values), record + 10)));
    SalvagedFile file = saved.file(".val");

    assertFalse(saved.report.isComplete());
    assertEquals(1, file.entriesLost());
    assertEquals(9, file.entries());
    assertTrue(file.rangesLost().get(0).contains(key(1)));
    assertEquals(10, saved.content.get(Keyspace.DEFAULT_NAME).size());
    assertFalse(saved.content.get(Keyspace.DEFAULT_NAME).containsKey("key-0001"));
  }

  @Test
  void aMissingValueFileCostsItsKeysOnly() {
    DiskImage large = withLargeValues();
    Path values = newestValues(large);
    Saved saved = salvage(large.without(values));
    SalvagedFile file = saved.file(values.getFileName().toString());

    assertEquals(10, file.entriesLost());
    assertEquals(0, file.bytes());
    assertTrue(file.fault().contains(values.getFileName().toString()), file.fault());
    assertEquals(Map.of("small", "inline"), saved.content.get(Keyspace.DEFAULT_NAME));
  }

  @Test
  void aDamagedBlockCostsItsEntriesOnly() {
    Path table = largestTable();
    byte[] bytes = image.files().get(table);
    Saved saved = salvage(image.with(table, flipped(bytes, 600)));
    SalvagedFile file = saved.file(table.getFileName().toString());

    assertFalse(file.isWhole());
    assertFalse(saved.report.isComplete());
    assertEquals(1, file.rangesLost().size());
    assertTrue(file.entriesLost() > 5 && file.entriesLost() < 60, file.toString());
    assertTrue(file.bytesLost() > 100 && file.bytesLost() <= 512 + 64, file.toString());
    Saved whole = salvage(image);
    long all = whole.file(file.name()).entries();
    assertEquals(all, file.entries() + file.entriesLost());
    assertLostWithin(saved, Keyspace.DEFAULT_NAME, file.rangesLost());
    assertEquals(truth.get("second"), saved.content.get("second"));
  }

  @Test
  void aTableWithoutItsEndIsReadBlockByBlock() {
    Path table = largestTable();
    byte[] bytes = image.files().get(table);
    Saved saved = salvage(image.with(table, Arrays.copyOf(bytes, bytes.length - 1)));
    SalvagedFile whole = saved.file(table.getFileName().toString());
    assertFalse(whole.isWhole());
    assertEquals(0, whole.entriesLost());
    assertEquals(truth, saved.content);

    saved = salvage(image.with(table, Arrays.copyOf(bytes, 1500)));
    SalvagedFile half = saved.file(table.getFileName().toString());
    assertEquals(whole.entries(), half.entries() + half.entriesLost());
    assertTrue(half.entries() > 20 && half.entriesLost() > 20, half.toString());
    assertLostWithin(saved, Keyspace.DEFAULT_NAME, half.rangesLost());
  }

  @Test
  void aMissingTableIsReported() {
    Path table = largestTable();
    Saved saved = salvage(image.without(table));
    SalvagedFile file = saved.file(table.getFileName().toString());
    assertTrue(file.fault().contains("missing"), file.fault());
    assertEquals(0, file.bytes());
    assertTrue(file.entriesLost() > 100, file.toString());
    assertEquals(Keyspace.DEFAULT_NAME, file.keyspace());
    assertLostWithin(saved, Keyspace.DEFAULT_NAME, file.rangesLost());
  }

  @Test
  void theLogIsReadBeforeAndAfterDamage() {
    Path log = path(".wal");
    byte[] bytes = image.files().get(log);
    int middle = DiskImage.withoutZerosAtEnd(bytes).length / 2;
    Saved saved = salvage(image.with(log, flipped(bytes, middle)));
    SalvagedFile file = saved.file(".wal");

    assertFalse(file.isWhole());
    assertEquals(SalvageReport.UNKNOWN, file.entriesLost());
    assertEquals(20, file.entries());
    Map<String, String> second = saved.content.get("second");
    assertEquals(truth.get("second").keySet(), second.keySet());
    assertEquals(19, second.values().stream().filter(v -> v.startsWith("logged")).count());
    assertEquals(truth.get("default"), saved.content.get("default"));
  }

  @Test
  void aMissingLogIsReported() {
    Saved saved = salvage(image.without(path(".wal")));
    assertTrue(saved.file(".wal").fault().contains("missing"));
    assertFalse(saved.report.isComplete());
    assertEquals(truth.get("default"), saved.content.get("default"));
  }

  @Test
  void aManifestThatNothingNamesIsFound() {
    Saved saved = salvage(image.without(path("CURRENT")));
    assertFalse(saved.report.manifestIntact());
    assertEquals(truth, saved.content);
  }

  @Test
  void withoutAManifestEachTableIsSavedUnderItsNumber() {
    DiskImage damaged = image.without(path("MANIFEST"));
    Saved saved = salvage(damaged);
    assertFalse(saved.report.manifestIntact());
    long tables =
        damaged.files().keySet().stream().filter(p -> p.toString().endsWith(".sst")).count();
    assertEquals(
        tables, saved.content.keySet().stream().filter(n -> n.startsWith("lost-0")).count());
    String number = largestTable().getFileName().toString().replace(".sst", "");
    assertEquals(
        salvage(image).file(number + ".sst").entries(), saved.file(number + ".sst").entries());
    // The log tells ids of keyspaces only.
    assertEquals(20, saved.content.get("lost-keyspace-1").size());
  }

  @Test
  void whateverIsDamagedNothingIsInventedAndCompleteMeansComplete() {
    Random random = new Random(SEED);
    List<Path> paths = List.copyOf(image.files().keySet());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
    int runs = 0;
    int complete = 0;
    while (System.nanoTime() < deadline && runs < 1000) {
      DiskImage damaged = image;
      for (int i = random.nextInt(3); i >= 0; i--) {
        Path path = paths.get(random.nextInt(paths.size()));
        byte[] bytes = damaged.files().getOrDefault(path, new byte[0]);
        int used = DiskImage.withoutZerosAtEnd(bytes).length;
        switch (random.nextInt(6)) {
          case 0 -> damaged = damaged.without(path);
          case 1 -> damaged = damaged.with(path, Arrays.copyOf(bytes, random.nextInt(used + 1)));
          default -> {
            if (used > 0) {
              damaged = damaged.with(path, flipped(bytes, random.nextInt(used)));
            }
          }
        }
      }
      String what = "seed " + SEED + ", run " + runs;
      Saved saved = salvage(damaged);
      if (saved.report.isComplete()) {
        assertEquals(truth, saved.content, what);
        complete++;
      }
      saved.content.forEach(
          (keyspace, entries) ->
              entries.forEach(
                  (key, value) -> {
                    int i = Integer.parseInt(key.substring(4));
                    assertTrue(
                        List.of("old " + i, "new " + i, "loaded " + i, "logged " + i, "gone")
                            .contains(value),
                        what + ": " + key + "=" + value);
                  }));
      runs++;
    }
    System.out.println("salvages: seed " + SEED + ", " + runs + ", complete " + complete);
  }

  @Test
  void wrongCallsAreRefused(@TempDir Path directory) {
    Path source = directory.resolve("db");
    Path target = directory.resolve("saved");
    assertThrows(
        DatabaseMissingException.class, () -> Kevo.salvage(source, target, Options.DEFAULT));
    try (Database database = Kevo.open(source)) {
      Databases.put(database, "key", "value");
      assertThrows(
          DatabaseLockedException.class, () -> Kevo.salvage(source, target, Options.DEFAULT));
    }
    assertThrows(
        IllegalArgumentException.class, () -> Kevo.salvage(source, source, Options.DEFAULT));
    assertTrue(Kevo.salvage(source, target, Options.DEFAULT).isComplete());
    try (Database database = Kevo.open(target)) {
      assertEquals("value", Databases.get(database, "key"));
    }
  }
}

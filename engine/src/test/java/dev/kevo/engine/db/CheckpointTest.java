package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.DIRECTORY;
import static dev.kevo.engine.db.Databases.SMALL;
import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.get;
import static dev.kevo.engine.db.Databases.open;
import static dev.kevo.engine.db.Databases.put;
import static dev.kevo.engine.db.Databases.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Options;
import dev.kevo.engine.Scan;
import dev.kevo.engine.SortedLoad;
import dev.kevo.engine.StorageException;
import dev.kevo.engine.WriteBatch;
import dev.kevo.engine.io.DiskImage;
import dev.kevo.engine.io.FaultFileSystem;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.MemoryFileSystem;
import dev.kevo.engine.io.PowerLoss;
import dev.kevo.engine.io.PowerLossFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private static final Path TARGET = Path.of("/copy");
  private static final Options EXISTING = SMALL.withCreateIfMissing(false);

  private final MemoryFileSystem files = new MemoryFileSystem();

  /** Tables on two levels, a second keyspace, range deletes and a log. */
  private static void fill(Database database) {
    Keyspace second = database.createKeyspace("second");
    for (int i = 0; i < 20; i++) {
      put(database, "key-" + i, "old");
    }
    database.compactRange(database.defaultKeyspace(), KeyRange.all());
    for (int i = 0; i < 10; i++) {
      put(database, "key-" + i, "new");
    }
    try (SortedLoad load = database.load(second)) {
      load.put(bytes("loaded"), bytes("value"));
      load.commit();
    }
    database.deleteRange(database.defaultKeyspace(), KeyRange.prefix(bytes("key-1")));
    database.flush();
    database.put(second, bytes("logged"), bytes("value"));
    put(database, "key-1", "logged");
  }

  private static String content(Database database) {
    StringBuilder text = new StringBuilder();
    for (Keyspace keyspace : database.keyspaces()) {
      text.append(keyspace.name()).append(scan(database, keyspace, Scan.all()));
    }
    return text.toString();
  }

  private static String contentOf(FileSystem files, Path directory) {
    try (Database copy = KevoDatabase.open(files, directory, EXISTING)) {
      copy.verify();
      return content(copy);
    }
  }

  @Test
  void aCheckpointHoldsWhatWasCommittedBeforeAndNothingOfWhatComesLater() {
    try (Database database = open(files)) {
      fill(database);
      String expected = content(database);
      database.checkpoint(TARGET);
      put(database, "later", "x");
      database.compactRange(database.defaultKeyspace(), KeyRange.all());

      assertEquals(expected, contentOf(files, TARGET));
    }
  }

  @Test
  void tablesOfACheckpointAreLinksOnDisk(@TempDir Path directory) throws IOException {
    Path target = directory.resolve("new").resolve("copy");
    try (Database database = Kevo.open(directory.resolve("db"), SMALL)) {
      fill(database);
      database.checkpoint(target);
      try (var copied = Files.list(target)) {
        for (Path table : copied.filter(path -> path.toString().endsWith(".sst")).toList()) {
          Path original = directory.resolve("db").resolve(table.getFileName());
          assertTrue(Files.isSameFile(original, table), table.toString());
        }
      }
      String expected = content(database);
      try (Database copy = Kevo.open(target, EXISTING)) {
        copy.verify();
        assertEquals(expected, content(copy));
        put(copy, "only-here", "x");
      }
      assertEquals(expected, content(database));
    }
  }

  @Test
  void aCheckpointIsACopyWhereLinksAreRefused() {
    FileSystem noLinks =
        new ForwardingFileSystem(files) {
          @Override
          public boolean link(Path file, Path second) {
            return false;
          }
        };
    try (Database database = open(noLinks)) {
      fill(database);
      database.checkpoint(TARGET);
      assertEquals(content(database), contentOf(noLinks, TARGET));
    }
  }

  @Test
  void databasesInMemoryAndReadOnlyOnesAreCopiedToDisk(@TempDir Path directory) {
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    String expected;
    try (Database memory = Kevo.openInMemory(SMALL)) {
      fill(memory);
      expected = content(memory);
      memory.checkpoint(first);
    }
    try (Database readOnly = Kevo.open(first, EXISTING.withReadOnly(true))) {
      readOnly.checkpoint(second);
    }
    try (Database copy = Kevo.open(second, EXISTING)) {
      copy.verify();
      assertEquals(expected, content(copy));
    }
  }

  @Test
  void aTargetThatIsNotEmptyIsRefusedUntouched() {
    try (Database database = open(files)) {
      fill(database);
      files.createDirectories(TARGET);
      files.create(TARGET.resolve("something")).close();

      assertThrows(IllegalArgumentException.class, () -> database.checkpoint(TARGET));
      assertThrows(IllegalArgumentException.class, () -> database.checkpoint(DIRECTORY));
      assertEquals(List.of("something"), files.list(TARGET));
    }
  }

  @Test
  void aClosedDatabaseHasNoCheckpoint() {
    Database database = open(files);
    database.close();
    assertThrows(ClosedException.class, () -> database.checkpoint(TARGET));
    assertFalse(files.exists(TARGET));
  }

  @Test
  void checkpointsWhileOthersWriteHoldWholeBatchesInTheirOrder() {
    try (Database database = open(files)) {
      Keyspace second = database.createKeyspace("second");
      AtomicBoolean done = new AtomicBoolean();
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(
              () -> {
                byte[] value = new byte[512];
                for (int i = 0; !done.get(); i++) {
                  byte[] key = bytes(String.format("%08d", i));
                  database.write(
                      new WriteBatch()
                          .put(database.defaultKeyspace(), key, value)
                          .put(second, key, value));
                  if (i % 100 == 99) {
                    try (SortedLoad load = database.load(second)) {
                      load.put(bytes(String.format("load-%08d", i)), value);
                      load.commit();
                    }
                  }
                }
              });
      int before = 0;
      for (int i = 0; i < 8; i++) {
        Path target = Path.of("/copy-" + i);
        database.checkpoint(target);
        try (Database copy = KevoDatabase.open(files, target, EXISTING)) {
          copy.verify();
          List<String> first = scan(copy, copy.defaultKeyspace(), Scan.all());
          assertTrue(first.size() >= before, "a later one holds less");
          before = first.size();
          List<String> other = scan(copy, copy.keyspace("second").orElseThrow(), Scan.all());
          assertEquals(first.size() + first.size() / 100, other.size(), 1.0);
          for (int entry = 0; entry < first.size(); entry++) {
            assertTrue(first.get(entry).startsWith(String.format("%08d=", entry)));
          }
          assertEquals(first, other.subList(0, first.size()));
        }
      }
      done.set(true);
      writer.join();
    }
  }

  @Test
  void aFailedCheckpointLeavesNothingAndTheDatabaseGoesOn() {
    FaultFileSystem faults = new FaultFileSystem(files);
    try (Database database = open(faults)) {
      fill(database);
      String expected = content(database);
      int failed = 0;
      for (FaultFileSystem.Fault fault : FaultFileSystem.Fault.values()) {
        for (int call = 0; call < 200; call++) {
          Path target = Path.of("/copy-" + fault + "-" + call);
          faults.failAt(faults.calls() + call, fault, false);
          boolean thrown = false;
          try {
            database.checkpoint(target);
          } catch (StorageException e) {
            thrown = true;
            failed++;
          }
          faults.heal();
          if (thrown && files.exists(target)) {
            assertEquals(
                List.of(), files.list(target).stream().filter(n -> !n.equals("LOCK")).toList());
          } else if (!thrown) {
            assertEquals(expected, contentOf(files, target), "call " + call);
          }
          if (!thrown && fault == FaultFileSystem.Fault.ERROR && call > 100) {
            break;
          }
        }
      }
      System.out.println("checkpoints that failed: " + failed);
      assertTrue(failed > 20, "only " + failed);
      put(database, "after", "x");
      assertEquals("x", get(database, "after"));
      database.checkpoint(TARGET);
      assertEquals(content(database), contentOf(files, TARGET));
    }
  }

  @Test
  void aPowerCutLeavesAllOfACheckpointOrNoDatabase() {
    PowerLossFileSystem disk = new PowerLossFileSystem();
    String expected;
    int begun;
    int returned;
    try (Database database = open(disk)) {
      fill(database);
      database.awaitCompactions();
      expected = content(database);
      begun = disk.position();
      database.checkpoint(TARGET);
      returned = disk.position();
    }
    int[] counts = new int[2];
    PowerLoss loss = PowerLoss.of(disk.history(), new Random(1), 4);
    loss.visit(
        (moment, state) -> {
          if (moment >= begun && moment <= returned) {
            DiskImage image = loss.image(state);
            boolean whole = image.files().containsKey(TARGET.resolve("CURRENT"));
            counts[whole ? 1 : 0]++;
            if (whole) {
              assertEquals(expected, contentOf(image.toMemory(), TARGET), "moment " + moment);
            } else {
              assertTrue(moment < returned, "not durable when it returned");
            }
          }
        });
    System.out.println("power cuts in a checkpoint: none " + counts[0] + ", whole " + counts[1]);
    assertTrue(counts[0] > 0 && counts[1] > 0);
  }
}

package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.DIRECTORY;
import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.get;
import static dev.kevo.engine.db.Databases.open;
import static dev.kevo.engine.db.Databases.put;
import static dev.kevo.engine.db.Databases.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.CommitUnknownException;
import dev.kevo.engine.Database;
import dev.kevo.engine.DiskFullException;
import dev.kevo.engine.KevoException;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Options;
import dev.kevo.engine.ReadOnlyException;
import dev.kevo.engine.Scan;
import dev.kevo.engine.StorageException;
import dev.kevo.engine.io.DiskImage;
import dev.kevo.engine.io.FaultFileSystem;
import dev.kevo.engine.io.FaultFileSystem.Fault;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.MemoryFileSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FailureTest {
  private final FaultFileSystem files = new FaultFileSystem(new MemoryFileSystem());

  @Test
  void aFailedSyncTurnsTheDatabaseReadOnlyAndTheCommitIsInDoubt() {
    Database database = open(files);
    put(database, "a", "1");
    files.failNext("sync", ".wal");

    assertThrows(CommitUnknownException.class, () -> put(database, "b", "2"));

    assertThrows(ReadOnlyException.class, () -> put(database, "c", "3"));
    assertThrows(ReadOnlyException.class, database::flush);
    assertThrows(ReadOnlyException.class, () -> database.createKeyspace("k"));
    assertThrows(
        ReadOnlyException.class,
        () -> database.begin().put(database.defaultKeyspace(), bytes("a"), bytes("2")));
    assertEquals("1", get(database, "a"));
    assertEquals("-", get(database, "b"));
    assertTrue(
        files.callsAfterFault().stream().noneMatch(call -> call.startsWith("append")),
        () -> "" + files.callsAfterFault());
    database.close();
    try (Database reopened = open(files)) {
      assertEquals("1", get(reopened, "a"));
      put(reopened, "c", "3");
    }
  }

  @Test
  void aFailedAppendLeavesNoHalfCommit() {
    Database database = open(files);
    put(database, "a", "1");
    files.failAt(files.calls(), Fault.SHORT_WRITE, false);

    assertThrows(KevoException.class, () -> put(database, "b", "2"));
    database.close();

    try (Database reopened = open(files)) {
      assertEquals(List.of("a=1"), scan(reopened, reopened.defaultKeyspace(), Scan.all()));
    }
  }

  @Test
  void aFailedManifestTurnsTheDatabaseReadOnly() {
    Database database = open(files);
    put(database, "a", "1");
    files.failNext("sync", manifestName());

    assertThrows(ReadOnlyException.class, database::flush);

    assertThrows(ReadOnlyException.class, () -> put(database, "b", "2"));
    assertEquals("1", get(database, "a"));
    database.close();
    try (Database reopened = open(files)) {
      assertEquals("1", get(reopened, "a"));
    }
  }

  private String manifestName() {
    return files.list(DIRECTORY).stream()
        .filter(name -> name.startsWith("MANIFEST"))
        .findFirst()
        .orElseThrow();
  }

  /** A disk whose free space can be set; it never fails by itself. */
  private static final class SmallDisk extends ForwardingFileSystem {
    private volatile long free = Long.MAX_VALUE;

    SmallDisk() {
      super(new MemoryFileSystem());
    }

    @Override
    public long freeBytes(Path directory) {
      return free;
    }
  }

  @Test
  void aFullDiskRefusesWritesUntilThereIsSpace() {
    SmallDisk disk = new SmallDisk();
    try (Database database = open(disk)) {
      put(database, "a", "1");
      disk.free = 100_000;
      assertThrows(
          DiskFullException.class,
          () -> {
            for (int i = 0; i < 1000; i++) {
              put(database, "full" + i, "v".repeat(1000));
            }
          });
      assertThrows(DiskFullException.class, () -> put(database, "b", "2"));
      assertEquals("1", get(database, "a"));
      disk.free = Long.MAX_VALUE;
      put(database, "b", "2");
      assertEquals("2", get(database, "b"));
    }
  }

  @Test
  void anAlmostFullDiskStillTakesDeletesAndFlushesThem() {
    SmallDisk disk = new SmallDisk();
    try (Database database = open(disk)) {
      for (int i = 0; i < 500; i++) {
        put(database, "key" + i, "v".repeat(1000));
      }
      disk.free = 1 << 20;
      assertThrows(DiskFullException.class, () -> put(database, "more", "v".repeat(600 * 1024)));
      for (int i = 0; i < 500; i++) {
        database.delete(database.defaultKeyspace(), bytes("key" + i));
      }
      database.flush();
      database.compactRange(database.defaultKeyspace(), new KeyRange(null, null));
      assertEquals(List.of(), scan(database, database.defaultKeyspace(), Scan.all()));
    }
  }

  @Test
  void anOpeningThatFailsLeavesNoFileOpen() {
    Options options =
        Databases.SMALL.withKeyspaceDefaults(KeyspaceOptions.DEFAULT.withHistoryMillis(1000));
    FaultFileSystem quiet = new FaultFileSystem(new MemoryFileSystem());
    open(quiet, options).close();
    assertTrue(quiet.calls() > 10);
    for (Fault fault : Fault.values()) {
      for (long call = 0; call < quiet.calls(); call++) {
        OpenFiles counted = new OpenFiles(new MemoryFileSystem());
        FaultFileSystem disk = new FaultFileSystem(counted);
        disk.failAt(call, fault, false);
        try (Database database = open(disk, options)) {
          assertEquals("-", get(database, "a"));
        } catch (KevoException e) {
          // What an injected fault may well lead to.
        }
        assertEquals(Set.of(), counted.open(), fault + " at " + disk.failed());
      }
    }
  }

  @Test
  void anErrorWhileTheLogIsRotatedTurnsTheDatabaseReadOnly() {
    AtomicBoolean fails = new AtomicBoolean();
    FileSystem scarce =
        new ForwardingFileSystem(new MemoryFileSystem()) {
          @Override
          public void syncDirectory(Path directory) {
            if (fails.getAndSet(false)) {
              throw new OutOfMemoryError("injected");
            }
            super.syncDirectory(directory);
          }
        };
    try (Database database = open(scarce)) {
      put(database, "a", "1");
      database.flush();
      fails.set(true);
      // A range delete that hides a whole table is flushed by whoever leads.
      database.deleteRange(database.defaultKeyspace(), KeyRange.all());

      assertThrows(ReadOnlyException.class, () -> put(database, "b", "2"));
      assertEquals("-", get(database, "a"));
    }
    try (Database reopened = open(scarce)) {
      assertEquals("-", get(reopened, "a"));
      put(reopened, "b", "2");
    }
  }

  @Test
  void everyFailingCallLeavesWhatWasAcknowledged() {
    for (Fault fault : Fault.values()) {
      for (int call = 0; call < 60; call++) {
        FaultFileSystem disk = new FaultFileSystem(new MemoryFileSystem());
        disk.failAt(call, fault, false);
        List<String> acknowledged = workload(disk);
        disk.heal();
        FileSystem left = imageOf(disk);
        try (Database reopened = open(left)) {
          for (String key : acknowledged) {
            assertEquals("v", get(reopened, key), fault + " at " + disk.failed());
          }
          put(reopened, "after", "v");
        }
      }
    }
  }

  private static FileSystem imageOf(FileSystem disk) {
    disk.createDirectories(DIRECTORY);
    return DiskImage.of(disk, DIRECTORY).toMemory();
  }

  private static List<String> workload(FileSystem disk) {
    List<String> acknowledged = new ArrayList<>();
    try (Database database = open(disk)) {
      for (int round = 0; round < 6; round++) {
        String key = "k" + round;
        try {
          put(database, key, "v");
          acknowledged.add(key);
          if (round % 2 == 1) {
            database.flush();
          }
        } catch (KevoException e) {
          // Not acknowledged: may be there or not.
        }
      }
    } catch (StorageException e) {
      // Could not be opened or closed.
    }
    return acknowledged;
  }
}

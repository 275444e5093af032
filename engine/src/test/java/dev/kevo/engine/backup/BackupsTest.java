package dev.kevo.engine.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Backup;
import dev.kevo.engine.Backups;
import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Scan;
import dev.kevo.engine.StorageException;
import dev.kevo.engine.db.Databases;
import dev.kevo.engine.db.KevoDatabase;
import dev.kevo.engine.io.DiskImage;
import dev.kevo.engine.io.FaultFileSystem;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.MemoryFileSystem;
import dev.kevo.engine.io.PowerLoss;
import dev.kevo.engine.io.PowerLossFileSystem;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupsTest {
  private static final Path DIRECTORY = Path.of("/backups");
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1234));

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final Backups backups = on(files);

  private static Backups on(FileSystem files) {
    return new BackupDirectory(files, DIRECTORY, CLOCK);
  }

  private static List<String> content(Database database) {
    return Databases.scan(database, database.defaultKeyspace(), Scan.all());
  }

  private static List<String> restored(FileSystem files, Backups from, long id) {
    Path target = Path.of("/restored-" + id + "-" + System.nanoTime());
    from.restore(id, target);
    try (Database database =
        KevoDatabase.open(files, target, Databases.SMALL.withCreateIfMissing(false))) {
      database.verify();
      return content(database);
    }
  }

  /** A table's worth of keys. */
  private static void fill(Database database, String prefix) {
    for (int i = 0; i < 200; i++) {
      Databases.put(database, prefix + "-" + i, "a value of " + i);
    }
    database.flush();
  }

  private static List<Long> ids(Backups backups) {
    return backups.list().stream().map(Backup::id).toList();
  }

  @Test
  void eachBackupRestoresWhatWasThereAndCostsWhatIsNew() {
    try (Database database = Databases.open(files)) {
      fill(database, "first");
      Databases.put(database, "logged", "x");
      List<String> first = content(database);
      Backup one = backups.create(database);

      Databases.put(database, "logged", "y");
      List<String> second = content(database);
      Backup two = backups.create(database);

      database.compactRange(database.defaultKeyspace(), KeyRange.all());
      fill(database, "second");
      List<String> third = content(database);
      Backup three = backups.create(database);

      assertEquals(List.of(one, two, three), backups.list());
      assertEquals(List.of(1L, 2L, 3L), ids(backups));
      assertEquals(1234, one.millis());
      assertEquals(one.bytes(), one.newBytes());
      assertTrue(two.newBytes() < two.bytes() / 2, two.toString());
      for (Backup backup : backups.list()) {
        backups.verify(backup.id());
      }
      assertEquals(first, restored(files, backups, 1));
      assertEquals(second, restored(files, backups, 2));
      assertEquals(third, restored(files, backups, 3));
    }
  }

  @Test
  void deletedBackupsTakeNoFilesThatOthersShare() {
    try (Database database = Databases.open(files)) {
      for (int i = 0; i < 5; i++) {
        fill(database, "part" + i);
        backups.create(database);
      }
      List<String> all = content(database);
      backups.delete(5);
      backups.create(database);
      backups.keepLast(2);

      assertEquals(List.of(4L, 5L), ids(backups));
      assertEquals(all, restored(files, backups, 5));
      backups.keepLast(0);
      assertEquals(List.of("LOCK"), files.list(DIRECTORY));
      assertEquals(1, backups.create(database).id());
    }
  }

  @Test
  void tablesOfTheSameNumberInAnotherDatabaseAreNotShared() {
    try (Database database = Databases.open(files)) {
      fill(database, "key");
      backups.create(database);
    }
    try (Database other = KevoDatabase.open(files, Path.of("/other"), Databases.SMALL)) {
      fill(other, "yek");
      backups.create(other);
      assertEquals(content(other), restored(files, backups, 2));
    }
  }

  @Test
  void backupsAndDatabasesLieOnDisk(@TempDir Path directory) {
    Backups onDisk = Kevo.backups(directory.resolve("backups"));
    List<String> expected;
    try (Database database = Kevo.open(directory.resolve("db"), Databases.SMALL)) {
      assertEquals(List.of(), onDisk.list());
      fill(database, "key");
      onDisk.create(database);
      fill(database, "more");
      Backup second = onDisk.create(database);
      assertTrue(second.newBytes() < second.bytes());
      expected = content(database);
    }
    onDisk.restore(2, directory.resolve("restored"));
    try (Database database = Kevo.open(directory.resolve("restored"), Databases.SMALL)) {
      database.verify();
      assertEquals(expected, content(database));
    }
  }

  @Test
  void wrongCallsAreRefused() {
    try (Database database = Databases.open(files)) {
      assertThrows(IllegalArgumentException.class, () -> backups.verify(1));
      backups.create(database);
      assertThrows(IllegalArgumentException.class, () -> backups.verify(2));
      assertThrows(IllegalArgumentException.class, () -> backups.delete(2));
      assertThrows(IllegalArgumentException.class, () -> backups.keepLast(-1));
      assertThrows(IllegalArgumentException.class, () -> backups.restore(1, Databases.DIRECTORY));
    }
  }

  @Test
  void damageInAnyFileOfABackupIsFoundByVerifyAndRestore() {
    try (Database database = Databases.open(files)) {
      fill(database, "key");
      Databases.put(database, "logged", "x");
      backups.create(database);
    }
    DiskImage image = DiskImage.of(files, DIRECTORY);
    Random random = new Random(3);
    int damaged = 0;
    for (Path path : image.files().keySet()) {
      if (path.endsWith("LOCK")) {
        continue;
      }
      byte[] flipped = image.files().get(path).clone();
      flipped[random.nextInt(flipped.length)] ^= 4;
      byte[] cut = Arrays.copyOf(flipped, flipped.length - 1);
      List<DiskImage> images =
          new ArrayList<>(List.of(image.with(path, flipped), image.with(path, cut)));
      if (!path.toString().endsWith(".backup")) {
        images.add(image.without(path));
      }
      for (DiskImage broken : images) {
        MemoryFileSystem disk = broken.toMemory();
        Path target = Path.of("/restored");
        assertThrows(CorruptionException.class, () -> on(disk).verify(1), path.toString());
        assertThrows(CorruptionException.class, () -> on(disk).restore(1, target));
        assertFalse(disk.list(target).contains("CURRENT"));
        on(disk).delete(1);
        assertEquals(List.of(), on(disk).list());
        damaged++;
      }
    }
    System.out.println("damaged backups found: " + damaged);
  }

  @Test
  void everyByteOfABackupCounts() {
    try (Database database = Databases.open(files)) {
      Databases.put(database, "a", "1");
      database.flush();
      Databases.put(database, "b", "2");
      backups.create(database);
    }
    DiskImage image = DiskImage.of(files, DIRECTORY);
    for (Path path : image.files().keySet()) {
      if (path.endsWith("LOCK")) {
        continue;
      }
      byte[] bytes = image.files().get(path);
      for (int at = 0; at < bytes.length; at++) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << at % 8);
        for (byte[] damaged : List.of(flipped, Arrays.copyOf(bytes, at))) {
          MemoryFileSystem disk = image.with(path, damaged).toMemory();
          assertThrows(CorruptionException.class, () -> on(disk).verify(1), path + " at " + at);
        }
      }
    }
  }

  @Test
  void aFailedBackupDoesNotCountAndTheNextOneSucceeds() {
    FaultFileSystem faults = new FaultFileSystem(files);
    Backups failing = on(faults);
    int failed = 0;
    try (Database database = Databases.open(files)) {
      fill(database, "key");
      failing.create(database);
      for (int call = 0; call < 60; call++) {
        Databases.put(database, "call", "" + call);
        List<Backup> before = backups.list();
        faults.failAt(faults.calls() + call, FaultFileSystem.Fault.SHORT_WRITE, call % 2 == 0);
        try {
          failing.create(database);
        } catch (StorageException e) {
          failed++;
          List<Backup> after = backups.list();
          assertTrue(after.equals(before) || after.size() == before.size() + 1);
        }
        faults.heal();
        for (Backup backup : backups.list()) {
          backups.verify(backup.id());
        }
        backups.keepLast(2);
      }
      long id = failing.create(database).id();
      assertEquals(content(database), restored(files, backups, id));
    }
    System.out.println("backups that failed: " + failed);
    assertTrue(failed > 10, "only " + failed);
  }

  @Test
  void aPowerCutLeavesWholeBackupsOnly() {
    PowerLossFileSystem disk = new PowerLossFileSystem();
    List<List<String>> contents = new ArrayList<>();
    List<Integer> done = new ArrayList<>();
    try (Database database = Databases.open(disk)) {
      for (int i = 0; i < 3; i++) {
        fill(database, "part" + i);
        contents.add(content(database));
        on(disk).create(database);
        done.add(disk.position());
      }
    }
    int begun = done.get(1);
    int deleted;
    on(disk).delete(1);
    deleted = disk.position();
    int[] states = new int[1];
    PowerLoss loss = PowerLoss.of(disk.history(), new Random(1), 1);
    loss.visit(
        (moment, state) -> {
          if (moment < begun || states[0]++ % 7 != 0) {
            return;
          }
          MemoryFileSystem after = loss.image(state).toMemory();
          List<Long> ids = ids(on(after));
          assertTrue(ids.contains(2L), "moment " + moment);
          assertTrue(ids.contains(3L) || moment < done.get(2), "moment " + moment);
          assertFalse(ids.contains(1L) && moment >= deleted, "moment " + moment);
          for (long id : ids) {
            on(after).verify(id);
          }
          if (states[0] % 49 == 1) {
            assertEquals(contents.get(1), restored(after, on(after), 2));
          }
        });
    System.out.println("power cuts around backups: " + states[0]);
  }
}

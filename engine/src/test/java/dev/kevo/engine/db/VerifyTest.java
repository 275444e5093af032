package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.DIRECTORY;
import static dev.kevo.engine.db.Databases.SMALL;
import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Database;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Options;
import dev.kevo.engine.SortedLoad;
import dev.kevo.engine.Verification;
import dev.kevo.engine.io.DiskImage;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.MemoryFileSystem;
import dev.kevo.engine.key.RangeDelete;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.value.ValueUse;
import dev.kevo.engine.version.Manifest;
import dev.kevo.engine.version.Version;
import dev.kevo.engine.version.VersionEdit;
import dev.kevo.engine.version.VersionEdit.AddedRangeDelete;
import dev.kevo.engine.version.VersionEdit.AddedTable;
import dev.kevo.engine.version.VersionEdit.Change;
import dev.kevo.engine.version.VersionEdit.RemovedTable;
import dev.kevo.engine.version.VersionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class VerifyTest {
  private final MemoryFileSystem files = new MemoryFileSystem();

  /** An old table on a deep level, a newer one in level 0, a load, and a log. */
  private void fill() {
    try (Database database = Databases.open(files)) {
      for (int i = 0; i < 10; i++) {
        put(database, "key-" + i, "old");
      }
      database.compactRange(database.defaultKeyspace(), KeyRange.all());
      try (SortedLoad load = database.load(database.createKeyspace("second"))) {
        load.put(bytes("loaded"), bytes("value"));
        load.commit();
      }
      put(database, "key-5", "new");
      database.flush();
      put(database, "key-6", "logged");
    }
  }

  @Test
  void verifyTellsWhatItHasRead() {
    fill();
    try (Database database = Databases.open(files)) {
      put(database, "key-7", "logged");
      Verification all = database.verify();
      database.awaitCompactions();
      // Tables, one segment, the manifest and CURRENT.
      long tables = files.list(DIRECTORY).stream().filter(n -> n.endsWith(".sst")).count();
      assertEquals(tables + 3, all.files());
      assertTrue(all.entries() >= 13, all.toString());
      long bytes = 0;
      for (String name : files.list(DIRECTORY)) {
        if (name.endsWith(".sst")) {
          bytes += files.size(DIRECTORY.resolve(name));
        }
      }
      assertTrue(all.bytes() > bytes, all + " of " + bytes);
    }
  }

  /** Puts a manifest in force that says something else of the tables. */
  private void rewrite(UnaryOperator<List<Change>> change) {
    long number = Manifest.readCurrent(files, DIRECTORY);
    VersionSet versions = Manifest.read(files, DIRECTORY, number);
    VersionEdit edit = new VersionEdit(versions.nextFileNumber() + 1, changes(versions, change));
    VersionSet changed = versions.apply(edit);
    Manifest.create(files, DIRECTORY, versions.nextFileNumber() + 10, changed).close();
  }

  private static List<Change> changes(VersionSet versions, UnaryOperator<List<Change>> change) {
    List<Change> tables = new ArrayList<>();
    for (int level = 0; level < Version.LEVELS; level++) {
      for (TableMeta table : versions.keyspaces().get(0).version().level(level)) {
        tables.add(new AddedTable(0, level, table));
      }
    }
    return change.apply(tables);
  }

  private void assertFound(String fault) {
    try (Database database = Databases.open(files)) {
      CorruptionException e = assertThrows(CorruptionException.class, database::verify);
      assertTrue(String.valueOf(e.getMessage()).contains(fault), e.getMessage());
    }
  }

  private static AddedTable newest(List<Change> tables) {
    return (AddedTable) tables.get(0);
  }

  private static AddedTable oldest(List<Change> tables) {
    return (AddedTable) tables.get(tables.size() - 1);
  }

  @Test
  void aNewVersionBelowAnOldOneIsFound() {
    fill();
    rewrite(
        tables -> {
          AddedTable top = newest(tables);
          AddedTable deep = oldest(tables);
          assertTrue(top.level() < deep.level());
          return List.of(
              new RemovedTable(0, top.level(), top.table().fileNumber()),
              new RemovedTable(0, deep.level(), deep.table().fileNumber()),
              new AddedTable(0, deep.level(), top.table()),
              new AddedTable(0, 0, deep.table()));
        });
    assertFound("lies below version");
  }

  @Test
  void aTableThatIsNotWhatTheManifestSaysIsFound() {
    fill();
    rewrite(
        tables -> {
          AddedTable top = newest(tables);
          TableMeta meta = top.table();
          TableMeta wrong =
              new TableMeta(
                  meta.fileNumber(),
                  meta.bytes(),
                  meta.entries(),
                  meta.smallest(),
                  bytes("zzz"),
                  meta.minSequence(),
                  meta.maxSequence(),
                  meta.deletes(),
                  meta.cleanSequence(),
                  meta.loaded(),
                  meta.valueUses());
          return List.of(
              new RemovedTable(0, top.level(), meta.fileNumber()),
              new AddedTable(0, top.level(), wrong));
        });
    assertFound("is not what the manifest says of it");
  }

  @Test
  void referencesThatTheManifestDoesNotCountAreFound() {
    Options apart =
        Options.DEFAULT.withKeyspaceDefaults(KeyspaceOptions.DEFAULT.withLargeValueBytes(3));
    try (Database database = Databases.open(files, apart)) {
      put(database, "a", "large");
      put(database, "b", "large");
      database.flush();
    }
    rewrite(
        tables -> {
          AddedTable added = newest(tables);
          ValueUse use = added.table().valueUses().get(0);
          assertEquals(2, use.values());
          ValueUse less = new ValueUse(use.fileNumber(), 1, use.bytes() / 2);
          return List.of(
              new RemovedTable(0, added.level(), added.table().fileNumber()),
              new AddedTable(0, added.level(), added.table().withValueUses(List.of(less))));
        });
    assertFound("is not what the manifest says of it");
  }

  @Test
  void aRangeDeleteFromTheFutureIsFoundAtOpen() {
    fill();
    rewrite(
        tables ->
            List.of(new AddedRangeDelete(0, new RangeDelete(bytes("x"), bytes("y"), 1_000_000L))));
    CorruptionException e = assertThrows(CorruptionException.class, () -> Databases.open(files));
    assertTrue(String.valueOf(e.getMessage()).contains("a range delete"), e::getMessage);
  }

  @Test
  void aFlippedFilterIsFoundThoughNoReadNeedsIt() {
    fill();
    String table =
        files.list(DIRECTORY).stream()
            .filter(name -> FileNames.parse(name).isPresent() && name.endsWith(".sst"))
            .findFirst()
            .orElseThrow();
    DiskImage image = DiskImage.of(files, DIRECTORY);
    byte[] bytes = image.files().get(DIRECTORY.resolve(table)).clone();
    bytes[bytes.length / 2] ^= 1;
    MemoryFileSystem damaged = image.with(DIRECTORY.resolve(table), bytes).toMemory();
    assertThrows(
        CorruptionException.class,
        () -> {
          try (Database database = Databases.open(damaged, SMALL)) {
            database.verify();
          }
        });
  }
}

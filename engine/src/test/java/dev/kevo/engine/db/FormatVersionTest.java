package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.DIRECTORY;
import static dev.kevo.engine.db.Databases.open;
import static dev.kevo.engine.db.Databases.put;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Database;
import dev.kevo.engine.codec.BytesWriter;
import dev.kevo.engine.io.DiskImage;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.MemoryFileSystem;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.value.ValueFileMeta;
import dev.kevo.engine.wal.LogKind;
import dev.kevo.engine.wal.LogWriter;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Files of a newer format are refused when the database is opened, before anything is written. */
class FormatVersionTest {
  /** Where a log's header has its version. */
  private static final int LOG_VERSION_AT = 8;

  /** A database with a table and a log. */
  private static DiskImage database() {
    MemoryFileSystem files = new MemoryFileSystem();
    try (Database database = open(files)) {
      put(database, "a", "1");
      database.flush();
      put(database, "b", "2");
      return DiskImage.of(files, DIRECTORY);
    }
  }

  private static Path newest(DiskImage image, String part) {
    return image.files().keySet().stream()
        .filter(path -> path.getFileName().toString().contains(part))
        .max(Path::compareTo)
        .orElseThrow();
  }

  private static void assertRefusedUntouched(DiskImage image, String message) {
    MemoryFileSystem files = image.toMemory();
    CorruptionException e = assertThrows(CorruptionException.class, () -> open(files));
    assertTrue(e.getMessage().contains(message), e::getMessage);
    DiskImage after = DiskImage.of(files, DIRECTORY);
    assertEquals(image.files().keySet(), after.files().keySet());
    image
        .files()
        .forEach(
            (path, bytes) ->
                assertArrayEquals(bytes, after.files().get(path), () -> path.toString()));
  }

  @Test
  void aNewerLogIsRefused() {
    DiskImage image = database();
    Path log = newest(image, ".wal");
    byte[] bytes = image.files().get(log).clone();
    bytes[LOG_VERSION_AT]++;

    assertRefusedUntouched(image.with(log, bytes), "format version 2");
  }

  @Test
  void aNewerManifestIsRefused() {
    DiskImage image = database();
    Path manifest = newest(image, "MANIFEST-");
    byte[] bytes = image.files().get(manifest).clone();
    bytes[LOG_VERSION_AT]++;

    assertRefusedUntouched(image.with(manifest, bytes), "format version 2");
  }

  /** The database with a manifest of one edit. */
  private static DiskImage withManifest(Consumer<BytesWriter> edit) {
    FileSystem newer = new MemoryFileSystem();
    newer.createDirectories(DIRECTORY);
    DiskImage image = database();
    Path manifest = newest(image, "MANIFEST-");
    long number = Long.parseLong(manifest.toString().replaceAll(".*-", ""));
    try (LogWriter log = LogWriter.create(newer, manifest, LogKind.MANIFEST, number, 0)) {
      edit.accept(log.begin());
      log.end();
      log.write();
    }
    return image.with(manifest, DiskImage.of(newer, DIRECTORY).files().get(manifest));
  }

  @Test
  void newerTablesAreRefusedAtOpenToo() {
    int newer = TableMeta.FORMAT_VERSION + 1;

    assertRefusedUntouched(
        withManifest(edit -> edit.writeVarint32(newer)), "tables have format version " + newer);
  }

  @Test
  void newerValueFilesAreRefusedAtOpenToo() {
    int newer = ValueFileMeta.FORMAT_VERSION + 1;

    assertRefusedUntouched(
        withManifest(
            edit -> {
              edit.writeVarint32(TableMeta.FORMAT_VERSION);
              edit.writeVarint64(100);
              edit.writeByte(11); // A value file joins.
              edit.writeVarint32(newer);
            }),
        "value files have format version " + newer);
  }
}

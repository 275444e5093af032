package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.DIRECTORY;
import static dev.kevo.engine.db.Databases.SMALL;
import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.get;
import static dev.kevo.engine.db.Databases.open;
import static dev.kevo.engine.db.Databases.put;
import static dev.kevo.engine.db.Databases.scan;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kevo.engine.Database;
import dev.kevo.engine.DatabaseLockedException;
import dev.kevo.engine.DatabaseMissingException;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Options;
import dev.kevo.engine.ReadOnlyException;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.io.AppendFile;
import dev.kevo.engine.io.DirectoryLock;
import dev.kevo.engine.io.DiskImage;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.MemoryFileSystem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadOnlyTest {
  private static final Options READ_ONLY = SMALL.withReadOnly(true);

  /** A disk with a table and, in the log only, as many bytes as asked for. */
  private static DiskImage crashed(int logBytes) {
    MemoryFileSystem files = new MemoryFileSystem();
    Database database = open(files);
    put(database, "a", "old");
    put(database, "b", "flushed");
    Databases.flush(database, files);
    put(database, "a", "new");
    for (int i = 0; i < logBytes / 1000; i++) {
      put(database, "log-" + i, "v".repeat(1000));
    }
    return DiskImage.of(files, DIRECTORY);
  }

  private static void assertReadsAndChangesNothing(DiskImage before) {
    MemoryFileSystem files = before.toMemory();
    try (Database database = open(files, READ_ONLY)) {
      assertEquals("new", get(database, "a"));
      assertEquals("flushed", get(database, "b"));
      try (Snapshot snapshot = database.snapshot();
          Transaction transaction = database.begin()) {
        assertEquals("new", get(snapshot, database.defaultKeyspace(), "a"));
        assertEquals("new", get(transaction, database.defaultKeyspace(), "a"));
      }
      database.verify();
    }
    DiskImage after = DiskImage.of(files, DIRECTORY);
    assertEquals(before.files().keySet(), after.files().keySet());
    before
        .files()
        .forEach((path, content) -> assertArrayEquals(content, after.files().get(path), "" + path));
  }

  @Test
  void aReaderSeesTheLogAndWritesNoByte() {
    assertReadsAndChangesNothing(crashed(0));
  }

  @Test
  void aLogLargerThanAMemTableIsReadToo() {
    DiskImage image = crashed(60_000);

    assertReadsAndChangesNothing(image);
    try (Database database = open(image.toMemory(), READ_ONLY)) {
      assertEquals(62, scan(database, database.defaultKeyspace(), Scan.all()).size());
    }
  }

  @Test
  void everyKindOfWriteIsRefused() {
    try (Database database = open(crashed(0).toMemory(), READ_ONLY)) {
      Keyspace main = database.defaultKeyspace();

      assertThrows(ReadOnlyException.class, () -> put(database, "a", "x"));
      assertThrows(ReadOnlyException.class, () -> database.delete(main, bytes("a")));
      assertThrows(ReadOnlyException.class, () -> database.createKeyspace("other"));
      assertThrows(
          ReadOnlyException.class, () -> database.alterKeyspace(main, KeyspaceOptions.DEFAULT));
      assertThrows(ReadOnlyException.class, database::flush);
      assertThrows(ReadOnlyException.class, database::awaitCompactions);
      try (Transaction transaction = database.begin()) {
        assertThrows(ReadOnlyException.class, () -> transaction.put(main, bytes("a"), bytes("x")));
      }
      assertEquals("new", get(database, "a"));
    }
  }

  @Test
  void nothingIsCreatedWhereThereIsNoDatabase() {
    MemoryFileSystem files = new MemoryFileSystem();

    assertThrows(DatabaseMissingException.class, () -> open(files, READ_ONLY));

    assertFalse(files.exists(DIRECTORY));
  }

  @Test
  void readersShareADirectoryButNotWithAWriter() {
    MemoryFileSystem files = crashed(0).toMemory();
    try (Database one = open(files, READ_ONLY);
        Database two = open(files, READ_ONLY)) {
      assertEquals("new", get(one, "a"));
      assertEquals("new", get(two, "a"));
      assertThrows(DatabaseLockedException.class, () -> open(files));
    }
    try (Database writer = open(files)) {
      assertThrows(DatabaseLockedException.class, () -> open(files, READ_ONLY));
      put(writer, "a", "newest");
    }
    try (Database reader = open(files, READ_ONLY)) {
      assertEquals("newest", get(reader, "a"));
    }
  }

  @Test
  void noCallThatChangesADiskIsMade() {
    MemoryFileSystem files = crashed(60_000).toMemory();
    try (Database database = open(new NoChanges(files), READ_ONLY)) {
      assertEquals("new", get(database, "a"));
    }
    assertEquals(1, files.list(DIRECTORY).stream().filter(FileNames.CURRENT::equals).count());
  }

  /** Fails at every call that a disk without write permission would refuse. */
  private static final class NoChanges extends ForwardingFileSystem {
    NoChanges(FileSystem files) {
      super(files);
    }

    private static AssertionError refused(Path path) {
      return new AssertionError("a change of " + path);
    }

    @Override
    public void createDirectories(Path directory) {
      throw refused(directory);
    }

    @Override
    public AppendFile create(Path file) {
      throw refused(file);
    }

    @Override
    public void sync(Path file) {
      throw refused(file);
    }

    @Override
    public void rename(Path from, Path to) {
      throw refused(from);
    }

    @Override
    public void delete(Path file) {
      throw refused(file);
    }

    @Override
    public void syncDirectory(Path directory) {
      throw refused(directory);
    }

    @Override
    public DirectoryLock lock(Path lockFile) {
      throw refused(lockFile);
    }
  }
}

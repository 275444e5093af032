package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.put;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.Database;
import dev.kevo.engine.DatabaseFiles;
import dev.kevo.engine.DatabaseFiles.LogFile;
import dev.kevo.engine.DatabaseFiles.TableFile;
import dev.kevo.engine.DatabaseStats.RunningCompaction;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.io.AppendFile;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.MemoryFileSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FileListTest {
  /** Holds up who creates a table, once asked to. */
  private static final class Gate extends ForwardingFileSystem {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private volatile boolean closed;

    Gate(FileSystem files) {
      super(files);
    }

    @Override
    public AppendFile create(Path file) {
      if (closed && file.toString().endsWith(".sst")) {
        reached.countDown();
        try {
          assertTrue(open.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return super.create(file);
    }
  }

  private static String text(byte[] key) {
    return new String(key, UTF_8);
  }

  @Test
  void tablesAreListedWithWhatTheManifestKnowsOfThem() {
    FileSystem files = new MemoryFileSystem();
    try (Database database = Databases.open(files)) {
      assertEquals(List.of(), database.files().tables());
      Keyspace other = database.createKeyspace("other");
      put(database, "b", "1");
      put(database, "z", "2");
      database.put(other, bytes("k"), bytes("v"));
      database.flush();
      database.delete(database.defaultKeyspace(), bytes("z"));
      database.flush();

      List<TableFile> tables = database.files().tables();
      assertEquals(3, tables.size());
      assertEquals(1, tables.get(0).deletes());
      assertEquals("z", text(tables.get(0).smallestKey()));
      TableFile first = tables.get(1);
      assertEquals(database.defaultKeyspace().name(), first.keyspace());
      assertEquals("b z", text(first.smallestKey()) + " " + text(first.largestKey()));
      assertEquals(2, first.entries());
      assertEquals(0, first.deletes());
      assertEquals(0, first.level());
      assertTrue(first.oldestSequence() < first.newestSequence());
      Path file = Databases.DIRECTORY.resolve(FileNames.table(first.number()));
      assertEquals(files.size(file), first.bytes());
      assertEquals(files.lastModifiedMillis(file), first.writtenMillis());
      assertEquals("other", tables.get(2).keyspace());

      database.dropKeyspace("other");
      database.compactRange(database.defaultKeyspace(), KeyRange.all());
      List<TableFile> compacted = database.files().tables();
      assertEquals(1, compacted.size());
      assertEquals(0, compacted.get(0).deletes());
    }
  }

  @Test
  void logSegmentsSayWhetherARecoveryNeedsThem() {
    FileSystem files = new MemoryFileSystem();
    try (Database database = Databases.open(files, Databases.SMALL.withLogRetainedSegments(1))) {
      put(database, "a", "1");
      database.flush();
      put(database, "b", "1");
      DatabaseFiles listed = database.files();
      assertEquals(List.of(false, true), listed.log().stream().map(LogFile::needed).toList());
      assertTrue(listed.log().get(0).number() < listed.log().get(1).number());
      assertEquals(
          database.stats().log().bytes(), listed.log().get(1).bytes(), listed.log().toString());
    }
  }

  @Test
  void aCompactionIsSeenWhileItRuns() throws Exception {
    Gate files = new Gate(new MemoryFileSystem());
    try (Database database = Databases.open(files)) {
      assertEquals(List.of(), database.stats().compactions().running());
      put(database, "a", "1");
      database.flush();
      put(database, "a", "2");
      database.flush();
      files.closed = true;
      CompletableFuture<Void> compacted =
          CompletableFuture.runAsync(
              () -> database.compactRange(database.defaultKeyspace(), KeyRange.all()));
      assertTrue(files.reached.await(60, TimeUnit.SECONDS));
      RunningCompaction running = database.stats().compactions().running().get(0);
      assertEquals(database.defaultKeyspace().name(), running.keyspace());
      assertEquals(2, running.tables());
      assertEquals(0, running.level());
      assertTrue(running.bytes() > 0 && running.runMillis() >= 0);
      files.open.countDown();
      compacted.get(60, TimeUnit.SECONDS);
      assertFalse(database.files().tables().isEmpty());
      assertEquals(List.of(), database.stats().compactions().running());
    }
  }

  @Test
  void aClosedDatabaseListsNothing() {
    Database database = Databases.open(new MemoryFileSystem());
    database.close();
    assertThrows(ClosedException.class, database::files);
  }
}

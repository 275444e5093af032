package dev.kevo.engine.sstable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Slice;
import dev.kevo.engine.cache.BlockCache;
import dev.kevo.engine.io.AppendFile;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.MemoryFileSystem;
import dev.kevo.engine.iter.ConcatenatingIterator;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.key.KeyHash;
import dev.kevo.engine.key.Lookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TableCacheTest {
  private static final Path DIRECTORY = Path.of("/db");

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final BlockCache blocks = new BlockCache(1 << 20);
  private final TableCache cache = new TableCache(files, DIRECTORY, blocks, 2);

  @BeforeEach
  void createDirectory() {
    files.createDirectories(DIRECTORY);
  }

  @Test
  void onlySoManyTablesStayOpenAndAllAnswer() {
    List<Table> tables = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      tables.add(cache.table(write(i, "key" + i)));
    }
    for (int round = 0; round < 3; round++) {
      for (int i = 1; i <= 6; i++) {
        assertEquals("value of key" + i, get(tables.get(i - 1).reader(), "key" + i));
        assertTrue(cache.openTables() <= 2);
      }
    }
    assertSame(tables.get(0), cache.table(tables.get(0).meta()));
    cache.close();
  }

  @Test
  void readerHandedOutBeforeItsTableWasClosedGoesOn() {
    TableReader first = cache.table(write(1, "a")).reader();
    for (int i = 2; i <= 6; i++) {
      cache.table(write(i, "key" + i)).reader();
    }
    assertEquals("value of a", get(first, "a"));
    cache.close();
  }

  @Test
  void droppedTableLeavesTheCacheAndItsFileCanGo() {
    Table table = cache.table(write(1, "a"));
    get(table.reader(), "a");
    assertTrue(blocks.bytes() > 0);
    cache.drop(1);
    assertEquals(0, blocks.bytes());
    assertEquals(0, cache.openTables());
    files.delete(DIRECTORY.resolve(FileNames.table(1)));
    cache.drop(1);
  }

  @Test
  void threadsReadWhileTablesAndBlocksComeAndGo() throws InterruptedException {
    BlockCache small = new BlockCache(400);
    TableCache crowded = new TableCache(files, DIRECTORY, small, 2);
    List<Table> tables = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      tables.add(crowded.table(write(i, "key" + i)));
    }
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread[] threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      Random random = new Random(t);
      threads[t] =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 5_000; i++) {
                    int n = 1 + random.nextInt(8);
                    assertEquals("value of key" + n, get(tables.get(n - 1).reader(), "key" + n));
                  }
                } catch (Throwable e) {
                  failure.set(e);
                }
              });
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    crowded.close();
    assertNull(failure.get());
    assertEquals(0, small.bytes());
  }

  @Test
  void afterTheEndNoFileIsOpenedAgain() {
    Table read = cache.table(write(1, "a"));
    Table unread = cache.table(write(2, "b"));
    TableReader reader = read.reader();
    cache.close();

    assertThrows(ClosedException.class, () -> get(reader, "a"));
    assertThrows(ClosedException.class, read::reader);
    assertThrows(ClosedException.class, unread::reader);
    assertThrows(ClosedException.class, () -> cache.table(read.meta()).reader());
  }

  @Test
  void missingFileIsAnErrorThatNamesIt() {
    TableMeta meta = write(1, "a");
    files.delete(DIRECTORY.resolve(FileNames.table(1)));
    CorruptionException e =
        assertThrows(CorruptionException.class, () -> cache.table(meta).reader());
    assertTrue(e.getMessage().contains("000001.sst"), e.getMessage());
  }

  @Test
  void tablesOfALevelReadAsOne() {
    List<Table> tables = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      tables.add(cache.table(write(i, "key" + i)));
    }
    StringBuilder keys = new StringBuilder();
    try (EntryIterator entries = new ConcatenatingIterator(new TableParts(tables, true))) {
      for (boolean at = entries.seekToFirst(); at; at = entries.next()) {
        keys.append(entries.key()).append(' ');
      }
    }
    assertEquals("key1 key2 key3 key4 key5 ", keys.toString());
  }

  private TableMeta write(long number, String key) {
    try (AppendFile file = files.create(DIRECTORY.resolve(FileNames.table(number)))) {
      TableWriter writer = new TableWriter(file, number, KeyspaceOptions.DEFAULT);
      writer.add(
          new Slice(key.getBytes(UTF_8)),
          number,
          EntryKind.PUT,
          new Slice(("value of " + key).getBytes(UTF_8)));
      return writer.finish();
    }
  }

  private static String get(TableReader reader, String key) {
    Slice value = new Slice();
    byte[] bytes = key.getBytes(UTF_8);
    assertEquals(Lookup.FOUND, reader.get(bytes, KeyHash.of(bytes), 100, value));
    return value.toString();
  }
}

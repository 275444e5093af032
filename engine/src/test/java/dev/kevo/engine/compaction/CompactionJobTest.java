package dev.kevo.engine.compaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Compression;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Options;
import dev.kevo.engine.Scan;
import dev.kevo.engine.cache.BlockCache;
import dev.kevo.engine.io.MemoryFileSystem;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.iter.MergingIterator;
import dev.kevo.engine.iter.Visibility;
import dev.kevo.engine.iter.VisibleCursor;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.memtable.MemTable;
import dev.kevo.engine.model.EntryModel;
import dev.kevo.engine.sstable.TableCache;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.version.HistoryStart;
import dev.kevo.engine.version.Version;
import dev.kevo.engine.version.VersionEdit.KeptHistory;
import dev.kevo.engine.version.VersionEdit.RemovedTable;
import dev.kevo.engine.version.VersionEdit.TableChange;
import dev.kevo.engine.version.VersionSet.KeyspaceVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries are written "key@sequence=value", deletes "key@sequence". */
class CompactionJobTest {
  private static final Path DIRECTORY = Path.of("/db");
  private static final KeyspaceOptions OPTIONS =
      KeyspaceOptions.DEFAULT.withBlockBytes(512).withCompression(Compression.NONE);
  private static final long[] NO_SNAPSHOTS = {};

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final AtomicLong numbers = new AtomicLong();
  private final TableCache tables = new TableCache(files, DIRECTORY, new BlockCache(1 << 20), 100);
  private Version version = Version.EMPTY;

  @BeforeEach
  void createDirectory() {
    files.createDirectories(DIRECTORY);
  }

  @Test
  void newestVersionWinsAndOlderOnesGo() {
    flush(NO_SNAPSHOTS, "a@1=one", "b@2=two");
    flush(NO_SNAPSHOTS, "a@3=three");
    assertEquals("a@3=three b@2=two", compact(0, NO_SNAPSHOTS));
  }

  @Test
  void flushAlreadyDropsWhatNobodySees() {
    assertEquals("a@3=three", flush(NO_SNAPSHOTS, "a@1=one", "a@2", "a@3=three"));
  }

  @Test
  void snapshotKeepsTheVersionItSees() {
    flush(new long[] {2, 4, 5}, "a@1=one", "a@2=two", "a@3=three", "a@6=six");
    assertEquals("a@6=six a@3=three a@2=two", contents(0));
    assertEquals("a@6=six a@3=three", compact(0, new long[] {5}));
    assertEquals("a@6=six", compact(1, new long[] {6}));
  }

  @Test
  void deletedKeyStaysHiddenAfterCompaction() {
    flush(NO_SNAPSHOTS, "a@1=one", "b@2=two");
    compact(0, NO_SNAPSHOTS);
    compact(1, NO_SNAPSHOTS);
    flush(NO_SNAPSHOTS, "a@3");
    assertEquals("a@3", compact(0, NO_SNAPSHOTS));
    // Level 2 still holds the key: only with it may the delete go.
    assertEquals("b@2=two", compact(1, NO_SNAPSHOTS));
  }

  @Test
  void deleteGoesWhereNothingDeeperHoldsItsKey() {
    assertEquals("", flush(NO_SNAPSHOTS, "a@1=one", "a@2"));
    flush(NO_SNAPSHOTS, "m@3=three");
    assertEquals("a@4", flush(new long[] {3}, "a@4"));
    assertEquals("m@3=three", compact(0, NO_SNAPSHOTS));
  }

  @Test
  void deleteThatAnOlderSnapshotDoesNotSeeStaysWithWhatItHides() {
    flush(new long[] {1}, "a@1=one", "a@2");
    assertEquals("a@2 a@1=one", compact(0, new long[] {1}));
    assertEquals("", compact(1, new long[] {2}));
  }

  @Test
  void outputIsSplitBetweenKeysOnly() {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      entries.add(String.format("key%03d@%d=%s", i / 20, 3_000 - i, "some value " + i));
    }
    long[] all = new long[3_001];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    flush(all, entries.toArray(new String[0]));
    compact(0, all);
    List<TableMeta> level = version.level(1);
    assertTrue(level.size() > 5, level + "");
    assertEquals(2_000, level.stream().mapToLong(TableMeta::entries).sum());
    for (TableMeta table : level) {
      tables.table(table).reader().verify(tables.values());
    }
  }

  @Test
  void cancelledCompactionLeavesNoFile() {
    String[] entries = new String[5_000];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = "key" + i + "@" + i + "=value";
    }
    flush(NO_SNAPSHOTS, entries);
    List<String> before = files.list(DIRECTORY);
    int[] asked = new int[1];
    Compaction compaction = CompactionPicker.wholeLevel(version, 0).orElseThrow();
    assertThrows(
        CancellationException.class,
        () -> job().run(compaction, keyspace(), readers(NO_SNAPSHOTS), () -> ++asked[0] == 3));
    assertEquals(before, files.list(DIRECTORY));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everySnapshotReadsTheSameAfterAnyFlushesAndCompactions(long seed) {
    Random random = new Random(seed);
    EntryModel model = new EntryModel();
    List<Long> snapshots = new ArrayList<>();
    long sequence = 0;
    for (int round = 0; round < 25; round++) {
      MemTable memTable = new MemTable();
      for (int i = 0; i < 120; i++) {
        sequence++;
        byte[] key = EntryModel.randomKey(random, 60, seed);
        EntryKind kind = random.nextInt(3) == 0 ? EntryKind.DELETE : EntryKind.PUT;
        byte[] value = ("v" + sequence).getBytes(UTF_8);
        model.add(key, sequence, kind, value);
        memTable.add(key, sequence, kind, value);
        if (random.nextInt(60) == 0) {
          snapshots.add(sequence);
        }
      }
      if (!snapshots.isEmpty() && random.nextBoolean()) {
        snapshots.remove(random.nextInt(snapshots.size()));
      }
      long[] live = snapshots.stream().mapToLong(Long::longValue).toArray();
      install(
          new FlushJob(files, DIRECTORY, numbers::incrementAndGet)
              .run(List.of(memTable), OPTIONS, version, readers(live)));
      if (random.nextBoolean()) {
        int level = random.nextInt(3);
        if (!version.level(level).isEmpty()) {
          compact(level, live);
        }
      }
      for (long snapshot : live) {
        checkSnapshot(model, snapshot);
      }
      checkSnapshot(model, sequence);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everySequenceSinceTheHistoryStartReadsTheSame(long seed) {
    Random random = new Random(seed);
    EntryModel model = new EntryModel();
    long sequence = 0;
    long start = 0;
    for (int round = 0; round < 25; round++) {
      long before = sequence;
      MemTable memTable = new MemTable();
      for (int i = 0; i < 60; i++) {
        sequence++;
        byte[] key = EntryModel.randomKey(random, 20, seed);
        EntryKind kind = random.nextInt(3) == 0 ? EntryKind.DELETE : EntryKind.PUT;
        byte[] value = ("v" + sequence).getBytes(UTF_8);
        model.add(key, sequence, kind, value);
        memTable.add(key, sequence, kind, value);
      }
      if (random.nextBoolean()) {
        boolean kept = version.history().isKept();
        start = kept ? start + random.nextInt((int) (sequence - start)) : before;
        version = version.with(List.of(new KeptHistory(0, new HistoryStart(start, start))));
      }
      install(
          new FlushJob(files, DIRECTORY, numbers::incrementAndGet)
              .run(List.of(memTable), OPTIONS, version, readers(sequence)));
      int level = random.nextInt(3);
      if (!version.level(level).isEmpty()) {
        compact(level, new long[] {sequence});
      }
      for (int i = 0; i < 10; i++) {
        long held = version.history().isKept() ? start : sequence;
        checkSnapshot(model, held + (long) (random.nextDouble() * (sequence - held + 1)));
      }
    }
  }

  @Test
  void whatTheHistoryStartDoesNotSeeIsLeftOut() {
    version = version.with(List.of(new KeptHistory(0, new HistoryStart(5, 0))));
    flush(new long[] {9}, "a@1=1", "a@4=4", "a@6=6", "a@9=9", "b@3", "c@7");
    assertEquals("a@9=9 a@6=6 a@4=4 c@7", compact(0, new long[] {9}));
  }

  private void checkSnapshot(EntryModel model, long snapshot) {
    List<Map.Entry<byte[], byte[]>> expected = model.visible(snapshot);
    List<EntryIterator> sources = new ArrayList<>();
    for (List<TableMeta> level : version.levels()) {
      level.forEach(table -> sources.add(tables.table(table).iterator()));
    }
    try (Cursor cursor =
        new VisibleCursor(
            MergingIterator.of(sources),
            Scan.all(),
            Visibility.committed(snapshot),
            null,
            null,
            () -> {})) {
      for (Map.Entry<byte[], byte[]> entry : expected) {
        assertTrue(cursor.next());
        assertArrayEquals(entry.getKey(), cursor.key().toByteArray());
        assertArrayEquals(entry.getValue(), cursor.value().toByteArray());
      }
      assertEquals(false, cursor.next());
    }
  }

  /** Flushes the entries and returns what was kept of them. */
  private String flush(long[] snapshots, String... entries) {
    MemTable memTable = new MemTable();
    for (String entry : entries) {
      String[] parts = entry.split("[@=]", -1);
      memTable.add(
          parts[0].getBytes(UTF_8),
          Long.parseLong(parts[1]),
          parts.length == 2 ? EntryKind.DELETE : EntryKind.PUT,
          parts.length == 2 ? new byte[0] : parts[2].getBytes(UTF_8));
    }
    Written written =
        new FlushJob(files, DIRECTORY, numbers::incrementAndGet)
            .run(List.of(memTable), OPTIONS, version, readers(snapshots));
    install(written);
    return contents(written.tables());
  }

  private void install(Written flushed) {
    version = version.with(flushed.changes(0, 0));
  }

  private Readers readers(long... snapshots) {
    return Readers.of(version, snapshots);
  }

  private KeyspaceVersion keyspace() {
    return new KeyspaceVersion(0, "keyspace", OPTIONS, version, false);
  }

  private CompactionJob job() {
    return new CompactionJob(
        files, DIRECTORY, tables, numbers::incrementAndGet, 4_096, RateLimit.of(Options.DEFAULT));
  }

  /** Compacts a whole level into the next one and returns that one's entries. */
  private String compact(int level, long[] snapshots) {
    Compaction compaction = CompactionPicker.wholeLevel(version, level).orElseThrow();
    Written result = job().run(compaction, keyspace(), readers(snapshots), () -> false);
    List<TableChange> changes = new ArrayList<>();
    compaction.upper().forEach(t -> changes.add(new RemovedTable(0, level, t.fileNumber())));
    compaction.lower().forEach(t -> changes.add(new RemovedTable(0, level + 1, t.fileNumber())));
    changes.addAll(result.changes(0, level + 1));
    version = version.with(changes);
    return contents(level + 1);
  }

  private String contents(int level) {
    return contents(version.level(level));
  }

  private String contents(List<TableMeta> metas) {
    List<String> found = new ArrayList<>();
    for (TableMeta meta : metas) {
      try (EntryIterator entries = tables.table(meta).iterator()) {
        for (boolean at = entries.seekToFirst(); at; at = entries.next()) {
          String entry = entries.key() + "@" + entries.sequence();
          found.add(entries.isDelete() ? entry : entry + "=" + entries.value());
        }
      }
    }
    return String.join(" ", found);
  }
}

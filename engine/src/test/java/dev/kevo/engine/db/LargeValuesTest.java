package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.DIRECTORY;
import static dev.kevo.engine.db.Databases.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Backups;
import dev.kevo.engine.CompactionStyle;
import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.DatabaseFiles.ValuesFile;
import dev.kevo.engine.DatabaseStats.ValueStats;
import dev.kevo.engine.EntryFilter;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Options;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.SortedLoad;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.engine.backup.BackupDirectory;
import dev.kevo.engine.io.DiskImage;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.MemoryFileSystem;
import dev.kevo.engine.io.ReadFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are kept apart from the tables. */
class LargeValuesTest {
  private static final int LARGE = 1000;
  private static final KeyspaceOptions APART = KeyspaceOptions.DEFAULT.withLargeValueBytes(LARGE);

  /** One MemTable that is never full, so that the tests say when it is flushed. */
  private static final Options OPTIONS =
      Options.DEFAULT.withMemTableBytesMax(8 << 20).withKeyspaceDefaults(APART);

  private final MemoryFileSystem files = new MemoryFileSystem();

  /** A value that does not compress. */
  private static byte[] value(int seed, int length) {
    byte[] value = new byte[length];
    new Random(seed).nextBytes(value);
    return value;
  }

  private static byte[] key(int number) {
    return bytes(String.format("key-%04d", number));
  }

  private static void putAll(Database database, int from, int to, int seed) {
    for (int i = from; i < to; i++) {
      database.put(database.defaultKeyspace(), key(i), value(seed + i, LARGE));
    }
  }

  private static ValueStats stats(Database database) {
    return database.stats().keyspaces().get(0).values();
  }

  private static void compact(Database database) {
    database.compactRange(database.defaultKeyspace(), KeyRange.all());
  }

  private List<String> valueFiles() {
    return valueFiles(files, DIRECTORY);
  }

  private static List<String> valueFiles(FileSystem files, Path directory) {
    return files.list(directory).stream().filter(name -> name.endsWith(".val")).sorted().toList();
  }

  private static void assertAll(Database database, int from, int to, int seed) {
    List<byte[]> keys = new ArrayList<>();
    for (int i = from; i < to; i++) {
      keys.add(key(i));
      assertArrayEquals(
          value(seed + i, LARGE), database.get(database.defaultKeyspace(), key(i)), "key " + i);
    }
    List<byte[]> values = database.multiGet(database.defaultKeyspace(), keys);
    for (boolean reversed : new boolean[] {false, true}) {
      Scan scan = Scan.of(new KeyRange(key(from), key(to))).withReversed(reversed);
      int seen = 0;
      try (Cursor cursor = database.scan(database.defaultKeyspace(), scan)) {
        while (cursor.next()) {
          int i = reversed ? to - 1 - seen : from + seen;
          assertArrayEquals(key(i), cursor.key().toByteArray());
          assertArrayEquals(values.get(i - from), cursor.value().toByteArray());
          assertArrayEquals(value(seed + i, LARGE), cursor.value().toByteArray());
          seen++;
        }
      }
      assertEquals(to - from, seen);
    }
  }

  @Test
  void valuesOfTheSizeAndMoreLieApartAndAreReadByEveryReader() {
    try (Database database = Databases.open(files, OPTIONS)) {
      Keyspace main = database.defaultKeyspace();
      putAll(database, 0, 20, 1);
      database.put(main, bytes("a"), value(7, LARGE - 1));
      database.flush();

      assertEquals(20, stats(database).liveValues());
      assertEquals(1, valueFiles().size());
      assertAll(database, 0, 20, 1);
      assertArrayEquals(value(7, LARGE - 1), database.get(main, bytes("a")));
      try (Transaction transaction = database.begin(TransactionOptions.DEFAULT)) {
        transaction.put(main, key(0), value(99, LARGE));
        assertArrayEquals(value(99, LARGE), transaction.get(main, key(0)));
        assertArrayEquals(value(2, LARGE), transaction.getForUpdate(main, key(1)));
      }
      database.verify();
    }
    try (Database database = Databases.open(files, OPTIONS)) {
      assertAll(database, 0, 20, 1);
      assertEquals(20, stats(database).liveValues());
    }
    try (Database database = Databases.open(files, OPTIONS.withReadOnly(true))) {
      assertAll(database, 0, 20, 1);
      database.verify();
    }
  }

  @Test
  void compactionHandsReferencesOn() {
    try (Database database = Databases.open(files, OPTIONS)) {
      for (int i = 0; i < 3; i++) {
        for (int j = i; j < 60; j += 3) {
          database.put(database.defaultKeyspace(), key(j), value(1 + j, LARGE));
        }
        database.flush();
      }
      List<String> before = valueFiles();
      compact(database);

      assertEquals(before, valueFiles());
      assertTrue(database.stats().compactions().count() > 0);
      assertTrue(database.stats().compactions().bytesWritten() < 60 * LARGE / 4);
      assertAll(database, 0, 60, 1);
      database.verify();
    }
  }

  @Test
  void aFileThatNothingRefersToIsDeleted() {
    try (Database database = Databases.open(files, OPTIONS)) {
      putAll(database, 0, 20, 1);
      database.flush();
      List<String> old = valueFiles();
      putAll(database, 0, 20, 100);
      database.flush();
      compact(database);
      database.awaitCompactions();

      assertEquals(1, valueFiles().size());
      assertNotEquals(old, valueFiles());
      assertAll(database, 0, 20, 100);
      database.verify();
    }
  }

  @Test
  void valuesLeaveAFileThatIsMostlyGarbageWhenAMergeMeetsThem() {
    try (Database database = Databases.open(files, OPTIONS)) {
      putAll(database, 0, 20, 1);
      database.flush();
      String old = valueFiles().get(0);
      // The merge that finds the garbage counts it; the next one carries the rest away.
      for (int round = 0; round < 2; round++) {
        putAll(database, 0, 12, 100);
        database.flush();
        compact(database);
        if (round == 0) {
          ValuesFile file = database.files().values().get(0);
          assertEquals(20, file.values());
          assertEquals(8, file.liveValues());
          assertTrue(file.liveBytes() < file.bytes() / 2);
        }
      }
      database.awaitCompactions();

      assertFalse(valueFiles().contains(old));
      assertAll(database, 0, 12, 100);
      assertAll(database, 12, 20, 1);
      assertEquals(20, stats(database).liveValues());
      database.verify();
    }
  }

  @Test
  void valuesComeBackToTablesOnceTheOptionIsOff() {
    try (Database database = Databases.open(files, OPTIONS)) {
      putAll(database, 0, 20, 1);
      database.flush();
      database.alterKeyspace(database.defaultKeyspace(), KeyspaceOptions.DEFAULT);
      for (int round = 0; round < 2; round++) {
        putAll(database, 0, 12, 100);
        database.flush();
        compact(database);
      }
      database.awaitCompactions();

      assertEquals(new ValueStats(0, 0, 0, 0), stats(database));
      assertEquals(List.of(), valueFiles());
      assertAll(database, 0, 12, 100);
      assertAll(database, 12, 20, 1);
    }
  }

  @Test
  void valuesGoApartWhenTheirTablesAreMerged() {
    try (Database database =
        Databases.open(files, OPTIONS.withKeyspaceDefaults(KeyspaceOptions.DEFAULT))) {
      putAll(database, 0, 20, 1);
      database.flush();
      database.alterKeyspace(database.defaultKeyspace(), APART);
      putAll(database, 5, 6, 1);
      database.flush();
      compact(database);

      assertEquals(20, stats(database).liveValues());
      assertAll(database, 0, 20, 1);
    }
  }

  @Test
  void rangeDeletesAndDroppedKeyspacesFreeTheirValues() {
    try (Database database = Databases.open(files, OPTIONS)) {
      putAll(database, 0, 20, 1);
      Keyspace other = database.createKeyspace("other");
      database.put(other, key(0), value(0, LARGE));
      database.flush();
      assertEquals(2, valueFiles().size());
      database.deleteRange(database.defaultKeyspace(), KeyRange.all());
      database.flush();
      database.awaitCompactions();
      assertEquals(1, valueFiles().size());
      database.dropKeyspace("other");
      database.awaitCompactions();
      assertEquals(List.of(), valueFiles());
    }
  }

  @Test
  void aFifoKeyspaceCountsItsLargeValues() {
    KeyspaceOptions fifo =
        APART.withCompactionStyle(CompactionStyle.FIFO).withFifoBytesMax(25 * LARGE);
    try (Database database = Databases.open(files, OPTIONS.withKeyspaceDefaults(fifo))) {
      for (int i = 0; i < 4; i++) {
        putAll(database, 10 * i, 10 * i + 10, 1);
        database.flush();
      }
      database.awaitCompactions();

      assertEquals(2, valueFiles().size());
      assertAll(database, 20, 40, 1);
    }
  }

  @Test
  void aCursorAndASnapshotKeepTheValuesThatTheyCanRead() {
    try (Database database = Databases.open(files, OPTIONS)) {
      Keyspace main = database.defaultKeyspace();
      putAll(database, 0, 10, 1);
      database.flush();
      Snapshot snapshot = database.snapshot();
      Cursor cursor = database.scan(main, Scan.all());
      for (int round = 0; round < 3; round++) {
        putAll(database, 0, 10, 100);
        database.flush();
        compact(database);
      }
      for (int i = 0; i < 10; i++) {
        assertTrue(cursor.next());
        assertArrayEquals(value(1 + i, LARGE), cursor.value().toByteArray());
        assertArrayEquals(value(1 + i, LARGE), snapshot.get(main, key(i)));
      }
      cursor.close();
      snapshot.close();
      putAll(database, 0, 10, 100);
      database.flush();
      compact(database);
      database.awaitCompactions();
      assertEquals(1, valueFiles().size());
    }
  }

  @Test
  void aSortedLoadKeepsLargeValuesApart() {
    try (Database database = Databases.open(files, OPTIONS)) {
      try (SortedLoad load = database.load(database.defaultKeyspace())) {
        for (int i = 0; i < 30; i++) {
          load.put(key(i), value(1 + i, LARGE));
        }
        load.commit();
      }
      assertEquals(30, stats(database).liveValues());
      assertAll(database, 0, 30, 1);
      database.load(database.defaultKeyspace()).close();
      try (SortedLoad load = database.load(database.defaultKeyspace())) {
        load.put(key(0), value(0, LARGE));
      }
      assertEquals(1, valueFiles().size(), "a load that was given up left its values");
      database.verify();
    }
  }

  @Test
  void copiesHoldTheValuesAndShareTheirFiles() {
    Backups backups = new BackupDirectory(files, Path.of("/backups"), () -> Instant.EPOCH);
    Path copy = Path.of("/copy");
    try (Database database = Databases.open(files, OPTIONS)) {
      putAll(database, 0, 20, 1);
      database.flush();
      backups.create(database);
      putAll(database, 20, 22, 1);
      backups.create(database);
      database.checkpoint(copy);
    }
    assertEquals(1, valueFiles(files, copy).size());
    assertEquals(
        1, files.list(Path.of("/backups")).stream().filter(n -> n.endsWith(".val")).count());
    try (Database database = KevoDatabase.open(files, copy, OPTIONS)) {
      assertAll(database, 0, 22, 1);
      database.verify();
    }
    Path restored = Path.of("/restored");
    backups.verify(2);
    backups.restore(2, restored);
    try (Database database = KevoDatabase.open(files, restored, OPTIONS)) {
      assertAll(database, 0, 22, 1);
    }
  }

  @Test
  void aFileThatNoTableOfTheManifestRefersToIsDeletedAtOpen() {
    Databases.open(files, OPTIONS).close();
    files.create(DIRECTORY.resolve("000777.val")).close();
    Databases.open(files, OPTIONS).close();
    assertEquals(List.of(), valueFiles());
  }

  @Test
  void estimatesCountLargeValues() {
    try (Database database = Databases.open(files, OPTIONS)) {
      putAll(database, 0, 20, 1);
      database.flush();
      long all = database.estimate(database.defaultKeyspace(), KeyRange.all()).bytes();
      assertTrue(all >= 20 * LARGE && all < 25 * LARGE, "" + all);
    }
  }

  /** Counts the reads of value files. */
  private static final class CountingFileSystem extends ForwardingFileSystem {
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    private CountingFileSystem(FileSystem files) {
      super(files);
    }

    @Override
    public ReadFile openRead(Path path) {
      ReadFile file = super.openRead(path);
      if (!path.toString().endsWith(".val")) {
        return file;
      }
      open.incrementAndGet();
      return new ReadFile() {
        @Override
        public long size() {
          return file.size();
        }

        @Override
        public void read(long position, byte[] into, int offset, int length) {
          reads.incrementAndGet();
          file.read(position, into, offset, length);
        }

        @Override
        public void close() {
          open.decrementAndGet();
          file.close();
        }
      };
    }
  }

  @Test
  void onlyValuesThatAreAskedForAreRead() {
    CountingFileSystem counting = new CountingFileSystem(files);
    try (Database database = Databases.open(counting, OPTIONS)) {
      Snapshot first = database.snapshot();
      putAll(database, 0, 10, 1);
      Snapshot second = database.snapshot();
      putAll(database, 0, 10, 100);
      database.flush();
      for (boolean reversed : new boolean[] {false, true}) {
        Scan scan = Scan.all().withReversed(reversed);
        assertEquals(10, count(database, scan.withKeysOnly(true), false));
        assertEquals(10, count(database, scan, false));
        assertEquals(0, counting.reads.getAndSet(0));
        EntryFilter two = EntryFilter.keySuffix(bytes("2"));
        assertEquals(1, count(database, scan.withFilter(two), true));
        assertEquals(1, counting.reads.getAndSet(0), "of ten values of two versions each");
        EntryFilter prefix = EntryFilter.valuePrefix(value(103, 8));
        assertEquals(1, count(database, scan.withFilter(prefix), true));
        assertEquals(10, counting.reads.getAndSet(0));
      }
      second.close();
      first.close();
    }
    assertEquals(0, counting.open.get());
  }

  private static int count(Database database, Scan scan, boolean values) {
    int count = 0;
    try (Cursor cursor = database.scan(database.defaultKeyspace(), scan)) {
      while (cursor.next()) {
        count++;
        if (values) {
          // A value is read once, however often it is asked for.
          assertEquals(LARGE, cursor.value().length());
          assertEquals(LARGE, cursor.value().length());
        }
      }
    }
    return count;
  }

  @Test
  void onlySoManyValueFilesStayOpenAndNoneAfterClose() {
    CountingFileSystem counting = new CountingFileSystem(files);
    for (int round = 0; round < 50; round++) {
      try (Database database = Databases.open(counting, OPTIONS.withOpenTablesMax(2))) {
        if (round < 6) {
          putAll(database, round, round + 1, 1);
          database.flush();
        }
        for (int i = 0; i < Math.min(6, round); i++) {
          assertArrayEquals(value(1 + i, LARGE), database.get(database.defaultKeyspace(), key(i)));
          assertTrue(counting.open.get() <= 2);
        }
      }
      assertEquals(0, counting.open.get());
    }
  }

  private DiskImage closedDatabase() {
    try (Database database = Databases.open(files, OPTIONS)) {
      putAll(database, 0, 10, 1);
      database.flush();
      putAll(database, 0, 5, 100);
      database.flush();
      compact(database);
    }
    return DiskImage.of(files, DIRECTORY).without(DIRECTORY.resolve("LOCK"));
  }

  @Test
  void aMissingFileAndOneOfAnotherSizeAreRefusedAtOpen() {
    DiskImage image = closedDatabase();
    Path path = DIRECTORY.resolve(valueFiles().get(0));
    byte[] content = Objects.requireNonNull(image.files().get(path));
    DiskImage shorter = image.with(path, Arrays.copyOf(content, content.length - 1));
    for (DiskImage damaged : List.of(image.without(path), shorter)) {
      MemoryFileSystem damagedFiles = damaged.toMemory();
      CorruptionException e =
          assertThrows(CorruptionException.class, () -> Databases.open(damagedFiles, OPTIONS));
      assertTrue(e.getMessage().contains(path.toString()), e::getMessage);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 500, LARGE + 500, 5 * LARGE + 500})
  void damageIsFoundByVerifyInGarbageToo(int at) {
    DiskImage image = closedDatabase();
    Path path = DIRECTORY.resolve(valueFiles().get(0));
    byte[] damaged = image.files().get(path).clone();
    damaged[at] ^= 4;
    try (Database database = Databases.open(image.with(path, damaged).toMemory(), OPTIONS)) {
      CorruptionException e = assertThrows(CorruptionException.class, database::verify);
      assertTrue(e.getMessage().contains(valueFiles().get(0)), e::getMessage);
      boolean live = at > 5 * LARGE;
      if (live) {
        CorruptionException read =
            assertThrows(
                CorruptionException.class,
                () -> database.get(database.defaultKeyspace(), key(5), new Slice()));
        assertTrue(read.getMessage().contains(" at offset "), read::getMessage);
      }
    }
  }
}

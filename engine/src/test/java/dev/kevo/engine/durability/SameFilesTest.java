package dev.kevo.engine.durability;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.CompactionStyle;
import dev.kevo.engine.Database;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Options;
import dev.kevo.engine.io.DiskImage;
import dev.kevo.engine.io.MemoryFileSystem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same operations leave the same files, byte for byte, if each waits for the background work of
 * those before: nothing on disk depends on the time, on addresses or on the order of hashes. So a
 * seed that failed can be looked at in its files.
 */
class SameFilesTest {
  private static final long SEED = Long.getLong("kevo.seed", 20260101);
  private static final int COMMITS = 120;

  private static void settle(Database database) {
    database.flush();
    database.awaitCompactions();
  }

  private static DiskImage run(CompactionStyle style) {
    CommitWorkload workload = new CommitWorkload(SEED, COMMITS, 300);
    Options options =
        TestDatabases.SMALL
            .withMemTableBytesMax(1 << 20) // None is full before it is flushed.
            .withKeyspaceDefaults(
                TestDatabases.SMALL.keyspaceDefaults().withCompactionStyle(style));
    MemoryFileSystem files = new MemoryFileSystem();
    for (int number = 1; number <= COMMITS; ) {
      try (Database database = TestDatabases.open(files, options)) {
        database.createKeyspace(CommitWorkload.SECOND);
        for (int end = Math.min(COMMITS, number + 39); number <= end; number++) {
          workload.commit(database, number);
          settle(database);
          if (number % 30 == 0) {
            database.compactRange(database.defaultKeyspace(), KeyRange.all());
            database.createKeyspace("T" + number);
            database.dropKeyspace("T" + number);
          }
        }
        assertTrue(database.stats().flushes().count() > 3);
      }
    }
    return DiskImage.of(files, TestDatabases.DIRECTORY);
  }

  @ParameterizedTest
  @EnumSource(CompactionStyle.class)
  void theSameOperationsLeaveTheSameFiles(CompactionStyle style) {
    DiskImage first = run(style);
    for (int round = 0; round < 3; round++) {
      DiskImage again = run(style);
      assertEquals(first.files().keySet(), again.files().keySet());
      again
          .files()
          .forEach((path, bytes) -> assertArrayEquals(first.files().get(path), bytes, "" + path));
    }
  }
}

package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.open;
import static dev.kevo.engine.db.Databases.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kevo.engine.Database;
import dev.kevo.engine.Durability;
import dev.kevo.engine.Options;
import dev.kevo.engine.io.MemoryFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DurabilityTest {
  private static final long HOUR_MILLIS = 3_600_000;

  private static Database openWith(Durability durability, long bytes, long millis) {
    Options options =
        Options.DEFAULT
            .withDurability(durability)
            .withSyncBatchBytes(bytes)
            .withSyncBatchMillis(millis);
    return open(new MemoryFileSystem(), options);
  }

  private static long syncsOf(Database database, int commits) {
    long before = database.stats().log().syncs();
    for (int i = 0; i < commits; i++) {
      put(database, "key" + i, "v".repeat(100));
    }
    return database.stats().log().syncs() - before;
  }

  @Test
  void immediateSyncsEveryCommit() {
    try (Database database = openWith(Durability.IMMEDIATE, 1, HOUR_MILLIS)) {
      assertEquals(50, syncsOf(database, 50));
    }
  }

  @Test
  void noneLeavesSyncingToTheSystem() {
    try (Database database = openWith(Durability.NONE, 1, 1)) {
      assertEquals(0, syncsOf(database, 50));
    }
  }

  @Test
  void batchSyncsAfterSoManyBytes() {
    try (Database database = openWith(Durability.BATCH, 1500, HOUR_MILLIS)) {
      // A record of 100 bytes of value takes some 140.
      assertEquals(4, syncsOf(database, 50));
    }
  }

  @Test
  void batchSyncsAnIdleDatabaseAfterTheInterval() {
    try (Database database = openWith(Durability.BATCH, Long.MAX_VALUE, 5)) {
      for (int round = 0; round < 3; round++) {
        long before = database.stats().log().syncs();
        put(database, "key", "value");
        while (database.stats().log().syncs() == before) {
          Thread.onSpinWait();
        }
      }
    }
  }

  @Test
  void anIntervalOutOfRangeIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> Options.DEFAULT.withSyncBatchMillis(HOUR_MILLIS + 1));
    assertThrows(IllegalArgumentException.class, () -> Options.DEFAULT.withSyncBatchMillis(0));
  }
}

package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.DatabaseStats.MemoryStats;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.LimitExceededException;
import dev.kevo.engine.Options;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.io.MemoryFileSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private static final long MEM_TABLE_BYTES = 64 << 10;
  private static final long BYTES_MAX = Options.MEM_TABLES * MEM_TABLE_BYTES + (1 << 20);
  private static final Options LIMITED =
      Options.DEFAULT.withMemTableBytesMax(MEM_TABLE_BYTES).withMemoryBytesMax(BYTES_MAX);

  private static byte[] key(int number) {
    return bytes(String.format("key-%06d", number));
  }

  private static void fill(Database database, int keys) {
    Keyspace main = database.defaultKeyspace();
    byte[] value = new byte[200];
    Random random = new Random(1);
    for (int i = 0; i < keys; i++) {
      random.nextBytes(value);
      database.put(main, key(i), value);
    }
  }

  /** One commit may come on top of the MemTables, and cursors are charged a little too little. */
  private static void assertHeld(Database database) {
    MemoryStats memory = database.stats().memory();
    assertTrue(memory.bytes() <= BYTES_MAX + 4096, memory::toString);
    assertTrue(memory.tableBytes() > 0, memory::toString);
  }

  @Test
  void memTablesBlocksTablesAndCursorsKeepToTheBudget() {
    try (Database database = open(new MemoryFileSystem(), LIMITED)) {
      Keyspace main = database.defaultKeyspace();
      fill(database, 20_000);
      Random random = new Random(2);
      Slice value = new Slice();
      List<Cursor> cursors = new ArrayList<>();
      for (int i = 0; i < 20_000; i++) {
        assertTrue(database.get(main, key(random.nextInt(20_000)), value));
        if (i % 1000 == 0) {
          Cursor cursor = database.scan(main, Scan.all());
          assertTrue(cursor.next());
          cursors.add(cursor);
          assertHeld(database);
        }
      }
      cursors.forEach(Cursor::close);
      assertHeld(database);
      assertEquals(0, database.stats().memory().cursorBytes());
      assertTrue(database.stats().memory().blockBytes() > 300_000);
    }
  }

  @Test
  void cursorsBeyondTheBudgetAreRefusedUntilOthersClose() {
    try (Database database = open(new MemoryFileSystem(), LIMITED)) {
      Keyspace main = database.defaultKeyspace();
      fill(database, 2_000);
      List<Cursor> cursors = new ArrayList<>();
      LimitExceededException e =
          assertThrows(
              LimitExceededException.class,
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  cursors.add(database.scan(main, Scan.all()));
                }
              });
      assertTrue(e.getMessage().contains("memoryBytesMax"), e::getMessage);
      assertTrue(cursors.size() > 10);

      cursors.remove(0).close();
      cursors.add(database.scan(main, Scan.all()));
      assertHeld(database);
      cursors.forEach(Cursor::close);
    }
  }

  @Test
  void aBudgetWithoutRoomForReadsIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> open(new MemoryFileSystem(), LIMITED.withMemoryBytesMax(1 << 20)));

    assertTrue(e.getMessage().contains("memoryBytesMax"), e::getMessage);
    open(new MemoryFileSystem(), LIMITED).close();
  }

  @Test
  void noMoreTablesAreOpenThanAllowed() {
    Options few = Options.DEFAULT.withMemTableBytesMax(MEM_TABLE_BYTES).withOpenTablesMax(3);
    try (Database database = open(new MemoryFileSystem(), few)) {
      fill(database, 5_000);
      database.flush();
      database.awaitCompactions();
      assertTrue(
          database.stats().keyspaces().get(0).levels().stream().mapToInt(l -> l.tables()).sum()
              > 3);
      Slice value = new Slice();
      for (int i = 0; i < 5_000; i += 50) {
        assertTrue(database.get(database.defaultKeyspace(), key(i), value));
        assertTrue(database.stats().openTables() <= 3);
      }
    }
  }
}

package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.open;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Options;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Slice;
import dev.kevo.engine.io.MemoryFileSystem;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Reads of what is in memory leave nothing to the garbage collector. */
class ReadAllocationTest {
  private static final int KEYS = 4_000;
  private static final int ROUNDS = 2_000;

  /** What measuring and the first call of each path may take, in all. */
  private static final long BYTES_FREE = 4_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A database with entries in several tables and in the MemTable, blocks cached. */
  private static Database filled() {
    Database database = open(new MemoryFileSystem(), Options.DEFAULT.withMemTableBytesMax(1 << 18));
    Keyspace main = database.defaultKeyspace();
    for (int round = 0; round < 3; round++) {
      for (int i = round; i < KEYS; i += round + 1) {
        database.put(main, key(i), new byte[60]);
      }
      if (round == 0) {
        database.flush();
      }
    }
    // Nothing is left to be done in the background, where it would replace tables under the test.
    database.flush();
    database.awaitCompactions();
    for (int i = 0; i < KEYS; i += 10) {
      database.put(main, key(i), new byte[60]);
    }
    try (Cursor cursor = database.scan(main, Scan.all())) {
      while (cursor.next()) {
        assertTrue(cursor.value().length() == 60);
      }
    }
    return database;
  }

  private static byte[] key(int number) {
    return bytes(String.format("key-%06d", number));
  }

  private void assertAllocatesNothing(String what, Runnable work) {
    work.run();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < BYTES_FREE, () -> what + ": " + allocated + " bytes");
  }

  @Test
  void getsOfCachedBlocksAllocateNothing() {
    try (Database database = filled()) {
      Keyspace main = database.defaultKeyspace();
      byte[][] keys = new byte[ROUNDS][];
      byte[][] absent = new byte[ROUNDS][];
      for (int i = 0; i < ROUNDS; i++) {
        keys[i] = key(i * 7919 % KEYS);
        absent[i] = bytes("key-" + i);
      }
      Slice value = new Slice();

      assertAllocatesNothing(
          "gets",
          () -> {
            for (byte[] key : keys) {
              assertTrue(database.get(main, key, value));
            }
          });
      assertAllocatesNothing(
          "gets of absent keys",
          () -> {
            for (byte[] key : absent) {
              assertFalse(database.get(main, key, value));
            }
          });
    }
  }

  @Test
  void stepsOfACursorAllocateNothing() {
    try (Database database = filled()) {
      Keyspace main = database.defaultKeyspace();
      for (boolean reversed : new boolean[] {false, true}) {
        try (Cursor cursor = database.scan(main, Scan.all().withReversed(reversed))) {
          assertTrue(cursor.next());
          assertAllocatesNothing(
              "steps, reversed: " + reversed,
              () -> {
                for (int i = 0; i < KEYS / 2 - 1; i++) {
                  assertTrue(cursor.next());
                  assertTrue(cursor.key().length() + cursor.value().length() > 60);
                }
              });
        }
      }
    }
  }
}

package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.SMALL;
import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.get;
import static dev.kevo.engine.db.Databases.open;
import static dev.kevo.engine.db.Databases.put;
import static dev.kevo.engine.db.Databases.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Scan;
import dev.kevo.engine.io.AppendFile;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.MemoryFileSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What iterators over several sources and blocks have been known to get wrong. */
class IteratorFaultsTest {
  private static String number(int i) {
    return String.format("%04d", i);
  }

  @Test
  void aSeekBetweenTwoBlocksFindsTheFirstKeyOfTheSecond() {
    KeyspaceOptions small = KeyspaceOptions.DEFAULT.withBlockBytes(512);
    try (Database database = open(new MemoryFileSystem(), SMALL.withKeyspaceDefaults(small))) {
      Keyspace main = database.defaultKeyspace();
      for (int i = 0; i < 1000; i += 2) {
        put(database, number(i), "value");
      }
      database.flush();

      for (int i = 0; i < 998; i++) {
        String wanted = number(i + i % 2);
        byte[] from = bytes(number(i));
        try (Cursor cursor = database.scan(main, Scan.all())) {
          cursor.seek(from);
          assertTrue(cursor.next());
          assertEquals(wanted, cursor.key().toString());
        }
        try (Cursor cursor = database.scan(main, Scan.of(new KeyRange(from, null)))) {
          assertTrue(cursor.next());
          assertEquals(wanted, cursor.key().toString());
        }
        Scan back = Scan.of(new KeyRange(null, bytes(number(i + 1)))).withReversed(true);
        try (Cursor cursor = database.scan(main, back)) {
          assertTrue(cursor.next());
          assertEquals(number(i - i % 2), cursor.key().toString());
        }
      }
    }
  }

  @Test
  void firstAndLastAreFoundInBothDirections() {
    try (Database database = open(new MemoryFileSystem())) {
      Keyspace main = database.defaultKeyspace();
      try (Cursor cursor = database.scan(main, Scan.all())) {
        assertFalse(cursor.next());
        assertFalse(cursor.next());
      }
      put(database, "b", "2");
      database.flush();
      put(database, "a", "1");
      put(database, "c", "3");

      assertEquals(List.of("a=1"), scan(database, main, Scan.all().withLimit(1)));
      assertEquals(
          List.of("c=3"), scan(database, main, Scan.all().withReversed(true).withLimit(1)));
    }
  }

  @Test
  void emptyValuesAreNoDeletes() {
    try (Database database = open(new MemoryFileSystem())) {
      Keyspace main = database.defaultKeyspace();
      put(database, "a", "");
      assertEquals("", get(database, "a"));
      database.flush();
      put(database, "b", "");
      assertEquals(List.of("a=", "b="), scan(database, main, Scan.all()));
      database.flush();
      database.awaitCompactions();
      assertEquals(List.of("b=", "a="), scan(database, main, Scan.all().withReversed(true)));
      assertEquals("", get(database, "a"));
    }
  }

  /** Lets no table be created before it is allowed, so that MemTables wait for their flush. */
  private static final class LateTables extends ForwardingFileSystem implements AutoCloseable {
    private final CountDownLatch allowed = new CountDownLatch(1);

    LateTables(FileSystem files) {
      super(files);
    }

    @Override
    public AppendFile create(Path file) {
      if (file.toString().endsWith(".sst")) {
        boolean interrupted = false;
        while (allowed.getCount() > 0) {
          try {
            allowed.await();
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
      return super.create(file);
    }

    @Override
    public void close() {
      allowed.countDown();
    }
  }

  /** Writes enough to another keyspace that the MemTables are set aside. */
  private static void rotate(Database database, Keyspace filler) {
    for (int i = 0; i < 80; i++) {
      database.put(filler, bytes(number(i)), new byte[1000]);
    }
  }

  @Test
  void theNewestVersionWinsBetweenMemTablesThatWaitAndTombstonesHideWhatIsOlder() {
    LateTables files = new LateTables(new MemoryFileSystem());
    try (Database database = open(files);
        LateTables late = files) {
      Keyspace main = database.defaultKeyspace();
      Keyspace filler = database.createKeyspace("filler");
      put(database, "deleted", "old");
      put(database, "again", "old");
      put(database, "newest", "1");
      rotate(database, filler);
      database.delete(main, bytes("deleted"));
      database.delete(main, bytes("again"));
      put(database, "newest", "2");
      rotate(database, filler);
      put(database, "again", "new");
      put(database, "newest", "3");

      List<String> expected = List.of("again=new", "newest=3");
      assertEquals(expected, scan(database, main, Scan.all()));
      assertEquals("-", get(database, "deleted"));
      assertEquals("3", get(database, "newest"));
      assertEquals(
          List.of("newest=3", "again=new"), scan(database, main, Scan.all().withReversed(true)));

      late.close();
      database.flush();
      assertEquals(expected, scan(database, main, Scan.all()));
      database.awaitCompactions();
      assertEquals(expected, scan(database, main, Scan.all()));
      assertEquals("-", get(database, "deleted"));
    }
  }
}

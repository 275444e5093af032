package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.get;
import static dev.kevo.engine.db.Databases.put;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.LimitExceededException;
import dev.kevo.engine.Options;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.WriteBatch;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private final Database database = Kevo.openInMemory(Options.DEFAULT);
  private final Keyspace main = database.defaultKeyspace();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void emptyKeysAndValuesAreKept() {
    database.put(main, new byte[0], new byte[0]);

    assertArrayEquals(new byte[0], database.get(main, new byte[0]));
    database.flush();
    assertArrayEquals(new byte[0], database.get(main, new byte[0]));
    database.delete(main, new byte[0]);
    assertNull(database.get(main, new byte[0]));
  }

  @Test
  void theLongestKeyFitsAndALongerOneIsRefused() {
    byte[] longest = new byte[Database.KEY_BYTES_MAX];
    byte[] longer = new byte[Database.KEY_BYTES_MAX + 1];
    database.put(main, longest, bytes("v"));
    database.flush();

    assertArrayEquals(bytes("v"), database.get(main, longest));
    assertThrows(IllegalArgumentException.class, () -> database.put(main, longer, bytes("v")));
    assertThrows(IllegalArgumentException.class, () -> database.delete(main, longer));
    try (Transaction transaction = database.begin()) {
      assertThrows(IllegalArgumentException.class, () -> transaction.put(main, longer, bytes("v")));
    }
    assertNull(database.get(main, longer));
  }

  @Test
  void nullsAreRefusedAndHarmNothing() {
    byte[] nothing = null;
    put(database, "a", "1");

    assertThrows(NullPointerException.class, () -> database.put(main, bytes("b"), nothing));
    assertThrows(NullPointerException.class, () -> database.put(main, nothing, bytes("v")));
    assertThrows(NullPointerException.class, () -> database.delete(main, nothing));
    try (Transaction transaction = database.begin()) {
      assertThrows(NullPointerException.class, () -> transaction.put(main, bytes("b"), nothing));
      transaction.commit();
    }
    assertNull(database.get(main, bytes("b")));
    database.verify();
  }

  @Test
  void theLargestMemTableIsOneThatNeverFills() {
    try (Database unlimited =
        Kevo.openInMemory(Options.DEFAULT.withMemTableBytesMax(Long.MAX_VALUE))) {
      put(unlimited, "a", "1");
      unlimited.flush();
      assertEquals("1", get(unlimited, "a"));
    }
  }

  @Test
  void aValueLargerThanAMemTableIsKept() {
    byte[] large = new byte[40 << 20];
    large[large.length - 1] = 1;
    database.put(main, bytes("large"), large);
    put(database, "small", "1");
    database.flush();

    assertArrayEquals(large, database.get(main, bytes("large")));
    assertEquals("1", get(database, "small"));
  }

  @Test
  void aBatchBeyondTheLimitIsRefusedAsAWhole() {
    byte[] value = new byte[1 << 20];
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < 600; i++) {
      batch.put(main, bytes("k" + i), value);
    }

    assertThrows(LimitExceededException.class, () -> database.write(batch));
    assertNull(database.get(main, bytes("k0")));
  }

  @Test
  void arraysMayChangeAfterTheWrite() {
    byte[] key = bytes("key");
    byte[] value = bytes("value");
    database.put(main, key, value);
    key[0] = 'x';
    value[0] = 'x';

    assertEquals("value", get(database, "key"));
  }

  @Test
  void keyspacesHaveUniqueNames() {
    Keyspace first = database.createKeyspace("k");

    assertSame(first, database.createKeyspace("k"));
    assertSame(first, database.keyspace("k").orElseThrow());
    assertTrue(database.keyspace("K").isEmpty());
    assertEquals(List.of(main, first), database.keyspaces());
    assertEquals(Keyspace.DEFAULT_NAME, main.name());
    assertThrows(IllegalArgumentException.class, () -> database.createKeyspace(""));
    assertThrows(IllegalArgumentException.class, () -> database.createKeyspace("ä".repeat(128)));
    assertEquals("ä".repeat(127), database.createKeyspace("ä".repeat(127)).name());
  }

  @Test
  void everythingIsRefusedAfterClose() {
    Transaction transaction = database.begin();
    transaction.put(main, bytes("a"), bytes("1"));
    Cursor cursor = database.scan(main, Scan.all());
    database.close();
    database.close();

    assertThrows(ClosedException.class, () -> put(database, "a", "1"));
    assertThrows(ClosedException.class, () -> get(database, "a"));
    assertThrows(ClosedException.class, database::snapshot);
    assertThrows(ClosedException.class, database::flush);
    assertThrows(ClosedException.class, database::stats);
    assertThrows(ClosedException.class, () -> database.createKeyspace("x"));
    assertThrows(ClosedException.class, cursor::next);
    cursor.close();
    assertThrows(ClosedException.class, transaction::commit);
    transaction.close();
  }

  @Test
  void estimatesFollowTheData() {
    for (int i = 0; i < 2000; i++) {
      put(database, String.format("%05d", i), "v".repeat(100));
      if (i == 999) {
        database.flush();
      }
    }

    long all = database.estimate(main, KeyRange.all()).entries();
    KeyRange quarter = new KeyRange(bytes("00000"), bytes("00500"));
    long some = database.estimate(main, quarter).entries();
    assertTrue(all >= 1900 && all <= 2100, () -> "" + all);
    assertTrue(some >= 400 && some <= 600, () -> "" + some);
    assertEquals(0, database.estimate(main, new KeyRange(bytes("b"), bytes("a"))).entries());
  }
}

package dev.kevo.engine.memtable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Slice;
import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.key.KeyHash;
import dev.kevo.engine.key.Lookup;
import dev.kevo.engine.model.EntryModel;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemTableTest {
  private final Slice value = new Slice();

  private static Lookup get(MemTable table, byte[] key, long sequence, Slice value) {
    return table.get(key, KeyHash.of(key), sequence, value);
  }

  private static long latestSequence(MemTable table, byte[] key) {
    return table.latestSequence(key, KeyHash.of(key));
  }

  @Test
  void emptyTableHasNothing() {
    MemTable table = new MemTable();
    assertTrue(table.isEmpty());
    assertEquals(Lookup.ABSENT, get(table, bytes("a"), 10, value));
    assertEquals(-1, latestSequence(table, bytes("a")));
    try (EntryIterator iterator = table.iterator()) {
      assertFalse(iterator.seekToFirst());
      assertFalse(iterator.seekToLast());
      assertFalse(iterator.seek(bytes("a"), 10));
      assertFalse(iterator.seekBefore(bytes("a")));
    }
  }

  @Test
  void olderVersionIsSeenAtItsSequence() {
    MemTable table = new MemTable();
    table.add(bytes("a"), 1, EntryKind.PUT, bytes("one"));
    table.add(bytes("a"), 5, EntryKind.DELETE, new byte[0]);
    table.add(bytes("a"), 9, EntryKind.PUT, bytes("nine"));
    assertEquals(Lookup.ABSENT, get(table, bytes("a"), 0, value));
    assertEquals(Lookup.FOUND, get(table, bytes("a"), 4, value));
    assertEquals("one", value.toString());
    assertEquals(Lookup.DELETED, get(table, bytes("a"), 8, value));
    assertEquals(Lookup.FOUND, get(table, bytes("a"), 9, value));
    assertEquals("nine", value.toString());
    assertEquals(9, latestSequence(table, bytes("a")));
    assertEquals(1, table.minSequence());
    assertEquals(9, table.maxSequence());
    assertEquals(3, table.entries());
  }

  @Test
  void versionsOfTheEmptyKeyAreSteppedOver() {
    MemTable table = new MemTable();
    for (int i = 1; i <= 1_000; i++) {
      table.add(new byte[0], i, EntryKind.PUT, new byte[i < 100 ? 0 : 50 * i]);
    }
    try (EntryIterator iterator = table.iterator()) {
      boolean at = iterator.seekToFirst();
      for (int i = 1_000; i >= 1; i--) {
        assertTrue(at);
        assertEquals(i, iterator.sequence());
        assertEquals(0, iterator.key().length());
        assertEquals(i < 100 ? 0 : 50 * i, iterator.value().length());
        at = iterator.next();
      }
      assertFalse(at);
    }
  }

  @Test
  void sameKeyAndSequenceTwiceIsRefused() {
    MemTable table = new MemTable();
    table.add(bytes("a"), 1, EntryKind.PUT, bytes("one"));
    assertThrows(
        IllegalStateException.class, () -> table.add(bytes("a"), 1, EntryKind.PUT, bytes("other")));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void agreesWithModel(long seed) {
    Random random = new Random(seed);
    EntryModel model = new EntryModel();
    MemTable table = new MemTable();
    int keys = 1 << (1 + random.nextInt(12));
    boolean filtered = random.nextBoolean();
    for (int i = 1; i <= 6_000; i++) {
      if (i == 100 && filtered) {
        get(table, bytes("asked for"), i, value);
      }
      byte[] key = EntryModel.randomKey(random, keys, seed);
      EntryKind kind = random.nextInt(5) == 0 ? EntryKind.DELETE : EntryKind.PUT;
      byte[] bytes = kind == EntryKind.DELETE ? new byte[0] : bytes("v" + i);
      model.add(key, i, kind, bytes);
      table.add(key, i, kind, bytes);
    }
    model.checkGets(
        random,
        keys,
        seed,
        6_000,
        (key, sequence, slice) -> get(table, key, sequence, slice),
        key -> latestSequence(table, key));
    try (EntryIterator iterator = table.iterator()) {
      model.checkMoves(random, keys, seed, iterator, 20_000);
    }
  }

  @Test
  void ascendingAndDescendingLoadsKeepOrder() {
    for (boolean ascending : new boolean[] {true, false}) {
      MemTable table = new MemTable();
      for (int i = 0; i < 20_000; i++) {
        int n = ascending ? i : 19_999 - i;
        table.add(bytes(String.format("shared-prefix-%08d", n)), i, EntryKind.PUT, new byte[0]);
      }
      try (EntryIterator iterator = table.iterator()) {
        int expected = 0;
        for (boolean at = iterator.seekToFirst(); at; at = iterator.next()) {
          assertEquals(String.format("shared-prefix-%08d", expected++), iterator.key().toString());
        }
        assertEquals(20_000, expected);
      }
    }
  }

  @Test
  void readersSeeEveryPublishedEntryWhileOneWriterAdds() throws InterruptedException {
    int count = 60_000;
    MemTable table = new MemTable();
    AtomicLong published = new AtomicLong(-1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread[] readers = new Thread[3];
    for (int r = 0; r < readers.length; r++) {
      long seed = r;
      readers[r] = new Thread(() -> readWhileWriting(table, published, count, seed, failure));
      readers[r].start();
    }
    for (int i = 0; i < count; i++) {
      table.add(scattered(i), i, EntryKind.PUT, bytes("v" + i));
      published.set(i);
    }
    for (Thread reader : readers) {
      reader.join();
    }
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
  }

  private static void readWhileWriting(
      MemTable table,
      AtomicLong published,
      int count,
      long seed,
      AtomicReference<Throwable> failure) {
    try {
      Random random = new Random(seed);
      Slice value = new Slice();
      long snapshot;
      do {
        snapshot = published.get();
        if (snapshot < 0) {
          continue;
        }
        int i = random.nextInt((int) snapshot + 1);
        assertEquals(Lookup.FOUND, get(table, scattered(i), snapshot, value));
        assertArrayEquals(bytes("v" + i), value.toByteArray());
        if (random.nextInt(200) == 0) {
          checkScan(table, snapshot, random.nextBoolean());
        }
      } while (snapshot < count - 1 && failure.get() == null);
    } catch (Throwable e) {
      failure.set(e);
    }
  }

  /** Every entry up to the snapshot is met once, in order, however much is added meanwhile. */
  private static void checkScan(MemTable table, long snapshot, boolean reversed) {
    try (EntryIterator iterator = table.iterator()) {
      long seen = 0;
      Slice last = new Slice();
      boolean at = reversed ? iterator.seekToLast() : iterator.seekToFirst();
      for (; at; at = reversed ? iterator.previous() : iterator.next()) {
        Slice key = iterator.key();
        if (last.length() > 0) {
          int order = last.compareTo(key);
          assertTrue(reversed ? order > 0 : order < 0);
        }
        last.set(key);
        if (iterator.sequence() <= snapshot) {
          seen++;
        }
      }
      assertEquals(snapshot + 1, seen);
    }
  }

  /** Key number {@code i} of a sequence without repetition or order. */
  private static byte[] scattered(int i) {
    return bytes(String.format("%010d", Integer.toUnsignedLong(i * 0x9E3779B1)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}

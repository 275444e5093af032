package dev.kevo.sql.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Options;
import dev.kevo.engine.Slice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries in order, in memory and by way of files. */
class EntrySortTest {
  private static StatementContext context(Database database, long bytes) {
    return new StatementContext(
        database,
        new Object[0],
        new CancelToken(),
        SequenceNumbers.NONE,
        new MemoryBroker(database, bytes, bytes));
  }

  private static void assertSorts(List<byte[]> keys, StatementContext context) {
    EntrySort sort = new EntrySort(context);
    for (byte[] key : keys) {
      byte[] value = Arrays.copyOf(key, key.length % 5);
      sort.add(new Slice(key), new Slice(value));
    }
    assertEquals(keys.size(), sort.size());
    List<byte[]> expected = new ArrayList<>(keys);
    expected.sort(Arrays::compareUnsigned);
    EntrySort.Entries sorted = sort.sorted();
    for (byte[] key : expected) {
      assertTrue(sorted.next());
      assertArrayEquals(key, sorted.key().toByteArray());
      assertArrayEquals(Arrays.copyOf(key, key.length % 5), sorted.value().toByteArray());
    }
    assertFalse(sorted.next());
    context.close();
  }

  /** Keys that share much of their beginnings, as those of an index do. */
  private static List<byte[]> keys(RandomGenerator random, int count) {
    List<byte[]> keys = new ArrayList<>();
    byte[] start = new byte[random.nextInt(12)];
    int letters = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      byte[] key = Arrays.copyOf(start, start.length + random.nextInt(24));
      for (int at = start.length; at < key.length; at++) {
        key[at] = (byte) (random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(letters));
      }
      keys.add(key);
    }
    return keys;
  }

  @Test
  void keysOfAnyKindComeInOrder() {
    long seed = Long.getLong("kevo.seed", 20260101);
    RandomGenerator random = new Random(seed);
    try (Database database = Kevo.openInMemory(Options.DEFAULT)) {
      for (int count : new int[] {0, 1, 2, 9, 33, 500, 5_000}) {
        assertSorts(keys(random, count), context(database, 1 << 30));
      }
    } catch (Throwable e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  @Test
  void keysThatDoNotFitMemoryGoByWayOfFiles(@TempDir Path directory) {
    try (Database database = Kevo.open(directory.resolve("db"), Options.DEFAULT)) {
      List<byte[]> keys = keys(new Random(7), 2_000);
      for (int i = 0; i < 150; i++) {
        byte[] large = new byte[60_000 + i];
        large[i] = (byte) (i * 77);
        keys.add(i * 10, large);
      }
      StatementContext context = context(database, 1 << 14);
      assertSorts(keys, context);
      assertSorts(keys(new Random(8), 300_000), context(database, 1 << 14));
    }
  }
}

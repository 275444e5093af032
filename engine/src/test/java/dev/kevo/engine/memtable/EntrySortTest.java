package dev.kevo.engine.memtable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.iter.EntryIterator;
import dev.kevo.engine.key.EntryKind;
import dev.kevo.engine.model.EntryModel;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntrySortTest {
  @Test
  void nothingIsSortedToNothing() {
    try (EntryIterator sorted = new EntrySort().sorted()) {
      assertFalse(sorted.seekToFirst());
      assertFalse(sorted.seekToLast());
      assertFalse(sorted.seek(bytes("a"), 10));
      assertFalse(sorted.seekBefore(bytes("a")));
    }
  }

  @Test
  void versionsOfOneKeyComeNewestFirst() {
    EntrySort sort = new EntrySort();
    for (int i = 1; i <= 100; i++) {
      sort.add(bytes("k"), i, EntryKind.PUT, bytes("v" + i));
    }
    try (EntryIterator sorted = sort.sorted()) {
      assertTrue(sorted.seekToFirst());
      for (int i = 100; i >= 1; i--) {
        assertEquals(i, sorted.sequence());
        assertEquals("v" + i, sorted.value().toString());
        assertEquals(i > 1, sorted.next());
      }
    }
  }

  @Test
  void entriesLargerThanAChunkLieBetweenSmallOnes() {
    EntrySort sort = new EntrySort();
    byte[] large = new byte[3 << 20];
    large[large.length - 1] = 7;
    sort.add(bytes("c"), 1, EntryKind.PUT, bytes("small"));
    sort.add(bytes("b"), 2, EntryKind.PUT, large);
    sort.add(bytes("a"), 3, EntryKind.DELETE, null);
    try (EntryIterator sorted = sort.sorted()) {
      assertTrue(sorted.seekToFirst());
      assertEquals("a", sorted.key().toString());
      assertTrue(sorted.isDelete());
      assertTrue(sorted.next());
      assertTrue(sorted.value().contentEquals(large));
      assertTrue(sorted.next());
      assertEquals("small", sorted.value().toString());
      assertFalse(sorted.next());
    }
  }

  /** Keys that share a prefix with all others, or none, of any length, with many versions. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void agreesWithTheModel(long seed) {
    Random random = new Random(seed);
    EntryModel model = new EntryModel();
    EntrySort sort = new EntrySort();
    int keys = 1 << (1 + random.nextInt(12));
    for (int i = 1; i <= 6_000; i++) {
      byte[] key = EntryModel.randomKey(random, keys, seed);
      EntryKind kind = random.nextInt(5) == 0 ? EntryKind.DELETE : EntryKind.PUT;
      byte[] value = kind == EntryKind.DELETE ? new byte[0] : bytes("v" + i);
      model.add(key, i, kind, value);
      sort.add(key, i, kind, value);
    }
    try (EntryIterator sorted = sort.sorted()) {
      model.checkMoves(random, keys, seed, sorted, 20_000);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}

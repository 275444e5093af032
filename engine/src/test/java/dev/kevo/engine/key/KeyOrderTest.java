package dev.kevo.engine.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyOrderTest {
  private static final long GOLDEN_SHORT = 2104666948775428222L;
  private static final long GOLDEN_LONG = 6302107417564701955L;

  @Test
  void comparisonAndHeadsAgreeWithUnsignedBytes() {
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      byte[] a = randomKey(random);
      byte[] b = random.nextInt(4) == 0 ? Arrays.copyOf(a, random.nextInt(100)) : randomKey(random);
      int expected = Integer.signum(Arrays.compareUnsigned(a, b));
      assertEquals(expected, Integer.signum(KeyOrder.compare(a, 0, a.length, b, 0, b.length)));
      assertEquals(expected == 0, KeyOrder.equal(a, 0, a.length, b, 0, b.length));
      byte[] moved = Arrays.copyOf(new byte[] {1, 2, 3}, a.length + 5);
      System.arraycopy(a, 0, moved, 3, a.length);
      assertTrue(KeyOrder.equal(a, 0, a.length, moved, 3, a.length + 3));
      int prefix = KeyOrder.commonPrefix(a, b);
      assertTrue(Arrays.equals(a, 0, prefix, b, 0, prefix));
      for (int from = 0; from <= prefix; from += 3) {
        int heads =
            Long.compare(KeyOrder.head(a, from, a.length), KeyOrder.head(b, from, b.length));
        assertTrue(heads == 0 || heads == expected, () -> Arrays.toString(a) + Arrays.toString(b));
      }
    }
  }

  private static byte[] randomKey(Random random) {
    byte[] key = new byte[random.nextInt(random.nextInt(5) == 0 ? 100 : 12)];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (random.nextInt(3) - 1);
    }
    return key;
  }

  @Test
  void hashesNeverChange() {
    assertEquals(0L, KeyHash.of(new byte[0]));
    assertEquals(GOLDEN_SHORT, KeyHash.of("a".getBytes(UTF_8)));
    assertEquals(GOLDEN_LONG, KeyHash.of("a key of more than eight bytes".getBytes(UTF_8)));
    byte[] inside = "xxa key of more than eight bytesyy".getBytes(UTF_8);
    assertEquals(GOLDEN_LONG, KeyHash.of(inside, 2, inside.length - 2));
  }

  @Test
  void tagsOrderVersionsNewestFirst() {
    long older = Tag.of(5, EntryKind.PUT);
    long newer = Tag.of(6, EntryKind.DELETE);
    assertTrue(newer > older);
    assertTrue(Tag.upTo(5) > older && Tag.upTo(5) < newer);
    assertEquals(6, Tag.sequence(newer));
    assertTrue(Tag.isDelete(newer));
    assertTrue(Tag.of(Tag.PRIVATE_MAX, EntryKind.PUT) < Tag.FIRST);
    assertTrue(Tag.isValid(Tag.of(Tag.SEQUENCE_MAX, EntryKind.PUT)));
    assertTrue(!Tag.isValid(Tag.of(Tag.PRIVATE_FIRST, EntryKind.PUT)));
    assertTrue(!Tag.isValid(older + 1));
    assertTrue(!Tag.isValid(-1));
  }
}

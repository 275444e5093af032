package dev.kevo.engine.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangeDeletesTest {
  @Test
  void overlappingDeletesAreFoundByKeyAndSequence() {
    RangeDeletes deletes = RangeDeletes.NONE.with(delete("b", "f", 5)).with(delete("d", null, 3));
    assertEquals(-1, deletes.newest(bytes("a"), 9));
    assertEquals(5, deletes.newest(bytes("b"), 9));
    assertEquals(-1, deletes.newest(bytes("b"), 4));
    assertEquals(5, deletes.newest(bytes("d"), 9));
    assertEquals(3, deletes.newest(bytes("d"), 4));
    assertEquals(3, deletes.newest(bytes("f"), 9));
    assertEquals(3, deletes.newest(bytes("zzz"), 9));
    assertEquals(5, deletes.maxSequence());
  }

  @Test
  void aSpanIsHiddenFromWhenItsLastPartIs() {
    RangeDeletes deletes = RangeDeletes.of(List.of(delete("a", "c", 4), delete("c", "e", 8)));
    assertEquals(8, deletes.hiddenFrom(bytes("a"), bytes("d"), 3));
    assertEquals(8, deletes.hiddenFrom(bytes("c"), bytes("d"), 4));
    assertEquals(Long.MAX_VALUE, deletes.hiddenFrom(bytes("a"), bytes("d"), 4));
    assertEquals(Long.MAX_VALUE, deletes.hiddenFrom(bytes("a"), bytes("e"), 3));
    assertEquals(Long.MAX_VALUE, deletes.hiddenFrom(bytes("A"), bytes("b"), 3));
  }

  @Test
  void anEmptyRangeDeletesNothing() {
    RangeDeletes deletes = RangeDeletes.NONE.with(delete("c", "c", 1)).with(delete("d", "b", 2));
    assertEquals(-1, deletes.newest(bytes("c"), 9));
    assertEquals(-1, deletes.newestIn(KeyRange.all()));
  }

  @Test
  void randomDeletesAnswerAsAListOfThemDoes() {
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      List<RangeDelete> list = new ArrayList<>();
      RangeDeletes deletes = RangeDeletes.NONE;
      for (int i = random.nextInt(12); i > 0; i--) {
        byte[] end = random.nextInt(6) == 0 ? null : key(random);
        RangeDelete delete = new RangeDelete(key(random), end, random.nextInt(20));
        list.add(delete);
        deletes = deletes.with(delete);
      }
      for (int i = 0; i < 100; i++) {
        byte[] key = key(random);
        int sequence = random.nextInt(20);
        long newest = -1;
        long oldestAbove = Long.MAX_VALUE;
        for (RangeDelete delete : list) {
          if (delete.range().contains(key)) {
            newest = delete.sequence() <= sequence ? Math.max(newest, delete.sequence()) : newest;
            oldestAbove =
                delete.sequence() > sequence
                    ? Math.min(oldestAbove, delete.sequence())
                    : oldestAbove;
          }
        }
        assertEquals(newest, deletes.newest(key, sequence), "seed " + seed);
        assertEquals(oldestAbove, deletes.oldestAbove(new Slice(key), sequence), "seed " + seed);
        assertTrue(deletes.newestIn(KeyRange.point(key)) >= newest, "seed " + seed);
      }
    }
  }

  private static byte[] key(Random random) {
    byte[] key = new byte[random.nextInt(3)];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (random.nextInt(4) * 80);
    }
    return key;
  }

  private static RangeDelete delete(String start, String end, long sequence) {
    return new RangeDelete(bytes(start), end == null ? null : bytes(end), sequence);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}

package dev.kevo.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockCacheTest {
  private static final class Block extends CachedBlock {
    Block(int bytes) {
      super(bytes);
    }
  }

  @Test
  void blockIsFoundUntilItsFileIsForgotten() {
    BlockCache cache = new BlockCache(100);
    BlockSlots slots = cache.slots(3, 0);
    Block block = new Block(10);
    assertNull(slots.get(1));
    slots.put(1, block);
    assertSame(block, slots.get(1));
    assertEquals(10, cache.bytes());
    assertEquals(1, cache.hits());
    assertEquals(1, cache.misses());
    slots.close();
    assertNull(slots.get(1));
    assertEquals(0, cache.bytes());
    slots.put(1, block);
    assertNull(slots.get(1));
    assertEquals(0, cache.bytes());
  }

  @Test
  void cacheStaysWithinItsBytesAndKeepsWhatIsUsed() {
    BlockCache cache = new BlockCache(1_000);
    BlockSlots slots = cache.slots(10_000, 0);
    slots.put(0, new Block(10));
    Random random = new Random(1);
    for (int i = 1; i < 10_000; i++) {
      slots.put(i, new Block(1 + random.nextInt(40)));
      assertTrue(cache.bytes() <= 1_000);
      assertNotNull(slots.get(0), "the block in use was evicted");
    }
    assertTrue(cache.bytes() > 900);
  }

  @Test
  void blockLargerThanTheCacheIsNotKept() {
    BlockCache cache = new BlockCache(10);
    BlockSlots slots = cache.slots(1, 0);
    slots.put(0, new Block(11));
    assertNull(slots.get(0));
    assertEquals(0, cache.bytes());
  }

  @Test
  void blockReadTwiceAtOnceIsKeptOnce() {
    BlockCache cache = new BlockCache(100);
    BlockSlots slots = cache.slots(1, 0);
    Block first = new Block(10);
    slots.put(0, first);
    slots.put(0, new Block(10));
    assertSame(first, slots.get(0));
    assertEquals(10, cache.bytes());
  }

  @Test
  void threadsThatShareASmallCacheKeepItsCountRight() throws InterruptedException {
    BlockCache cache = new BlockCache(500);
    Thread[] threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      long seed = t;
      threads[t] =
          new Thread(
              () -> {
                Random random = new Random(seed);
                for (int round = 0; round < 50; round++) {
                  BlockSlots slots = cache.slots(64, 0);
                  for (int i = 0; i < 300; i++) {
                    int slot = random.nextInt(64);
                    if (slots.get(slot) == null) {
                      slots.put(slot, new Block(1 + random.nextInt(50)));
                    }
                  }
                  slots.close();
                }
              });
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(0, cache.bytes());
  }
}

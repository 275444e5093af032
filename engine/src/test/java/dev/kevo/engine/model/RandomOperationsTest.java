package dev.kevo.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kevo.engine.CompactionStyle;
import dev.kevo.engine.Compression;
import dev.kevo.engine.Durability;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Options;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random operations under random options give what a sorted map gives. A failure names its seed;
 * {@code -Dkevo.seed=N} runs that one alone, and {@code -Dkevo.seeds=N} tells how many the slow
 * test runs.
 */
class RandomOperationsTest {
  private static final long FIRST_SEED = 1;
  private static final List<Durability> DURABILITIES = List.of(Durability.values());

  private static final List<Compression> COMPRESSIONS = List.of(Compression.values());

  /** Milliseconds; an operation takes a thousand. */
  private static final long[] HISTORIES = {0, 0, 30_000, 200_000, 86_400_000};

  private static Options randomOptions(Random random) {
    return Options.DEFAULT
        .withDurability(DURABILITIES.get(random.nextInt(DURABILITIES.size())))
        .withSyncBatchBytes(1 + random.nextInt(10_000))
        .withMemTableBytesMax((64 * 1024) << random.nextInt(3))
        .withBlockCacheBytes(random.nextBoolean() ? 0 : 1 << (10 + random.nextInt(10)))
        .withKeyspaceDefaults(randomKeyspaceOptions(random));
  }

  private static KeyspaceOptions randomKeyspaceOptions(Random random) {
    return KeyspaceOptions.DEFAULT
        .withBlockBytes(512 << random.nextInt(4))
        .withCompression(COMPRESSIONS.get(random.nextInt(COMPRESSIONS.size())))
        .withCompactionStyle(
            random.nextBoolean() ? CompactionStyle.LEVELED : CompactionStyle.TIERED)
        .withFilterBitsPerKey(random.nextBoolean() ? 0 : 1 + random.nextInt(16))
        .withHistoryMillis(HISTORIES[random.nextInt(HISTORIES.length)])
        .withLargeValueBytes(random.nextBoolean() ? 0 : 1 + random.nextInt(200));
  }

  private static void run(long seed, int operations) {
    Random random = new Random(seed);
    try (RandomOperations run = new RandomOperations(random, randomOptions(random))) {
      for (int i = 0; i < operations; i++) {
        try {
          run.step();
        } catch (RuntimeException | Error e) {
          throw new AssertionError(
              "seed " + seed + ", operation " + i + ", last ones " + run.lastOperations(), e);
        }
      }
      run.checkEverything();
    }
  }

  private static void runSeeds(int seeds, int operations) {
    Long only = Long.getLong("kevo.seed");
    long first = only == null ? FIRST_SEED : only;
    long last = only == null ? FIRST_SEED + seeds - 1 : only;
    int done = 0;
    for (long seed = first; seed <= last; seed++) {
      run(seed, operations);
      done++;
    }
    System.out.printf(
        "random operations: seeds %d to %d, %d operations each%n", first, last, operations);
    assertEquals(last - first + 1, done);
  }

  @Test
  void randomOperationsAgreeWithTheModel() {
    runSeeds(25, 600);
  }

  @Test
  void fewRandomOperationsOfManySeedsAgreeWithTheModel() {
    runSeeds(1000, 40);
  }

  @Test
  @Tag("slow")
  void randomOperationsOfManySeedsAgreeWithTheModel() {
    runSeeds(Integer.getInteger("kevo.seeds", 1000), 2000);
  }
}

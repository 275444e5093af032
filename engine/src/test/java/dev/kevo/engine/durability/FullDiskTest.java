package dev.kevo.engine.durability;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Database;
import dev.kevo.engine.DiskFullException;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.io.SmallDisk;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A disk that fills up where nobody looked refuses writes and nothing else, and only as long as it
 * is full. Runs on the seed in the system property {@code kevo.seed}, else on a fixed one.
 */
@Timeout(60)
class FullDiskTest {
  private static final long SEED = Long.getLong("kevo.seed", 20260101);
  private static final int ROUNDS = 150;

  private final Random random = new Random(SEED);
  private final TreeMap<String, byte[]> model = new TreeMap<>();
  private final SmallDisk disk = new SmallDisk(Long.MAX_VALUE);
  private int full;

  /** Writes until the disk is full, or a while. */
  private void fill(Database database) {
    Keyspace keyspace = database.defaultKeyspace();
    try {
      for (int i = 0; i < 60; i++) {
        String key = "key" + random.nextInt(100);
        byte[] value = new byte[random.nextInt(3000)];
        random.nextBytes(value);
        database.put(keyspace, key.getBytes(US_ASCII), value);
        model.put(key, value);
        if (random.nextInt(40) == 0) {
          database.flush();
        }
        if (random.nextInt(60) == 0) {
          database.createKeyspace("k" + random.nextInt(10));
        }
      }
    } catch (DiskFullException e) {
      full++;
    }
  }

  private void assertHoldsModel(Database database) {
    for (int i = 0; i < 100; i++) {
      String key = "key" + i;
      byte[] found = database.get(database.defaultKeyspace(), key.getBytes(US_ASCII));
      assertArrayEquals(model.get(key), found, key);
    }
  }

  @Test
  void aDiskThatFillsUpUnnoticedRefusesWritesUntilThereIsSpace() {
    for (int round = 0; round < ROUNDS; round++) {
      try (Database database = TestDatabases.open(disk, TestDatabases.SMALL)) {
        disk.setCapacity(disk.usedBytes() + random.nextInt(120_000));
        fill(database);
        assertHoldsModel(database);
        disk.setCapacity(Long.MAX_VALUE);
        database.flush();
        fill(database);
        database.delete(database.defaultKeyspace(), "key1".getBytes(US_ASCII));
        model.remove("key1");
        database.flush();
        database.awaitCompactions();
        assertHoldsModel(database);
      }
    }
    System.out.printf(
        "full disk: seed %d, %d rounds, full in %d, refused %d times%n",
        SEED, ROUNDS, full, disk.refusals());
    assertTrue(full > ROUNDS / 4, () -> "full only " + full + " times");
  }
}

package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.bytes;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.kevo.engine.Database;
import dev.kevo.engine.Durability;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Options;
import dev.kevo.engine.WriteBatch;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes allocate their copy of the entry, and a bounded number of bytes beside it. */
class WriteAllocationTest {
  private static final int ENTRIES = 20_000;
  private static final int KEY_BYTES = 16;

  /**
   * For each entry, beside its key and value: commit, place in the list. That is some 250 once the
   * code is compiled, and up to 800 before, which the test does not wait for.
   */
  private static final int PUT_BYTES_MAX = 1_000;

  /** The same in a batch of 1,000. */
  private static final int BATCHED_BYTES_MAX = 400;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path directory;

  private static List<byte[]> keys(boolean ascending) {
    List<byte[]> keys =
        IntStream.range(0, ENTRIES)
            .mapToObj(i -> bytes(String.format("key-%012d", i)))
            .collect(Collectors.toList());
    if (!ascending) {
      Collections.shuffle(keys, new Random(4));
    }
    return keys;
  }

  private Database opened(String name) {
    Options options = Options.DEFAULT.withDurability(Durability.NONE);
    return Kevo.open(directory.resolve(name), options);
  }

  private void assertAllocatesAtMost(int bytesEach, int valueBytes, Runnable work) {
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    long each = (threads.getCurrentThreadAllocatedBytes() - before) / ENTRIES;
    long more = each - KEY_BYTES - valueBytes;
    assertTrue(more <= bytesEach, () -> more + " bytes beside a value of " + valueBytes);
  }

  @Test
  void aPutAllocatesItsEntryAndLittleMore() {
    for (boolean ascending : new boolean[] {true, false}) {
      List<byte[]> keys = keys(ascending);
      for (int valueBytes : new int[] {0, 100, 2_000}) {
        byte[] value = new byte[valueBytes];
        try (Database database = opened("put-" + valueBytes + "-" + ascending)) {
          Keyspace main = database.defaultKeyspace();
          assertAllocatesAtMost(
              PUT_BYTES_MAX, valueBytes, () -> keys.forEach(key -> database.put(main, key, value)));
        }
      }
    }
  }

  @Test
  void anEntryOfABatchAllocatesLessThanAPut() {
    List<byte[]> keys = keys(true);
    byte[] value = new byte[100];
    try (Database database = opened("batch")) {
      Keyspace main = database.defaultKeyspace();
      WriteBatch batch = new WriteBatch();
      assertAllocatesAtMost(
          BATCHED_BYTES_MAX,
          value.length,
          () -> {
            for (byte[] key : keys) {
              batch.put(main, key, value);
              if (batch.size() == 1_000) {
                database.write(batch);
                batch.clear();
              }
            }
          });
    }
  }
}

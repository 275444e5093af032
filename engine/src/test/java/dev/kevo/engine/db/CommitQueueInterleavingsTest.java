package dev.kevo.engine.db;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.ConflictException;
import dev.kevo.engine.Database;
import dev.kevo.engine.Interleavings;
import dev.kevo.engine.IsolationLevel;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Options;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.engine.WriteBatch;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Commits of several threads go through the queue as if one came after the other. */
class CommitQueueInterleavingsTest {
  private static final Database DATABASE =
      Kevo.openInMemory(Options.DEFAULT.withMemTableBytesMax(64 << 10));
  private static final Keyspace MAIN = DATABASE.defaultKeyspace();

  /** Each run has keys of its own. */
  private static final AtomicInteger RUNS = new AtomicInteger();

  private static final int KEYS = 2;

  private static final TransactionOptions READ_COMMITTED =
      TransactionOptions.DEFAULT.withIsolation(IsolationLevel.READ_COMMITTED);

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  /** Two keys with numbers. */
  @Param(name = "key", gen = IntGen.class, conf = "0:1")
  @Param(name = "value", gen = IntGen.class, conf = "1:9")
  public static final class Store {
    private final int run = RUNS.incrementAndGet();

    private byte[] key(int number) {
      return ByteBuffer.allocate(8).putInt(run).putInt(number).array();
    }

    private static byte[] bytes(int value) {
      return new byte[] {(byte) value};
    }

    private static int value(byte @Nullable [] bytes) {
      return bytes == null ? 0 : bytes[0];
    }

    @Operation
    public void put(@Param(name = "key") int key, @Param(name = "value") int value) {
      DATABASE.put(MAIN, key(key), bytes(value));
    }

    @Operation
    public void putBoth(@Param(name = "value") int value) {
      DATABASE.write(
          new WriteBatch().put(MAIN, key(0), bytes(value)).put(MAIN, key(1), bytes(value)));
    }

    @Operation
    public int get(@Param(name = "key") int key) {
      return value(DATABASE.get(MAIN, key(key)));
    }

    @Operation
    public int getBoth() {
      List<byte @Nullable []> values = DATABASE.multiGet(MAIN, List.of(key(0), key(1)));
      return 100 * value(values.get(0)) + value(values.get(1));
    }

    /** Two reads of one snapshot. */
    @Operation
    public int getBothOfSnapshot() {
      try (Snapshot snapshot = DATABASE.snapshot()) {
        return 100 * value(snapshot.get(MAIN, key(0))) + value(snapshot.get(MAIN, key(1)));
      }
    }

    /** Read and write under the key's lock. */
    @Operation
    public int increment(@Param(name = "key") int key) {
      while (true) {
        try (Transaction transaction = DATABASE.begin(READ_COMMITTED)) {
          int value = value(transaction.getForUpdate(MAIN, key(key))) + 1;
          transaction.put(MAIN, key(key), bytes(value));
          transaction.commit();
          return value;
        } catch (ConflictException e) {
          // A put, which takes no locks, came between lock and commit.
        }
      }
    }
  }

  /** The same with an array. */
  public static final class Specification {
    private final int[] values = new int[KEYS];

    public void put(int key, int value) {
      values[key] = value;
    }

    public void putBoth(int value) {
      values[0] = value;
      values[1] = value;
    }

    public int get(int key) {
      return values[key];
    }

    public int getBoth() {
      return 100 * values[0] + values[1];
    }

    public int getBothOfSnapshot() {
      return getBoth();
    }

    public int increment(int key) {
      return ++values[key];
    }
  }

  @Test
  void commitsHappenInSomeOrderThatReadersSeeToo() {
    Interleavings.stress(Store.class, Specification.class, 6);
    assertTrue(RUNS.get() > 1000);
  }

  @Test
  @Tag("slow")
  void commitsOfManyScenariosHappenInSomeOrder() {
    Interleavings.stress(Store.class, Specification.class, 500);
  }
}

package dev.kevo.engine.txn;

import static dev.kevo.engine.db.Databases.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.kevo.engine.ConflictException;
import dev.kevo.engine.Database;
import dev.kevo.engine.DeadlockException;
import dev.kevo.engine.IsolationLevel;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Options;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.engine.txn.AppendHistory.Operation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads append to lists and read them; what they saw must fit the isolation level's name. */
@Timeout(300)
class AppendHistoryTest {
  private static final int TRANSACTIONS = Integer.getInteger("kevo.history.transactions", 10_000);
  private static final int THREADS = 4;

  /** Keys in use at a time, and transactions until the oldest of them is left for a new one. */
  private static final int KEYS = 8;

  private static final int TRANSACTIONS_PER_KEY = 20;

  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger numbers = new AtomicInteger();

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void historiesFitTheirLevel(IsolationLevel level) throws Exception {
    long seed = Long.getLong("kevo.seed", 20260101);
    System.out.println("append history at " + level + ": seed " + seed);
    List<List<Operation>> committed = new ArrayList<>();
    try (Database database = Kevo.openInMemory(Options.DEFAULT.withMemTableBytesMax(256 << 10))) {
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      try {
        List<Future<?>> runs = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          Random random = new Random(seed + i);
          runs.add(threads.submit(() -> transactions(database, level, random, committed)));
        }
        for (Future<?> run : runs) {
          run.get();
        }
      } finally {
        threads.shutdownNow();
      }
      assertFalse(committed.isEmpty());
      AppendHistory history = new AppendHistory(committed, lists(database));
      List<String> found =
          switch (level) {
            case READ_COMMITTED -> history.dirty();
            case REPEATABLE_READ -> history.skewedReads();
            case SERIALIZABLE -> history.circles();
          };
      assertEquals(List.of(), found, "seed " + seed);
    }
  }

  // Yielding is no means of order here, but mixes the transactions more.
  @SuppressWarnings("ThreadPriorityCheck")
  private void transactions(
      Database database, IsolationLevel level, Random random, List<List<Operation>> committed) {
    for (int number = begun.incrementAndGet();
        number <= TRANSACTIONS;
        number = begun.incrementAndGet()) {
      List<Operation> operations = new ArrayList<>();
      TransactionOptions options = TransactionOptions.DEFAULT.withIsolation(level);
      try (Transaction transaction = database.begin(options)) {
        Set<Integer> appended = new HashSet<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
          int key = number / TRANSACTIONS_PER_KEY + random.nextInt(KEYS);
          operate(database.defaultKeyspace(), transaction, key, random, appended, operations);
          Thread.yield();
        }
        transaction.commit();
      } catch (ConflictException | DeadlockException e) {
        continue;
      }
      synchronized (committed) {
        committed.add(operations);
      }
    }
  }

  private void operate(
      Keyspace keyspace,
      Transaction transaction,
      int key,
      Random random,
      Set<Integer> appended,
      List<Operation> operations) {
    transaction.refresh();
    if (random.nextBoolean()) {
      // What it appended itself is no dependency.
      if (!appended.contains(key)) {
        operations.add(Operation.read(key, decode(transaction.get(keyspace, name(key)))));
      }
      return;
    }
    boolean reads = transaction.isolation() != IsolationLevel.READ_COMMITTED;
    byte[] before =
        reads
            ? transaction.get(keyspace, name(key))
            : transaction.getForUpdate(keyspace, name(key));
    if (appended.add(key)) {
      operations.add(Operation.read(key, decode(before)));
    }
    int number = numbers.incrementAndGet();
    transaction.put(keyspace, name(key), append(before, number));
    operations.add(Operation.append(key, number));
  }

  private static byte[] name(int key) {
    return bytes("list" + key);
  }

  private static byte[] append(byte[] before, int number) {
    ByteBuffer buffer = ByteBuffer.allocate((before == null ? 0 : before.length) + Integer.BYTES);
    if (before != null) {
      buffer.put(before);
    }
    return buffer.putInt(number).array();
  }

  private static List<Integer> decode(byte[] value) {
    List<Integer> list = new ArrayList<>();
    if (value != null) {
      ByteBuffer buffer = ByteBuffer.wrap(value);
      while (buffer.hasRemaining()) {
        list.add(buffer.getInt());
      }
    }
    return list;
  }

  private static Map<Integer, List<Integer>> lists(Database database) {
    Map<Integer, List<Integer>> lists = new HashMap<>();
    for (int key = 0; key <= TRANSACTIONS / TRANSACTIONS_PER_KEY + KEYS; key++) {
      lists.put(key, decode(database.get(database.defaultKeyspace(), name(key))));
    }
    return lists;
  }

  @Test
  void theCheckFindsEachAnomaly() {
    Map<Integer, List<Integer>> lists = Map.of(1, List.of(10, 11), 2, List.of(20, 21));
    List<Operation> zero = List.of(Operation.append(1, 10), Operation.append(2, 21));
    List<Operation> one = List.of(Operation.append(2, 20), Operation.append(1, 11));
    AppendHistory circle = new AppendHistory(List.of(zero, one), lists);
    assertEquals(List.of("G0 or G1c: a circle of writes and reads"), circle.dirty());

    Map<Integer, List<Integer>> firsts = Map.of(1, List.of(10), 2, List.of(20));
    List<Operation> first = List.of(Operation.append(1, 10), Operation.append(2, 20));
    List<Operation> skewed = List.of(Operation.read(1, List.of()), Operation.read(2, List.of(20)));
    AppendHistory skew = new AppendHistory(List.of(first, skewed), firsts);
    assertEquals(List.of(), skew.dirty());
    assertEquals(1, skew.skewedReads().size());

    List<Operation> left = List.of(Operation.read(1, List.of()), Operation.append(2, 20));
    List<Operation> right = List.of(Operation.read(2, List.of()), Operation.append(1, 10));
    AppendHistory writeSkew = new AppendHistory(List.of(left, right), firsts);
    assertEquals(List.of(), writeSkew.skewedReads());
    assertEquals(1, writeSkew.circles().size());

    List<Operation> reader = List.of(Operation.read(1, List.of(99)));
    assertEquals(1, new AppendHistory(List.of(reader), Map.of()).dirty().size());
    List<Operation> twice = List.of(Operation.append(1, 10), Operation.append(1, 11));
    List<Operation> between = List.of(Operation.read(1, List.of(10)));
    Map<Integer, List<Integer>> both = Map.of(1, List.of(10, 11));
    assertEquals(
        "G1b: transaction 1 read an intermediate list: [10]",
        new AppendHistory(List.of(twice, between), both).dirty().get(0));
    assertEquals(1, new AppendHistory(List.of(twice), Map.of(1, List.of(11))).dirty().size());
  }
}

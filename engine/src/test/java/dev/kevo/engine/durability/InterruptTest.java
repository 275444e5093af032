package dev.kevo.engine.durability;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Options;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Transaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interrupted threads finish what they do, keep their flag, and harm nobody. */
class InterruptTest {
  private static final int THREADS = 8;

  @TempDir Path directory;

  private final AtomicLong interrupts = new AtomicLong();
  private final AtomicLong operations = new AtomicLong();

  @Test
  void interruptsDuringCommitsAndReadsFailNobodyAndAreKept() throws Exception {
    Options options = Options.DEFAULT.withMemTableBytesMax(64 * 1024).withBlockCacheBytes(0);
    AtomicReferenceArray<Thread> workers = new AtomicReferenceArray<>(THREADS);
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try (Database database = Kevo.open(directory, options)) {
      List<Future<Integer>> results = new ArrayList<>();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
      for (int t = 0; t < THREADS; t++) {
        int thread = t;
        results.add(
            executor.submit(
                () -> {
                  workers.set(thread, Thread.currentThread());
                  return work(database, thread, deadline);
                }));
      }
      Random random = new Random(7);
      while (System.nanoTime() < deadline) {
        Thread worker = workers.get(random.nextInt(THREADS));
        if (worker != null) {
          worker.interrupt();
          interrupts.incrementAndGet();
        }
        LockSupport.parkNanos(20_000); // The workers need the processors too.
      }
      List<Integer> commits = new ArrayList<>();
      for (Future<Integer> result : results) {
        commits.add(result.get());
      }
      checkAll(database, commits);
      database.verify();
    } finally {
      executor.shutdownNow();
    }
    System.out.printf("%d interrupts during %d operations%n", interrupts.get(), operations.get());
    assertTrue(operations.get() > 100);
  }

  private int work(Database database, int thread, long deadline) {
    Random random = new Random(thread);
    Keyspace main = database.defaultKeyspace();
    int number = 0;
    while (System.nanoTime() < deadline) {
      boolean interruptedBefore = random.nextBoolean();
      if (interruptedBefore) {
        Thread.currentThread().interrupt();
        interrupts.incrementAndGet();
      }
      switch (random.nextInt(10)) {
        case 0 -> database.flush();
        case 1, 2, 3 -> readSome(database, main, random, thread, number);
        default -> {
          number++;
          try (Transaction transaction = database.begin()) {
            transaction.put(main, key(thread, number), value(thread, number));
            transaction.commit();
          }
        }
      }
      operations.incrementAndGet();
      boolean kept = Thread.interrupted();
      assertTrue(kept || !interruptedBefore, "the interrupt flag is lost");
    }
    return number;
  }

  private static void readSome(
      Database database, Keyspace main, Random random, int thread, int written) {
    if (written > 0) {
      int number = 1 + random.nextInt(written);
      assertArrayEquals(value(thread, number), database.get(main, key(thread, number)));
    }
    try (Cursor cursor = database.scan(main, Scan.all().withLimit(50))) {
      while (cursor.next()) {
        assertTrue(cursor.value().length() > 0);
      }
    }
  }

  private static void checkAll(Database database, List<Integer> commits) {
    Keyspace main = database.defaultKeyspace();
    int expected = 0;
    for (int thread = 0; thread < THREADS; thread++) {
      for (int number = 1; number <= commits.get(thread); number++) {
        assertArrayEquals(value(thread, number), database.get(main, key(thread, number)));
        expected++;
      }
    }
    int found = 0;
    try (Cursor cursor = database.scan(main, Scan.all())) {
      while (cursor.next()) {
        found++;
      }
    }
    assertEquals(expected, found);
  }

  private static byte[] key(int thread, int number) {
    return ("key " + number + " " + thread).getBytes(US_ASCII);
  }

  private static byte[] value(int thread, int number) {
    return ("value " + thread + " " + number + " ").repeat(20).getBytes(US_ASCII);
  }
}

package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.SMALL;
import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.get;
import static dev.kevo.engine.db.Databases.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.ConflictException;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.WriteBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConcurrencyTest {
  private static final int THREADS = 8;

  @TempDir private Path directory;

  /** Runs tasks together and passes on what they throw. */
  private static void together(List<Callable<Void>> tasks) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(tasks.size());
    try {
      List<Future<Void>> results = new ArrayList<>();
      for (Callable<Void> task : tasks) {
        results.add(executor.submit(task));
      }
      for (Future<Void> result : results) {
        result.get();
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private static void together(int threads, Callable<Void> task) throws Exception {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      tasks.add(task);
    }
    together(tasks);
  }

  @Test
  void noIncrementIsLostAmongEightThreads() throws Exception {
    int increments = 100;
    try (Database database = Kevo.open(directory, SMALL)) {
      put(database, "counter", "0");
      together(
          THREADS,
          () -> {
            for (int done = 0; done < increments; ) {
              done += increment(database) ? 1 : 0;
            }
            return null;
          });
      assertEquals("" + THREADS * increments, get(database, "counter"));
    }
    try (Database database = Kevo.open(directory, SMALL)) {
      assertEquals("" + THREADS * increments, get(database, "counter"));
    }
  }

  private static boolean increment(Database database) {
    Keyspace main = database.defaultKeyspace();
    try (Transaction transaction = database.begin()) {
      int value = Integer.parseInt(get(transaction, main, "counter"));
      transaction.put(main, bytes("counter"), bytes("" + (value + 1)));
      transaction.commit();
      return true;
    } catch (ConflictException e) {
      return false;
    }
  }

  @Test
  void commitsOfManyThreadsShareSyncs() throws Exception {
    try (Database database = Kevo.open(directory, SMALL)) {
      AtomicInteger threads = new AtomicInteger();
      together(
          THREADS,
          () -> {
            int thread = threads.getAndIncrement();
            for (int i = 0; i < 50; i++) {
              put(database, thread + "-" + i, "v");
            }
            return null;
          });
      assertEquals(THREADS * 50, database.stats().commits().count());
      assertTrue(database.stats().log().syncs() < THREADS * 50, () -> "" + database.stats());
    }
  }

  @Test
  void readersSeeWholeBatchesOnlyWhileMemTablesAreFlushedAndTablesMerged() throws Exception {
    try (Database database = Kevo.open(directory, SMALL)) {
      Keyspace main = database.defaultKeyspace();
      AtomicBoolean done = new AtomicBoolean();
      writeRound(database, 0);
      List<Callable<Void>> tasks = new ArrayList<>();
      tasks.add(
          () -> {
            for (int round = 1; round < 300; round++) {
              writeRound(database, round);
            }
            done.set(true);
            return null;
          });
      for (int i = 0; i < 3; i++) {
        tasks.add(
            () -> {
              while (!done.get()) {
                readRound(database, main);
              }
              return null;
            });
      }
      together(tasks);
      assertTrue(database.stats().flushes().count() > 5);
    }
  }

  private static void writeRound(Database database, int round) {
    WriteBatch batch = new WriteBatch();
    for (int key = 0; key < 10; key++) {
      batch.put(database.defaultKeyspace(), bytes("k" + key), bytes(round + ":" + "x".repeat(200)));
    }
    database.write(batch);
  }

  private static void readRound(Database database, Keyspace main) {
    String first = "";
    int count = 0;
    try (Cursor cursor = database.scan(main, Scan.all().withReversed(true))) {
      while (cursor.next()) {
        String value = cursor.value().toString();
        first = first.isEmpty() ? value : first;
        assertEquals(first, value);
        count++;
      }
    }
    assertEquals(10, count);
    assertFalse(get(database, "k5").equals("-"));
  }

  @Test
  void closingWhileReadingGivesClosed() throws Exception {
    for (int round = 0; round < 5; round++) {
      Database database = Kevo.open(directory, SMALL.withBlockCacheBytes(0));
      Keyspace main = database.defaultKeyspace();
      for (int i = 0; i < 100; i++) {
        put(database, "k" + i, "v".repeat(1000));
      }
      database.flush();
      CountDownLatch reading = new CountDownLatch(3);
      List<Callable<Void>> tasks = new ArrayList<>();
      tasks.add(readUntilClosed(reading, () -> get(database, "k50")));
      tasks.add(
          readUntilClosed(reading, () -> Databases.scan(database, main, Scan.all().withLimit(20))));
      tasks.add(
          readUntilClosed(
              reading,
              () -> {
                put(database, "w", "1");
                return null;
              }));
      tasks.add(
          () -> {
            reading.await();
            database.close();
            return null;
          });
      together(tasks);
    }
  }

  private static Callable<Void> readUntilClosed(CountDownLatch reading, Callable<?> read) {
    return () -> {
      read.call();
      reading.countDown();
      try {
        while (true) {
          read.call();
        }
      } catch (ClosedException e) {
        return null;
      }
    };
  }

  @Test
  void interruptsHarmNobody() throws Exception {
    try (Database database = Kevo.open(directory, SMALL)) {
      AtomicInteger threads = new AtomicInteger();
      together(
          4,
          () -> {
            int thread = threads.getAndIncrement();
            for (int i = 0; i < 100; i++) {
              if (i % 3 == thread % 3) {
                Thread.currentThread().interrupt();
              }
              boolean interrupted = Thread.currentThread().isInterrupted();
              put(database, thread + "-" + i, "v".repeat(500));
              assertEquals("v".repeat(500), get(database, thread + "-" + i));
              assertEquals(interrupted, Thread.interrupted());
            }
            return null;
          });
      database.flush();
      database.verify();
    }
  }
}

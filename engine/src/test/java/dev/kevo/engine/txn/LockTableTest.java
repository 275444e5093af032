package dev.kevo.engine.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.DeadlockException;
import dev.kevo.engine.LockMode;
import dev.kevo.engine.txn.LockState.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LockTableTest {
  private static final long FOREVER = Long.MAX_VALUE;

  private final LockTable table = new LockTable();
  private final LockOwner a = new LockOwner(1);
  private final LockOwner b = new LockOwner(2);
  private final LockOwner c = new LockOwner(3);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private boolean take(LockOwner owner, long hash, LockMode mode) {
    return acquire(owner, hash, mode, 0);
  }

  private boolean acquire(LockOwner owner, long hash, LockMode mode, long nanos) {
    return table.acquire(owner, hash, mode, nanos, () -> {}) != Outcome.BLOCKED;
  }

  private boolean exclusive(LockOwner owner, long hash) {
    return take(owner, hash, LockMode.EXCLUSIVE);
  }

  private boolean shared(LockOwner owner, long hash) {
    return take(owner, hash, LockMode.SHARED);
  }

  /** Begins to wait for a lock in another thread, and returns once it does. */
  private Future<Boolean> waitsFor(LockOwner owner, long hash, LockMode mode) {
    Future<Boolean> answer = threads.submit(() -> acquire(owner, hash, mode, FOREVER));
    while (owner.waiting() == null) {
      Thread.onSpinWait();
    }
    return answer;
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  @Test
  void anExclusiveLockKeepsOthersOut() {
    assertTrue(table.isEmpty());
    assertTrue(exclusive(a, 5));
    assertTrue(exclusive(a, 5));
    assertTrue(shared(a, 5));
    assertEquals(1, a.count());
    assertFalse(exclusive(b, 5));
    assertFalse(shared(b, 5));
    assertTrue(exclusive(b, 6));
    assertFalse(table.isEmpty());
    table.close(a);
    assertTrue(exclusive(b, 5));
    table.close(b);
    assertTrue(table.isEmpty());
    assertFalse(table.isLocked(5));
  }

  @Test
  void aSharedLockAdmitsSharersAndIsChangedByItsOnlyHolder() {
    assertTrue(shared(a, 5));
    assertTrue(shared(b, 5));
    assertTrue(shared(b, 5));
    assertFalse(exclusive(a, 5));
    table.close(b);
    assertTrue(exclusive(a, 5));
    assertFalse(shared(c, 5));
    assertEquals(1, a.count());
    table.close(a);
    assertFalse(table.isLocked(5));
  }

  @Test
  void aWaiterGetsTheLockWhenItIsReleased() throws Exception {
    exclusive(a, 5);
    Future<Boolean> answer = waitsFor(b, 5, LockMode.EXCLUSIVE);
    assertEquals(1, table.blockerOf(b));
    table.close(a);
    assertTrue(get(answer));
    assertEquals(1, b.count());
    assertEquals(0, table.blockerOf(b));
    assertFalse(shared(c, 5));
  }

  @Test
  void thoseWhoWaitAreServedInTheirOrder() throws Exception {
    shared(a, 5);
    Future<Boolean> second = waitsFor(b, 5, LockMode.EXCLUSIVE);
    assertFalse(shared(c, 5), "would starve the writer");
    Future<Boolean> third = waitsFor(c, 5, LockMode.SHARED);
    table.close(a);
    assertTrue(get(second));
    assertFalse(third.isDone());
    table.close(b);
    assertTrue(get(third));
  }

  @Test
  void aHolderThatAsksForMoreGoesFirst() throws Exception {
    shared(a, 5);
    shared(b, 5);
    Future<Boolean> writer = waitsFor(c, 5, LockMode.EXCLUSIVE);
    Future<Boolean> upgrade = waitsFor(a, 5, LockMode.EXCLUSIVE);
    table.close(b);
    assertTrue(get(upgrade));
    assertEquals(1, a.count());
    assertFalse(writer.isDone());
    table.close(a);
    assertTrue(get(writer));
  }

  @Test
  void whoClosesACycleIsRefused() throws Exception {
    exclusive(a, 1);
    exclusive(b, 2);
    exclusive(c, 3);
    Future<Boolean> first = waitsFor(a, 2, LockMode.EXCLUSIVE);
    Future<Boolean> second = waitsFor(b, 3, LockMode.EXCLUSIVE);
    assertThrows(DeadlockException.class, () -> acquire(c, 1, LockMode.SHARED, FOREVER));
    table.close(c);
    assertTrue(get(second));
    table.close(b);
    assertTrue(get(first));
  }

  @Test
  void twoSharersThatBothWantMoreAreADeadlock() throws Exception {
    shared(a, 5);
    shared(b, 5);
    Future<Boolean> first = waitsFor(a, 5, LockMode.EXCLUSIVE);
    assertThrows(DeadlockException.class, () -> acquire(b, 5, LockMode.EXCLUSIVE, FOREVER));
    table.close(b);
    assertTrue(get(first));
  }

  @Test
  void aWaitEndsWithItsTime() {
    exclusive(a, 5);
    assertFalse(acquire(b, 5, LockMode.EXCLUSIVE, 1_000_000));
    assertEquals(0, b.count());
    assertEquals(0, table.blockerOf(b));
    table.close(a);
    assertTrue(exclusive(c, 5));
  }

  @Test
  void aCheckEndsTheWait() throws Exception {
    exclusive(a, 5);
    AtomicInteger runs = new AtomicInteger();
    Callable<Boolean> waits =
        () ->
            table.acquire(
                    b,
                    5,
                    LockMode.EXCLUSIVE,
                    FOREVER,
                    () -> {
                      if (runs.incrementAndGet() == 3) {
                        throw new IllegalStateException("enough");
                      }
                    })
                != Outcome.BLOCKED;
    ExecutionException e = assertThrows(ExecutionException.class, () -> get(threads.submit(waits)));
    assertInstanceOf(IllegalStateException.class, e.getCause());
    table.close(a);
    assertTrue(exclusive(c, 5));
  }

  @Test
  void anInterruptNeitherEndsAWaitNorIsLost() throws Exception {
    exclusive(a, 5);
    Thread[] waiting = new Thread[1];
    Future<Boolean> answer =
        threads.submit(
            () -> {
              waiting[0] = Thread.currentThread();
              boolean taken = acquire(b, 5, LockMode.EXCLUSIVE, FOREVER);
              return taken && Thread.interrupted();
            });
    while (b.waiting() == null) {
      Thread.onSpinWait();
    }
    waiting[0].interrupt();
    assertFalse(answer.isDone());
    table.close(a);
    assertTrue(get(answer));
  }

  @Test
  void locksAfterAPlaceAreReleasedAlone() {
    for (int i = 0; i < 10; i++) {
      exclusive(a, i);
    }
    table.releaseFrom(a, 4);
    for (int i = 0; i < 10; i++) {
      assertEquals(i >= 4, exclusive(b, i), "lock " + i);
    }
    assertEquals(4, a.count());
  }

  @Test
  void aClosedOwnerTakesNoLocks() {
    table.close(a);
    assertFalse(exclusive(a, 5));
    assertTrue(exclusive(b, 5));
    table.close(b);
    assertTrue(table.isEmpty());
  }

  @Test
  void manyLocksOfOneOwnerAreFoundAndReleased() {
    Random random = new Random(1);
    long[] hashes = random.longs(100_000).toArray();
    for (long hash : hashes) {
      assertTrue(exclusive(a, hash));
    }
    for (long hash : hashes) {
      assertTrue(table.isLocked(hash));
    }
    table.releaseFrom(a, 50_000);
    for (int i = 0; i < hashes.length; i++) {
      assertEquals(i < 50_000, table.isLocked(hashes[i]));
    }
    table.close(a);
    for (long hash : hashes) {
      assertFalse(table.isLocked(hash));
    }
  }

  /** Threads take and release few locks at random and note in plain fields who is inside. */
  @Test
  void noTwoOwnersAreInsideOneLock() throws Exception {
    long seed = Long.getLong("kevo.seed", 20260101);
    System.out.println("locks taken at random: seed " + seed);
    Map<Long, Set<Long>> readers = new HashMap<>();
    Map<Long, Long> writers = new HashMap<>();
    List<String> faults = new ArrayList<>();
    AtomicInteger deadlocks = new AtomicInteger();
    List<Future<?>> runs = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      Random random = new Random(seed + thread);
      int first = thread * 1_000_000;
      runs.add(
          threads.submit(
              () -> {
                for (int i = 1; i <= 2_000; i++) {
                  holdSome(first + i, random, readers, writers, faults, deadlocks);
                }
              }));
    }
    for (Future<?> run : runs) {
      get(run);
    }
    assertEquals(List.of(), faults, "seed " + seed);
    assertTrue(table.isEmpty());
    assertTrue(readers.values().stream().allMatch(Set::isEmpty));
  }

  private void holdSome(
      long id,
      Random random,
      Map<Long, Set<Long>> readers,
      Map<Long, Long> writers,
      List<String> faults,
      AtomicInteger deadlocks) {
    LockOwner owner = new LockOwner(id);
    try {
      for (int i = random.nextInt(4); i >= 0; i--) {
        long hash = random.nextInt(6);
        LockMode mode = random.nextInt(3) == 0 ? LockMode.EXCLUSIVE : LockMode.SHARED;
        long nanos = random.nextInt(4) == 0 ? random.nextInt(100_000) : FOREVER;
        if (!acquire(owner, hash, mode, nanos)) {
          continue;
        }
        synchronized (readers) {
          Set<Long> inside = readers.computeIfAbsent(hash, h -> new HashSet<>());
          Long writer = writers.get(hash);
          if (writer != null && writer != id) {
            faults.add(id + " meets the writer " + writer);
          }
          inside.add(id);
          if (mode == LockMode.EXCLUSIVE) {
            writers.put(hash, id);
            if (inside.size() > 1) {
              faults.add(id + " writes beside " + inside);
            }
          }
        }
      }
    } catch (DeadlockException e) {
      deadlocks.incrementAndGet();
    } finally {
      synchronized (readers) {
        readers.values().forEach(inside -> inside.remove(id));
        writers.values().removeIf(writer -> writer == id);
      }
      table.close(owner);
    }
  }
}

package dev.kevo.engine.txn;

import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.get;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.ConflictException;
import dev.kevo.engine.Database;
import dev.kevo.engine.IsolationLevel;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.LockMode;
import dev.kevo.engine.LockTimeoutException;
import dev.kevo.engine.LockWait;
import dev.kevo.engine.Options;
import dev.kevo.engine.ReadOnlyException;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.TransactionInfo;
import dev.kevo.engine.TransactionOptions;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Locks of keys as transactions and the database's own writes meet them. */
@Timeout(60)
class RowLockTest {
  private static final TransactionOptions NO_WAIT =
      TransactionOptions.DEFAULT.withLockWaitMillis(0);
  private static final TransactionOptions READ_COMMITTED =
      NO_WAIT.withIsolation(IsolationLevel.READ_COMMITTED);

  private final Database database = Kevo.openInMemory(Options.DEFAULT);
  private final Keyspace main = database.defaultKeyspace();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    thread.shutdownNow();
    database.close();
  }

  private void put(Transaction transaction, String key, String value) {
    transaction.put(main, bytes(key), bytes(value));
  }

  private boolean lock(Transaction transaction, String key, LockMode mode, LockWait wait) {
    return transaction.lock(main, bytes(key), mode, wait);
  }

  private void awaitWaiter() {
    while (database.transactions().stream().allMatch(info -> info.waitingFor() == 0)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aLockedKeyIsRefusedOrLeftOut() {
    try (Transaction one = database.begin();
        Transaction two = database.begin(NO_WAIT)) {
      assertTrue(lock(one, "k", LockMode.EXCLUSIVE, LockWait.NO_WAIT));
      LockTimeoutException e = assertThrows(LockTimeoutException.class, () -> put(two, "k", "2"));
      assertTrue(e.getMessage().contains("6b"), e::getMessage);
      assertThrows(
          LockTimeoutException.class, () -> lock(two, "k", LockMode.SHARED, LockWait.NO_WAIT));
      assertFalse(lock(two, "k", LockMode.SHARED, LockWait.SKIP_LOCKED));
      put(two, "other", "2");
      one.rollback();
      put(two, "k", "2");
      two.commit();
    }
    assertEquals("2", get(database, main, "k"));
  }

  @Test
  void sharersKeepWritersOut() {
    try (Transaction one = database.begin(NO_WAIT);
        Transaction two = database.begin(NO_WAIT)) {
      lock(one, "k", LockMode.SHARED, LockWait.WAIT);
      lock(two, "k", LockMode.SHARED, LockWait.WAIT);
      assertThrows(LockTimeoutException.class, () -> put(one, "k", "1"));
      two.commit();
      put(one, "k", "1");
      one.commit();
    }
  }

  @Test
  void getForUpdateMovesTheViewAtReadCommittedOnly() {
    database.put(main, bytes("k"), bytes("0"));
    try (Transaction committed = database.begin(READ_COMMITTED);
        Transaction repeatable = database.begin(NO_WAIT)) {
      database.put(main, bytes("k"), bytes("1"));
      assertEquals("0", get(committed, main, "k"));
      assertThrows(ConflictException.class, () -> repeatable.getForUpdate(main, bytes("k")));
      repeatable.rollback();
      assertArrayEquals(bytes("1"), committed.getForUpdate(main, bytes("k")));
      assertEquals("1", get(committed, main, "k"));
      put(committed, "k", "2");
      committed.commit();
    }
    assertEquals("2", get(database, main, "k"));
  }

  @Test
  void aReadOnlyTransactionTakesNoLocks() {
    try (Transaction transaction = database.begin(NO_WAIT.withReadOnly(true))) {
      assertThrows(
          ReadOnlyException.class, () -> lock(transaction, "k", LockMode.SHARED, LockWait.WAIT));
      assertThrows(ReadOnlyException.class, () -> transaction.getForUpdate(main, bytes("k")));
    }
  }

  @Test
  void aWriteOfTheDatabaseWaitsForALockedKey() throws Exception {
    try (Transaction one = database.begin()) {
      put(one, "k", "1");
      database.put(main, bytes("free"), bytes("1"));
      Future<?> waiting = thread.submit(() -> database.put(main, bytes("k"), bytes("2")));
      assertThrows(TimeoutException.class, () -> waiting.get(20, TimeUnit.MILLISECONDS));
      one.commit();
      waiting.get(30, TimeUnit.SECONDS);
    }
    assertEquals("2", get(database, main, "k"));
  }

  @Test
  void aCheckEndsTheWaitOfAWrite() throws Exception {
    try (Transaction one = database.begin();
        Transaction two = database.begin()) {
      put(one, "k", "1");
      two.whileWaiting(
          () -> {
            throw new IllegalStateException("cancelled");
          });
      assertThrows(IllegalStateException.class, () -> put(two, "k", "2"));
      put(two, "other", "2");
      two.commit();
    }
    assertEquals("2", get(database, main, "other"));
  }

  @Test
  void closingTheDatabaseEndsWaiting() {
    Transaction one = database.begin();
    Transaction two = database.begin();
    put(one, "k", "1");
    Future<?> waiting = thread.submit(() -> put(two, "k", "2"));
    awaitWaiter();
    database.close();
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> waiting.get(30, TimeUnit.SECONDS));
    assertInstanceOf(ClosedException.class, e.getCause());
  }

  @Test
  void openTransactionsAreListed() {
    assertEquals(List.of(), database.transactions());
    try (Transaction one = database.begin(READ_COMMITTED);
        Transaction two = database.begin(NO_WAIT.withReadOnly(true))) {
      put(one, "a", "1");
      put(one, "b", "1");
      lock(one, "c", LockMode.SHARED, LockWait.WAIT);
      List<TransactionInfo> infos = database.transactions();
      assertEquals(2, infos.size());
      TransactionInfo first = infos.get(0);
      assertEquals(IsolationLevel.READ_COMMITTED, first.isolation());
      assertEquals(2, first.writes());
      assertEquals(3, first.locks());
      assertFalse(first.readOnly());
      assertTrue(infos.get(1).readOnly());
      assertTrue(infos.get(1).id() > first.id());
      two.commit();
      assertEquals(1, database.transactions().size());
    }
    assertEquals(List.of(), database.transactions());
  }

  @Test
  void negativeTimesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> NO_WAIT.withLockWaitMillis(-1));
    assertThrows(IllegalArgumentException.class, () -> NO_WAIT.withLifetimeMillis(-1));
    assertThrows(IllegalArgumentException.class, () -> NO_WAIT.withIdleMillis(-1));
  }
}

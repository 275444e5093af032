package dev.kevo.engine.txn;

import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.get;
import static dev.kevo.engine.db.Databases.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Options;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.TransactionExpiredException;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.engine.db.Databases;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transactions whose time is over. */
@Timeout(60)
class ExpiryTest {
  private static final TransactionOptions IDLE = TransactionOptions.DEFAULT.withIdleMillis(100);
  private static final TransactionOptions LIFE = TransactionOptions.DEFAULT.withLifetimeMillis(100);

  private final Database database = Kevo.openInMemory(Options.DEFAULT);
  private final Keyspace main = database.defaultKeyspace();
  private final ClockedStore store = new ClockedStore(Databases.store(database));

  @AfterEach
  void close() {
    database.close();
  }

  private void put(Transaction transaction, String key, String value) {
    transaction.put(main, bytes(key), bytes(value));
  }

  @Test
  void anIdleTransactionIsRolledBackAndSaysSo() {
    Transaction idle = store.begin(IDLE);
    put(idle, "k", "1");
    store.pass(100);

    TransactionExpiredException e =
        assertThrows(TransactionExpiredException.class, () -> put(idle, "k", "2"));
    assertTrue(e.isIdle());
    assertThrows(TransactionExpiredException.class, () -> get(idle, main, "k"));
    assertThrows(TransactionExpiredException.class, () -> scan(idle, main, Scan.all()));
    assertThrows(TransactionExpiredException.class, idle::commit);
    idle.rollback();
    idle.close();
    assertEquals(0, database.stats().openSnapshots());
    assertTrue(store.locks().isEmpty());
    assertEquals("-", get(database, main, "k"));
  }

  @Test
  void everyUseLetsTheIdleTimeBeginAnew() {
    database.put(main, bytes("a"), bytes("1"));
    try (Transaction busy = store.begin(IDLE);
        Cursor cursor = busy.scan(main, Scan.all())) {
      store.pass(99);
      get(busy, main, "k");
      store.pass(99);
      put(busy, "k", "1");
      store.pass(99);
      assertTrue(cursor.next());
      store.pass(99);
      busy.refresh();
      store.pass(99);
      busy.commit();
    }
    assertEquals("1", get(database, main, "k"));
  }

  @Test
  void aLifetimeEndsHoweverBusyTheTransactionIs() {
    Transaction old = store.begin(LIFE);
    store.pass(60);
    put(old, "k", "1");
    store.pass(40);
    TransactionExpiredException e = assertThrows(TransactionExpiredException.class, old::commit);
    assertFalse(e.isIdle());
  }

  @Test
  void aWaitingTransactionExpiresToo() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Transaction holder = store.begin(TransactionOptions.DEFAULT);
        Transaction old = store.begin(LIFE)) {
      put(holder, "k", "1");
      Future<?> waiting = thread.submit(() -> put(old, "k", "2"));
      while (store.openTransactions().infos().stream().allMatch(i -> i.waitingFor() == 0)) {
        Thread.onSpinWait();
      }
      store.pass(100);
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> waiting.get(30, TimeUnit.SECONDS));
      assertInstanceOf(TransactionExpiredException.class, e.getCause());
      holder.commit();
    } finally {
      thread.shutdownNow();
    }
    assertEquals("1", get(database, main, "k"));
  }

  @Test
  void aCursorOutlivesItsTransaction() {
    database.put(main, bytes("a"), bytes("1"));
    database.put(main, bytes("b"), bytes("1"));
    Transaction idle = store.begin(IDLE);
    try (Cursor cursor = idle.scan(main, Scan.all())) {
      assertTrue(cursor.next());
      store.pass(100);
      database.delete(main, bytes("b"));
      database.flush();
      assertTrue(cursor.next());
      assertEquals("b", cursor.key().toString());
    }
  }

  @Test
  void theNextLookIsAtTheWarningAndThenAtTheEnd() {
    assertEquals(Long.MAX_VALUE, store.pass(0));
    try (Transaction transaction = store.begin(LIFE);
        Transaction unlimited = store.begin(TransactionOptions.DEFAULT)) {
      assertEquals(75, store.pass(0));
      assertEquals(25, store.pass(75));
      assertEquals(Long.MAX_VALUE, store.pass(25));
      assertThrows(TransactionExpiredException.class, transaction::commit);
      unlimited.commit();
    }
  }

  @Test
  void theDatabaseLooksByItself() {
    Transaction idle = database.begin(TransactionOptions.DEFAULT.withIdleMillis(1));
    while (!database.transactions().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThrows(TransactionExpiredException.class, () -> put(idle, "k", "1"));
  }
}

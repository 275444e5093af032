package dev.kevo.engine.txn;

import static dev.kevo.engine.IsolationLevel.READ_COMMITTED;
import static dev.kevo.engine.IsolationLevel.SERIALIZABLE;
import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.get;
import static dev.kevo.engine.db.Databases.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kevo.engine.ConflictException;
import dev.kevo.engine.Database;
import dev.kevo.engine.IsolationLevel;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Options;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.TransactionOptions;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cases of Hermitage (github.com/ept/hermitage) against the engine, at each level. */
@Timeout(60)
class IsolationTest {
  private static final String OK = "OK";
  private static final String CONFLICT = "conflict";

  private final Database database = Kevo.openInMemory(Options.DEFAULT);
  private final Keyspace main = database.defaultKeyspace();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private Transaction one;
  private Transaction two;
  private Transaction three;

  @BeforeEach
  void putRows() {
    database.put(main, bytes("1"), bytes("10"));
    database.put(main, bytes("2"), bytes("20"));
  }

  @AfterEach
  void close() {
    thread.shutdownNow();
    one.close();
    two.close();
    three.close();
    database.close();
  }

  private void begin(IsolationLevel level) {
    TransactionOptions options = TransactionOptions.DEFAULT.withIsolation(level);
    one = database.begin(options);
    two = database.begin(options);
    three = database.begin(options);
  }

  /** Puts as a statement does: again on the newest state, if the level lets it. */
  private String put(Transaction transaction, String key, String value) {
    transaction.refresh();
    Transaction.Savepoint statement = transaction.savepoint();
    try {
      transaction.put(main, bytes(key), bytes(value));
    } catch (ConflictException e) {
      if (transaction.isolation() != READ_COMMITTED) {
        return CONFLICT;
      }
      transaction.retry(statement);
      transaction.put(main, bytes(key), bytes(value));
    }
    return OK;
  }

  /** Begins to put in another thread, and returns once that waits. */
  private Future<String> waitsToPut(Transaction transaction, String key, String value) {
    Future<String> outcome = thread.submit(() -> put(transaction, key, value));
    while (database.transactions().stream().allMatch(info -> info.waitingFor() == 0)) {
      assertFalse(outcome.isDone(), "it did not wait");
      Thread.onSpinWait();
    }
    return outcome;
  }

  private static String end(Future<String> outcome) throws Exception {
    return outcome.get(30, TimeUnit.SECONDS);
  }

  private String read(Transaction transaction, String key) {
    transaction.refresh();
    return get(transaction, main, key);
  }

  private List<String> rows(Transaction transaction) {
    transaction.refresh();
    return scan(transaction, main, Scan.all());
  }

  private void assertRows(String... rows) {
    assertEquals(List.of(rows), scan(database, main, Scan.all()));
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void g0WritesOfTwoTransactionsDoNotMix(IsolationLevel level) throws Exception {
    begin(level);
    put(one, "1", "11");
    Future<String> waiting = waitsToPut(two, "1", "12");
    put(one, "2", "21");
    one.commit();
    if (level == READ_COMMITTED) {
      assertEquals(OK, end(waiting));
      assertEquals(OK, put(two, "2", "22"));
      two.commit();
      assertRows("1=12", "2=22");
    } else {
      assertEquals(CONFLICT, end(waiting));
      two.rollback();
      assertRows("1=11", "2=21");
    }
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void g1aAndG1bNobodyReadsWhatWasNotCommitted(IsolationLevel level) {
    begin(level);
    put(one, "1", "101");
    assertEquals("10", read(two, "1"));
    put(one, "1", "11");
    assertEquals("10", read(two, "1"));
    one.commit();
    assertEquals(level == READ_COMMITTED ? "11" : "10", read(two, "1"));
    put(three, "2", "99");
    three.rollback();
    assertEquals("20", read(two, "2"));
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void g1cInformationDoesNotFlowInCircles(IsolationLevel level) {
    begin(level);
    put(one, "1", "11");
    put(two, "2", "22");
    assertEquals("20", read(one, "2"));
    assertEquals("10", read(two, "1"));
    one.commit();
    commits(two, level);
  }

  /** What only SERIALIZABLE refuses. */
  private static void commits(Transaction transaction, IsolationLevel level) {
    if (level == SERIALIZABLE) {
      assertThrows(ConflictException.class, transaction::commit);
    } else {
      transaction.commit();
    }
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void otvAnObservedTransactionDoesNotVanish(IsolationLevel level) throws Exception {
    begin(level);
    put(one, "1", "11");
    put(one, "2", "19");
    Future<String> waiting = waitsToPut(two, "1", "12");
    one.commit();
    String outcome = end(waiting);
    if (level == READ_COMMITTED) {
      assertEquals(OK, outcome);
      assertEquals("11", read(three, "1"));
      put(two, "2", "18");
      assertEquals("19", read(three, "2"));
      two.commit();
      assertEquals(List.of("1=12", "2=18"), rows(three));
    } else {
      assertEquals(CONFLICT, outcome);
      assertEquals(List.of("1=10", "2=20"), rows(three));
    }
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void pmpPredicatesSeeNewRowsAtReadCommittedOnly(IsolationLevel level) {
    begin(level);
    assertEquals(List.of("1=10", "2=20"), rows(one));
    put(two, "3", "30");
    two.commit();
    List<String> expected =
        level == READ_COMMITTED ? List.of("1=10", "2=20", "3=30") : List.of("1=10", "2=20");
    assertEquals(expected, rows(one));
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void p4AnUpdateIsLostAtReadCommittedOnly(IsolationLevel level) throws Exception {
    begin(level);
    assertEquals("10", read(one, "1"));
    assertEquals("10", read(two, "1"));
    put(one, "1", "11");
    Future<String> waiting = waitsToPut(two, "1", "11");
    one.commit();
    assertEquals(level == READ_COMMITTED ? OK : CONFLICT, end(waiting));
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void gSingleReadsAreSkewedAtReadCommittedOnly(IsolationLevel level) {
    begin(level);
    assertEquals("10", read(one, "1"));
    put(two, "1", "12");
    put(two, "2", "18");
    two.commit();
    assertEquals(level == READ_COMMITTED ? "18" : "20", read(one, "2"));
    assertEquals(level == READ_COMMITTED ? OK : CONFLICT, put(one, "2", "0"));
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void g2ItemWritesAreSkewedBelowSerializable(IsolationLevel level) {
    begin(level);
    read(one, "1");
    read(one, "2");
    read(two, "1");
    read(two, "2");
    put(one, "1", "11");
    put(two, "2", "21");
    one.commit();
    commits(two, level);
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void g2PredicatesAreSkewedBelowSerializable(IsolationLevel level) {
    begin(level);
    rows(one);
    rows(two);
    put(one, "3", "30");
    put(two, "4", "42");
    one.commit();
    commits(two, level);
  }
}

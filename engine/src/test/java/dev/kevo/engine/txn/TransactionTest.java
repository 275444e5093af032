package dev.kevo.engine.txn;

import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.get;
import static dev.kevo.engine.db.Databases.scan;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.ChangeStream;
import dev.kevo.engine.ClosedException;
import dev.kevo.engine.ConflictException;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.EntryBatch;
import dev.kevo.engine.IsolationLevel;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Options;
import dev.kevo.engine.ReadOnlyException;
import dev.kevo.engine.ReadView;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.engine.WriteBatch;
import dev.kevo.engine.db.Databases;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransactionTest {
  private final Database database =
      Kevo.openInMemory(Options.DEFAULT.withMemTableBytesMax(64 << 10));
  private final Keyspace main = database.defaultKeyspace();

  @AfterEach
  void close() {
    database.close();
  }

  private Transaction begin(IsolationLevel isolation) {
    return database.begin(TransactionOptions.DEFAULT.withIsolation(isolation));
  }

  private void put(Transaction transaction, String key, String value) {
    transaction.put(main, bytes(key), bytes(value));
  }

  private String read(Transaction transaction, String key) {
    return get(transaction, main, key);
  }

  /** Moves everything committed out of the MemTables, through several tables. */
  private void churn() {
    database.flush();
    for (int i = 0; i < 200; i++) {
      put(database, "~" + i, "x".repeat(1000));
    }
    database.flush();
    database.awaitCompactions();
  }

  private void put(Database target, String key, String value) {
    target.put(main, bytes(key), bytes(value));
  }

  @Test
  void ownWritesAreVisibleToItselfOnly() {
    put(database, "a", "1");
    put(database, "b", "1");
    put(database, "d", "1");
    try (Transaction transaction = database.begin()) {
      put(transaction, "b", "2");
      put(transaction, "c", "2");
      transaction.delete(main, bytes("d"));

      assertEquals(List.of("a=1", "b=2", "c=2"), scan(transaction, main, Scan.all()));
      assertEquals(
          List.of("c=2", "b=2", "a=1"), scan(transaction, main, Scan.all().withReversed(true)));
      assertEquals(
          List.of("b=2"), scan(transaction, main, Scan.of(new KeyRange(bytes("b"), bytes("c")))));
      assertEquals("2", read(transaction, "c"));
      assertEquals("-", read(transaction, "d"));
      assertEquals(List.of("a=1", "b=1", "d=1"), scan(database, main, Scan.all()));

      transaction.commit();
    }
    assertEquals(List.of("a=1", "b=2", "c=2"), scan(database, main, Scan.all()));
  }

  @Test
  void manyOwnWritesAreFoundByKeyBeforeAndAfterAScan() {
    long seed = Long.getLong("kevo.seed", 20260101);
    System.out.println("own writes: seed " + seed);
    Random random = new Random(seed);
    List<Keyspace> keyspaces = List.of(main, database.createKeyspace("other"));
    List<Map<String, String>> expected = List.of(new TreeMap<>(), new TreeMap<>());
    try (Transaction transaction = database.begin()) {
      for (int i = 0; i < 2_000; i++) {
        int place = random.nextInt(2);
        String key = "k" + random.nextInt(300);
        int work = random.nextInt(100);
        if (work < 60) {
          transaction.put(keyspaces.get(place), bytes(key), bytes("v" + i));
          expected.get(place).put(key, "v" + i);
        } else if (work < 80) {
          transaction.delete(keyspaces.get(place), bytes(key));
          expected.get(place).remove(key);
        } else if (work < 99) {
          Transaction.Savepoint before = transaction.savepoint();
          transaction.put(keyspaces.get(place), bytes(key), bytes("undone"));
          transaction.rollbackTo(before);
        } else if (i > 1_000) {
          transaction.deleteRange(keyspaces.get(place), new KeyRange(bytes("k1"), bytes("k2")));
          expected.get(place).keySet().removeIf(each -> each.startsWith("k1"));
        }
        String found = expected.get(place).getOrDefault(key, "-");
        assertEquals(found, get(transaction, keyspaces.get(place), key));
        if (i % 500 == 499) {
          assertShows(expected, transaction, keyspaces);
        }
      }
      transaction.commit();
    }
    assertShows(expected, database, keyspaces);
  }

  private static void assertShows(
      List<Map<String, String>> expected, ReadView view, List<Keyspace> keyspaces) {
    for (int i = 0; i < 2; i++) {
      List<String> entries =
          expected.get(i).entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
      assertEquals(entries, scan(view, keyspaces.get(i), Scan.all()));
    }
  }

  @Test
  void sequenceTellsWhetherAViewShowsSomethingElse() {
    put(database, "a", "1");
    long before = database.sequence();
    try (Snapshot snapshot = database.snapshot();
        Transaction reader = begin(IsolationLevel.READ_COMMITTED);
        Transaction serializable = begin(IsolationLevel.SERIALIZABLE)) {
      assertEquals(before, snapshot.sequence());
      assertEquals(before, reader.sequence());
      assertEquals(-1, serializable.sequence());

      put(database, "a", "2");
      assertTrue(database.sequence() > before);
      assertEquals(before, snapshot.sequence());
      assertEquals(before, reader.sequence());

      reader.refresh();
      assertEquals(database.sequence(), reader.sequence());
      put(reader, "b", "1");
      assertEquals(-1, reader.sequence());
    }
  }

  @Test
  void noReaderSeesWhatIsNotCommitted() {
    put(database, "kept", "old");
    put(database, "deleted", "old");
    try (ChangeStream stream = database.changes(database.position());
        Transaction other = begin(IsolationLevel.READ_COMMITTED);
        Transaction writer = begin(IsolationLevel.READ_COMMITTED)) {
      put(writer, "kept", "new");
      put(writer, "added", "new");
      writer.delete(main, bytes("deleted"));
      churn();
      other.refresh();

      try (Snapshot snapshot = database.snapshot()) {
        for (ReadView view : List.of(database, snapshot, other)) {
          assertEquals("old", get(view, main, "kept"));
          assertEquals("old old -", readAll(view, "kept", "deleted", "added"));
          Scan small = Scan.of(new KeyRange(null, bytes("~")));
          List<String> expected = List.of("deleted=old", "kept=old");
          assertEquals(expected, scan(view, main, small));
          assertEquals(expected.size(), scan(view, main, small.withReversed(true)).size());
        }
      }
      writer.rollback();
      while (stream.next(Duration.ZERO)) {
        stream.writes().forEach(write -> assertTrue(((WriteBatch.Put) write).key()[0] == '~'));
      }
    }
    assertEquals("old old -", readAll(database, "kept", "deleted", "added"));
  }

  @Test
  void keyspacesCommitTogether() {
    Keyspace other = database.createKeyspace("other");
    try (Transaction transaction = database.begin()) {
      put(transaction, "a", "1");
      transaction.put(other, bytes("a"), bytes("2"));
      assertEquals("2", get(transaction, other, "a"));
      assertEquals("-", get(database, other, "a"));
      transaction.commit();
    }
    assertEquals("1", get(database, main, "a"));
    assertEquals("2", get(database, other, "a"));
  }

  @Test
  void aCursorDoesNotSeeWritesMadeAfterItWasOpened() {
    put(database, "a", "1");
    try (Transaction transaction = database.begin()) {
      put(transaction, "b", "2");
      try (Cursor cursor = transaction.scan(main, Scan.all())) {
        put(transaction, "b", "3");
        put(transaction, "c", "3");
        transaction.delete(main, bytes("a"));
        assertTrue(cursor.next());
        assertEquals("a", cursor.key().toString());
        assertTrue(cursor.next());
        assertEquals("2", cursor.value().toString());
        assertFalse(cursor.next());
      }
      assertEquals(List.of("b=3", "c=3"), scan(transaction, main, Scan.all()));
    }
  }

  @Test
  void rollbackLeavesNothing() {
    Transaction transaction = database.begin();
    put(transaction, "a", "1");
    transaction.rollback();
    transaction.rollback();
    transaction.close();

    assertEquals("-", get(database, main, "a"));
    assertThrows(ClosedException.class, () -> put(transaction, "a", "1"));
    assertThrows(ClosedException.class, transaction::commit);
    assertEquals(0, database.stats().openSnapshots());
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void theFirstCommitterOfAKeyWins(IsolationLevel isolation) {
    put(database, "k", "0");
    try (Transaction first = begin(isolation);
        Transaction second = begin(isolation)) {
      put(first, "k", "1");
      put(second, "other", "2");
      first.commit();

      ConflictException e = assertThrows(ConflictException.class, () -> put(second, "k", "2"));
      assertTrue(e.getMessage().contains("6b"), e::getMessage);
      second.commit();
    }
    assertEquals("1", get(database, main, "k"));
    assertEquals("2", get(database, main, "other"));
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void conflictsAreFoundInTablesAndBehindTombstones(IsolationLevel isolation) {
    put(database, "k", "0");
    put(database, "gone", "0");
    try (Transaction late = begin(isolation);
        Transaction alsoLate = begin(isolation);
        Transaction unharmed = begin(isolation)) {
      put(database, "k", "1");
      database.delete(main, bytes("gone"));
      churn();

      assertThrows(ConflictException.class, () -> put(late, "k", "late"));
      assertThrows(ConflictException.class, () -> put(alsoLate, "gone", "late"));
      put(unharmed, "free", "mine");
      unharmed.commit();
    }
    assertEquals("1", get(database, main, "k"));
    assertEquals("-", get(database, main, "gone"));
    assertEquals("mine", get(database, main, "free"));
  }

  @Test
  void readCommittedSeesOthersAfterRefresh() {
    put(database, "a", "1");
    try (Transaction transaction = begin(IsolationLevel.READ_COMMITTED)) {
      put(database, "a", "2");
      assertEquals("1", read(transaction, "a"));
      put(transaction, "b", "own");
      transaction.refresh();
      assertEquals("2", read(transaction, "a"));
      assertEquals("own", read(transaction, "b"));
      put(transaction, "a", "3");
      transaction.commit();
    }
    assertEquals("3", get(database, main, "a"));
  }

  @Test
  void readCommittedRetriesAStatementThatMetAConflict() {
    put(database, "a", "1");
    try (Transaction transaction = begin(IsolationLevel.READ_COMMITTED)) {
      put(transaction, "before", "own");
      Transaction.Savepoint statement = transaction.savepoint();
      put(transaction, "b", "undone");
      put(database, "a", "2");
      churn();
      assertThrows(ConflictException.class, () -> put(transaction, "a", "own"));
      transaction.retry(statement);
      assertEquals("2", read(transaction, "a"));
      assertEquals("-", read(transaction, "b"));
      put(transaction, "a", "own");
      transaction.commit();
    }
    assertEquals("own", get(database, main, "a"));
    assertEquals("own", get(database, main, "before"));
    assertEquals("-", get(database, main, "b"));
  }

  @Test
  void repeatableReadKeepsItsView() {
    put(database, "a", "1");
    try (Transaction transaction = begin(IsolationLevel.REPEATABLE_READ)) {
      put(database, "a", "2");
      put(database, "b", "2");
      transaction.refresh();
      churn();
      assertEquals("1", read(transaction, "a"));
      assertEquals("-", read(transaction, "b"));
      assertEquals(
          List.of("a=1"), scan(transaction, main, Scan.of(new KeyRange(null, bytes("~")))));
    }
  }

  @Test
  void writeSkewPassesBelowSerializableAndFailsThere() {
    put(database, "x", "1");
    put(database, "y", "1");
    assertTrue(skew(IsolationLevel.REPEATABLE_READ));
    assertFalse(skew(IsolationLevel.SERIALIZABLE));
  }

  private boolean skew(IsolationLevel isolation) {
    try (Transaction first = begin(isolation);
        Transaction second = begin(isolation)) {
      read(first, "x");
      read(second, "y");
      put(first, "y", "2");
      put(second, "x", "2");
      first.commit();
      second.commit();
      return true;
    } catch (ConflictException e) {
      return false;
    }
  }

  /** What {@code multiGet} answers, "-" for null. */
  private String readAll(ReadView view, String... keys) {
    return view.multiGet(main, Arrays.stream(keys).map(Databases::bytes).toList()).stream()
        .map(value -> value == null ? "-" : new String(value, US_ASCII))
        .collect(Collectors.joining(" "));
  }

  @Test
  void severalKeysAreReadFromTheViewAndTheOwnWrites() {
    for (String key : List.of("a", "b", "c", "d")) {
      put(database, key, "1");
    }
    try (Snapshot snapshot = database.snapshot();
        Transaction transaction = begin(IsolationLevel.REPEATABLE_READ)) {
      put(database, "a", "2");
      assertEquals("1 1 -", readAll(snapshot, "a", "b", "x"));
      assertEquals("1 1 -", readAll(transaction, "a", "b", "x"));

      put(transaction, "b", "mine");
      put(transaction, "d", "");
      transaction.delete(main, bytes("c"));
      assertEquals("1 mine - ", readAll(transaction, "a", "b", "c", "d"));
      assertEquals("2 1 1 1", readAll(database, "a", "b", "c", "d"));
    }
  }

  @Test
  void serializableFindsWhatChangedOfSeveralKeysRead() {
    put(database, "a", "1");
    for (boolean readsItToo : new boolean[] {false, true}) {
      Transaction transaction = begin(IsolationLevel.SERIALIZABLE);
      put(transaction, "own", "1");
      readAll(transaction, "own", readsItToo ? "a" : "b");
      put(database, "a", "2");
      if (readsItToo) {
        assertThrows(ConflictException.class, transaction::commit);
      } else {
        transaction.commit();
      }
    }
  }

  @Test
  void serializableFindsPhantomsInWhatItsCursorsCovered() {
    put(database, "b", "1");
    put(database, "m", "1");
    try (Transaction whole = begin(IsolationLevel.SERIALIZABLE);
        Transaction begun = begin(IsolationLevel.SERIALIZABLE);
        Transaction limited = begin(IsolationLevel.SERIALIZABLE);
        Transaction reversed = begin(IsolationLevel.SERIALIZABLE);
        Transaction absent = begin(IsolationLevel.SERIALIZABLE)) {
      scan(whole, main, Scan.all());
      try (Cursor cursor = begun.scan(main, Scan.all())) {
        assertTrue(cursor.next());
      }
      assertEquals(List.of("b=1"), scan(limited, main, Scan.all().withLimit(1)));
      assertEquals(
          List.of("m=1"), scan(reversed, main, Scan.all().withReversed(true).withLimit(1)));
      read(absent, "k");

      put(database, "k", "phantom");
      List<Transaction> all = List.of(whole, begun, limited, reversed, absent);
      for (Transaction transaction : all) {
        put(transaction, "own" + all.indexOf(transaction), "1");
      }

      assertThrows(ConflictException.class, whole::commit);
      begun.commit();
      limited.commit();
      // It read from the end down to "m", where "own1" and "own2" have appeared since.
      assertThrows(ConflictException.class, reversed::commit);
      assertThrows(ConflictException.class, absent::commit);
    }
  }

  @Test
  void serializableFindsPhantomsInTheBatchesItRead() {
    put(database, "b", "1");
    put(database, "d", "1");
    put(database, "m", "1");
    try (Transaction part = begin(IsolationLevel.SERIALIZABLE);
        Transaction limited = begin(IsolationLevel.SERIALIZABLE);
        Transaction toTheEnd = begin(IsolationLevel.SERIALIZABLE)) {
      try (Cursor cursor = part.scan(main, Scan.all())) {
        assertEquals(2, cursor.next(new EntryBatch(2)));
      }
      try (Cursor cursor = limited.scan(main, Scan.all().withLimit(2))) {
        assertEquals(2, cursor.next(new EntryBatch(5)));
        assertEquals(0, cursor.next(new EntryBatch(5)));
      }
      try (Cursor cursor = toTheEnd.scan(main, Scan.all())) {
        assertEquals(3, cursor.next(new EntryBatch(4)));
      }

      put(database, "z", "phantom");
      put(part, "own1", "1");
      put(limited, "own2", "1");
      put(toTheEnd, "own3", "1");

      assertThrows(ConflictException.class, toTheEnd::commit);
      part.commit();
      limited.commit();
    }
    try (Transaction part = begin(IsolationLevel.SERIALIZABLE)) {
      try (Cursor cursor = part.scan(main, Scan.all())) {
        assertEquals(2, cursor.next(new EntryBatch(2)));
      }
      put(database, "c", "phantom");
      put(part, "own", "2");
      assertThrows(ConflictException.class, part::commit);
    }
  }

  @ParameterizedTest
  @EnumSource(IsolationLevel.class)
  void anExpectedRangeThatChangesFailsTheCommitAtEveryLevel(IsolationLevel isolation) {
    put(database, "parent", "1");
    for (String changed : List.of("parent", "child5", "elsewhere")) {
      try (Transaction transaction = begin(isolation)) {
        transaction.expectUnchanged(main, KeyRange.point(bytes("parent")));
        transaction.expectUnchanged(main, KeyRange.prefix(bytes("child")));
        put(database, changed, "2");
        churn();
        transaction.refresh();
        put(transaction, "own", "1");
        if (changed.equals("elsewhere")) {
          transaction.commit();
        } else {
          assertThrows(ConflictException.class, transaction::commit, changed);
        }
      }
    }
  }

  @Test
  void whatWasExpectedAfterASavepointIsForgottenWithIt() {
    try (Transaction transaction = database.begin()) {
      put(transaction, "own", "1");
      transaction.expectUnchanged(main, KeyRange.point(bytes("a")));
      Transaction.Savepoint savepoint = transaction.savepoint();
      transaction.expectUnchanged(main, KeyRange.point(bytes("a")));
      transaction.expectUnchanged(main, KeyRange.point(bytes("b")));
      transaction.rollbackTo(savepoint);
      put(database, "b", "2");
      transaction.commit();
    }
    try (Transaction transaction = database.begin()) {
      put(transaction, "own", "2");
      transaction.expectUnchanged(main, KeyRange.point(bytes("a")));
      Transaction.Savepoint savepoint = transaction.savepoint();
      transaction.expectUnchanged(main, KeyRange.point(bytes("a")));
      transaction.rollbackTo(savepoint);
      put(database, "a", "2");
      assertThrows(ConflictException.class, transaction::commit);
    }
  }

  @Test
  void savepointsUndoWhatCameAfterThem() {
    put(database, "a", "0");
    try (Transaction transaction = database.begin()) {
      put(transaction, "a", "1");
      Transaction.Savepoint first = transaction.savepoint();
      put(transaction, "a", "2");
      put(transaction, "b", "2");
      Transaction.Savepoint second = transaction.savepoint();
      transaction.delete(main, bytes("a"));

      transaction.rollbackTo(second);
      assertEquals(List.of("a=2", "b=2"), scan(transaction, main, Scan.all()));
      transaction.rollbackTo(first);
      assertEquals(List.of("a=1"), scan(transaction, main, Scan.all()));
      assertThrows(IllegalArgumentException.class, () -> transaction.rollbackTo(second));
      put(transaction, "c", "3");
      transaction.rollbackTo(first);
      assertTrue(transaction.hasWrites());
      Transaction.Savepoint third = transaction.savepoint();
      transaction.rollbackTo(third);
      transaction.commit();
    }
    assertEquals(List.of("a=1"), scan(database, main, Scan.all()));
  }

  @Test
  void aSavepointBelongsToItsTransaction() {
    try (Transaction one = database.begin();
        Transaction two = database.begin()) {
      Transaction.Savepoint savepoint = one.savepoint();
      assertThrows(IllegalArgumentException.class, () -> two.rollbackTo(savepoint));
    }
  }

  @Test
  void undoneWritesDoNotConflict() {
    put(database, "a", "0");
    try (Transaction transaction = database.begin()) {
      Transaction.Savepoint savepoint = transaction.savepoint();
      put(transaction, "a", "1");
      transaction.rollbackTo(savepoint);
      assertFalse(transaction.hasWrites());
      put(transaction, "b", "1");
      put(database, "a", "2");
      transaction.commit();
    }
    assertEquals(List.of("a=2", "b=1"), scan(database, main, Scan.all()));
  }

  @Test
  void aReadOnlyTransactionRefusesWrites() {
    TransactionOptions readOnly = TransactionOptions.DEFAULT.withReadOnly(true);
    try (Transaction transaction = database.begin(readOnly)) {
      assertThrows(ReadOnlyException.class, () -> put(transaction, "a", "1"));
      assertThrows(ReadOnlyException.class, () -> transaction.delete(main, bytes("a")));
      transaction.commit();
    }
  }

  @Test
  void anotherDatabasesKeyspaceIsRefused() {
    try (Database other = Kevo.openInMemory(Options.DEFAULT);
        Transaction transaction = database.begin()) {
      Keyspace foreign = other.defaultKeyspace();
      assertThrows(
          IllegalArgumentException.class, () -> transaction.put(foreign, bytes("a"), bytes("1")));
      assertThrows(IllegalArgumentException.class, () -> database.get(foreign, bytes("a")));
    }
  }
}

package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.DIRECTORY;
import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.get;
import static dev.kevo.engine.db.Databases.open;
import static dev.kevo.engine.db.Databases.put;
import static dev.kevo.engine.db.Databases.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.ConflictException;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.IsolationLevel;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.LimitExceededException;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.engine.WriteBatch;
import dev.kevo.engine.io.MemoryFileSystem;
import dev.kevo.engine.txn.Commit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deleting ranges and whole keyspaces. */
class RangeDeleteTest {
  private final MemoryFileSystem files = new MemoryFileSystem();
  private Database database;
  private Keyspace keyspace;

  @BeforeEach
  void openDatabase() {
    database = open(files);
    keyspace = database.defaultKeyspace();
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  private void reopen() {
    database.close();
    openDatabase();
  }

  private static KeyRange range(String start, String end) {
    return new KeyRange(bytes(start), bytes(end));
  }

  private List<String> all() {
    return scan(database, keyspace, Scan.all());
  }

  private List<String> allReversed() {
    return scan(database, keyspace, Scan.all().withReversed(true));
  }

  private long tables() {
    return files.list(DIRECTORY).stream().filter(name -> name.endsWith(".sst")).count();
  }

  @Test
  void onlyKeysOfTheRangeGo() {
    for (String key : List.of("a", "b", "c", "d")) {
      put(database, key, "1");
    }
    database.deleteRange(keyspace, range("b", "d"));
    assertEquals(List.of("a=1", "d=1"), all());
    assertEquals(List.of("d=1", "a=1"), allReversed());
    assertEquals("-", get(database, "b"));
    assertEquals("1", get(database, "d"));
  }

  @Test
  void keysPutAfterwardsStayInMemoryInTablesAndAfterReopen() {
    put(database, "b", "old");
    put(database, "c", "old");
    database.flush();
    database.deleteRange(keyspace, range("a", "z"));
    put(database, "c", "new");
    assertEquals(List.of("c=new"), all());
    reopen();
    assertEquals(List.of("c=new"), all());
    database.flush();
    assertEquals(List.of("c=new"), all());
    assertEquals("-", get(database, "b"));
    assertEquals("new", get(database, "c"));
    reopen();
    database.verify();
    assertEquals(List.of("c=new"), all());
    assertEquals(List.of("c=new"), allReversed());
  }

  @Test
  void snapshotFromBeforeStillSeesTheKeys() {
    put(database, "b", "1");
    try (Snapshot before = database.snapshot()) {
      database.deleteRange(keyspace, range("a", "z"));
      database.flush();
      database.awaitCompactions();
      assertEquals(List.of("b=1"), scan(before, keyspace, Scan.all()));
      assertEquals("1", get(before, keyspace, "b"));
      assertEquals(List.of(), all());
    }
  }

  @Test
  void tablesWhollyInTheRangeAreDeletedWithoutBeingRead() {
    for (int i = 0; i < 3; i++) {
      put(database, "k" + i, "1");
      database.flush();
    }
    put(database, "z", "1");
    database.flush();
    long readBefore = database.stats().compactions().bytesRead();
    assertEquals(4, tables());
    database.deleteRange(keyspace, KeyRange.prefix(bytes("k")));
    database.flush();
    database.awaitCompactions();
    assertEquals(1, tables());
    assertEquals(readBefore, database.stats().compactions().bytesRead());
    assertEquals(List.of("z=1"), all());
  }

  @Test
  void tablesStayAsLongAsASnapshotNeedsThem() {
    put(database, "k", "1");
    database.flush();
    Snapshot snapshot = database.snapshot();
    database.deleteRange(keyspace, KeyRange.all());
    database.flush();
    database.awaitCompactions();
    assertEquals(1, tables());
    snapshot.close();
    database.awaitCompactions();
    assertEquals(0, tables());
  }

  @Test
  void rangeDeleteIsForgottenOnceNothingIsLeftToHide() {
    put(database, "k", "1");
    database.flush();
    database.deleteRange(keyspace, KeyRange.all());
    database.flush();
    database.awaitCompactions();
    assertEquals(0, pendingDeletes());
  }

  @Test
  void manyRangeDeletesOverOneTableAreCarriedOut() {
    WriteBatch batch = new WriteBatch();
    for (int i = 1000; i < 1100; i++) {
      batch.put(keyspace, bytes("k" + i), bytes("1"));
    }
    database.write(batch);
    database.flush();
    for (int i = 1000; i < 1080; i += 2) {
      database.deleteRange(keyspace, KeyRange.point(bytes("k" + i)));
    }
    database.flush();
    database.awaitCompactions();
    assertEquals(0, pendingDeletes());
    assertEquals(60, all().size());
  }

  private int pendingDeletes() {
    return database.stats().keyspaces().get(0).rangeDeletes();
  }

  @Test
  void transactionSeesItsOwnRangeDelete() {
    put(database, "b", "1");
    put(database, "c", "1");
    try (Transaction transaction = database.begin()) {
      Transaction.Savepoint savepoint = transaction.savepoint();
      transaction.put(keyspace, bytes("d"), bytes("own"));
      transaction.deleteRange(keyspace, range("b", "z"));
      transaction.put(keyspace, bytes("c"), bytes("own"));
      assertEquals(List.of("c=own"), scan(transaction, keyspace, Scan.all()));
      assertEquals("-", get(transaction, keyspace, "b"));
      assertEquals("-", get(transaction, keyspace, "d"));
      assertEquals(List.of("b=1", "c=1"), all());
      transaction.rollbackTo(savepoint);
      assertEquals(List.of("b=1", "c=1"), scan(transaction, keyspace, Scan.all()));
      transaction.deleteRange(keyspace, range("c", "z"));
      transaction.commit();
    }
    assertEquals(List.of("b=1"), all());
  }

  @Test
  void rangeDeleteConflictsWithALaterPutAndAPutWithALaterRangeDelete() {
    try (Transaction deletes = database.begin();
        Transaction puts = database.begin()) {
      deletes.deleteRange(keyspace, range("a", "m"));
      puts.put(keyspace, bytes("b"), bytes("1"));
      puts.commit();
      assertThrows(ConflictException.class, deletes::commit);
    }
    try (Transaction puts = database.begin()) {
      database.deleteRange(keyspace, range("a", "m"));
      database.flush();
      database.awaitCompactions();
      assertThrows(
          ConflictException.class,
          () -> {
            puts.put(keyspace, bytes("c"), bytes("1"));
            puts.commit();
          });
    }
  }

  @Test
  void serializableReadsNoticeARangeDelete() {
    put(database, "b", "1");
    TransactionOptions options =
        TransactionOptions.DEFAULT.withIsolation(IsolationLevel.SERIALIZABLE);
    try (Transaction transaction = database.begin(options)) {
      assertEquals("1", get(transaction, keyspace, "b"));
      transaction.put(keyspace, bytes("other"), bytes("1"));
      database.deleteRange(keyspace, range("a", "c"));
      assertThrows(ConflictException.class, transaction::commit);
    }
  }

  @Test
  void aCommitTakesTenThousandRangeDeletesAndNoMore() {
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < Commit.RANGE_DELETES_MAX; i++) {
      batch.deleteRange(keyspace, range("a", "b"));
    }
    database.write(batch);
    batch.deleteRange(keyspace, range("a", "b"));
    assertThrows(LimitExceededException.class, () -> database.write(batch));
  }

  @Test
  void emptyRangeDeletesNothing() {
    put(database, "b", "1");
    database.deleteRange(keyspace, range("c", "a"));
    assertEquals(List.of("b=1"), all());
  }

  @Test
  void droppedKeyspaceIsGoneWithItsFilesAndItsNameIsFree() {
    Keyspace dropped = database.createKeyspace("T");
    database.put(dropped, bytes("a"), bytes("1"));
    database.flush();
    database.put(dropped, bytes("b"), bytes("1"));
    assertEquals(1, tables());
    assertTrue(database.dropKeyspace("T"));
    assertFalse(database.dropKeyspace("T"));
    assertEquals(Optional.empty(), database.keyspace("T"));
    assertThrows(IllegalStateException.class, () -> get(database, dropped, "a"));
    database.awaitCompactions();
    database.flush();
    assertEquals(0, tables());
    Keyspace again = database.createKeyspace("T");
    assertEquals(List.of(), scan(database, again, Scan.all()));
    database.put(again, bytes("c"), bytes("2"));
    reopen();
    database.verify();
    assertEquals(List.of("c=2"), scan(database, database.keyspace("T").orElseThrow(), Scan.all()));
    assertEquals(2, database.keyspaces().size());
  }

  @Test
  void cursorGoesOnOverADroppedKeyspace() {
    Keyspace dropped = database.createKeyspace("T");
    database.put(dropped, bytes("a"), bytes("1"));
    database.flush();
    try (Cursor cursor = database.scan(dropped, Scan.all())) {
      database.dropKeyspace("T");
      database.awaitCompactions();
      assertTrue(cursor.next());
    }
    database.awaitCompactions();
    database.flush();
    assertEquals(0, tables());
  }

  @Test
  void theDefaultKeyspaceCannotBeDropped() {
    assertThrows(
        IllegalArgumentException.class, () -> database.dropKeyspace(Keyspace.DEFAULT_NAME));
  }

  @Test
  void commitToADroppedKeyspaceIsRefusedAndTheLogIsReplayedWithoutIt() {
    Keyspace dropped = database.createKeyspace("T");
    Transaction transaction = database.begin();
    transaction.put(dropped, bytes("a"), bytes("1"));
    database.dropKeyspace("T");
    assertThrows(IllegalStateException.class, transaction::commit);
    transaction.close();
    reopen();
    assertEquals(List.of(), all());
  }
}

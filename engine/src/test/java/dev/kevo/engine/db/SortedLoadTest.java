package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.DIRECTORY;
import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.get;
import static dev.kevo.engine.db.Databases.open;
import static dev.kevo.engine.db.Databases.put;
import static dev.kevo.engine.db.Databases.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.CommitUnknownException;
import dev.kevo.engine.CompactionStyle;
import dev.kevo.engine.Compression;
import dev.kevo.engine.ConflictException;
import dev.kevo.engine.Database;
import dev.kevo.engine.IsolationLevel;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.ReadOnlyException;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.SortedLoad;
import dev.kevo.engine.StorageException;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.engine.io.FaultFileSystem;
import dev.kevo.engine.io.MemoryFileSystem;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SortedLoadTest {
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

  private void load(Keyspace into, String value, String... keys) {
    try (SortedLoad load = database.load(into)) {
      for (String key : keys) {
        load.put(bytes(key), bytes(value));
      }
      load.commit();
    }
  }

  private List<String> all() {
    return scan(database, keyspace, Scan.all());
  }

  private List<String> tables() {
    return files.list(DIRECTORY).stream().filter(name -> name.endsWith(".sst")).toList();
  }

  @Test
  void loadedEntriesAreReadBothWaysAndAfterReopen() {
    load(keyspace, "1", "a", "b", "c");
    assertEquals(List.of("a=1", "b=1", "c=1"), all());
    assertEquals("1", get(database, "b"));
    put(database, "b", "2");
    reopen();
    database.verify();
    assertEquals(List.of("a=1", "b=2", "c=1"), all());
    assertEquals(
        List.of("c=1", "b=2", "a=1"), scan(database, keyspace, Scan.all().withReversed(true)));
    assertEquals(1, tables().size() - 1);
  }

  @Test
  void loadReplacesWhatWasCommittedBeforeInMemoryAndInTables() {
    put(database, "a", "table");
    database.flush();
    put(database, "b", "memory");
    load(keyspace, "loaded", "a", "b");
    assertEquals(List.of("a=loaded", "b=loaded"), all());
    assertEquals("loaded", get(database, "b"));
    put(database, "a", "later");
    database.delete(keyspace, bytes("b"));
    assertEquals(List.of("a=later"), all());
    reopen();
    database.compactRange(keyspace, KeyRange.all());
    assertEquals(List.of("a=later"), all());
  }

  @Test
  void loadAfterARangeDeleteStaysAndARangeDeleteAfterALoadHidesIt() {
    database.deleteRange(keyspace, KeyRange.all());
    load(keyspace, "1", "a", "b");
    assertEquals(List.of("a=1", "b=1"), all());
    database.deleteRange(keyspace, KeyRange.point(bytes("a")));
    assertEquals(List.of("b=1"), all());
    reopen();
    database.flush();
    assertEquals(List.of("b=1"), all());
    assertEquals("-", get(database, "a"));
  }

  @Test
  void snapshotFromBeforeDoesNotSeeTheLoad() {
    put(database, "a", "old");
    try (Snapshot before = database.snapshot()) {
      load(keyspace, "new", "a", "b");
      assertEquals(List.of("a=old"), scan(before, keyspace, Scan.all()));
      assertEquals("old", get(before, keyspace, "a"));
      assertEquals("-", get(before, keyspace, "b"));
      try (Snapshot after = database.snapshot()) {
        database.compactRange(keyspace, KeyRange.all());
        assertEquals(List.of("a=old"), scan(before, keyspace, Scan.all()));
        assertEquals(List.of("a=new", "b=new"), scan(after, keyspace, Scan.all()));
      }
    }
  }

  @Test
  void transactionConflictsWithALoadOfItsKeys() {
    put(database, "other", "1");
    try (Transaction writes = database.begin();
        Transaction other = database.begin()) {
      other.put(keyspace, bytes("z"), bytes("1"));
      load(keyspace, "1", "a", "b");
      assertThrows(
          ConflictException.class,
          () -> {
            writes.put(keyspace, bytes("b"), bytes("2"));
            writes.commit();
          });
      other.commit();
    }
    TransactionOptions serializable =
        TransactionOptions.DEFAULT.withIsolation(IsolationLevel.SERIALIZABLE);
    try (Transaction reads = database.begin(serializable)) {
      scan(reads, keyspace, Scan.all());
      reads.put(keyspace, bytes("y"), bytes("1"));
      load(keyspace, "1", "c");
      assertThrows(ConflictException.class, reads::commit);
    }
  }

  @Test
  void unsortedInputIsRefusedAndNothingIsLeft() {
    try (SortedLoad load = database.load(keyspace)) {
      load.put(bytes("b"), bytes("1"));
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> load.put(bytes("a"), bytes("1")));
      assertTrue(e.getMessage().contains("entry 1"), e.getMessage());
      assertThrows(IllegalArgumentException.class, () -> load.put(bytes("b"), bytes("1")));
    }
    assertEquals(List.of(), all());
    assertEquals(List.of(), tables());
  }

  @Test
  void abandonedLoadLeavesNothing() {
    SortedLoad load = database.load(keyspace);
    load.put(bytes("a"), bytes("1"));
    load.close();
    assertThrows(ClosedException.class, () -> load.put(bytes("b"), bytes("1")));
    assertEquals(List.of(), tables());
    database.load(keyspace).commit();
    assertEquals(List.of(), all());
  }

  @Test
  void sequencesGoOnAfterALoadEvenIfNothingElseIsInTheLog() {
    load(keyspace, "1", "a");
    reopen();
    put(database, "a", "2");
    assertEquals("2", get(database, "a"));
    load(keyspace, "3", "a");
    assertEquals("3", get(database, "a"));
    reopen();
    assertEquals("3", get(database, "a"));
  }

  @ParameterizedTest
  @EnumSource(CompactionStyle.class)
  void loadsAndCompactionsMixInEveryStyle(CompactionStyle style) {
    Keyspace styled =
        database.createKeyspace("T", KeyspaceOptions.DEFAULT.withCompactionStyle(style));
    for (int round = 0; round < 12; round++) {
      String value = "r" + round;
      String[] keys =
          IntStream.range(0, 20).mapToObj(i -> String.format("k%03d", i)).toArray(String[]::new);
      if (round % 3 == 0) {
        for (String key : keys) {
          database.put(styled, bytes(key), bytes(value));
        }
        database.flush();
      } else {
        load(styled, value, keys);
      }
      database.awaitCompactions();
      for (String key : keys) {
        assertEquals(value, get(database, styled, key));
      }
    }
    database.verify();
  }

  @Test
  void whatWasInMemoryStaysNewerThanWhatALoadIsMergedWith() {
    Keyspace tiered =
        database.createKeyspace(
            "T",
            KeyspaceOptions.DEFAULT
                .withCompactionStyle(CompactionStyle.TIERED)
                .withCompression(Compression.NONE));
    database.put(tiered, bytes("m"), new byte[20_000]);
    database.flush();
    for (String value : List.of("old", "older than memory")) {
      database.put(tiered, bytes("a"), bytes(value));
      database.put(tiered, bytes("z"), bytes(value));
      database.flush();
    }
    database.put(tiered, bytes("a"), bytes("in memory"));
    load(tiered, "loaded", "y", "z");
    database.awaitCompactions();
    database.flush();
    assertEquals("in memory", get(database, tiered, "a"));
    assertEquals("loaded", get(database, tiered, "z"));
    database.verify();

    load(tiered, "loaded again", "z");
    database.awaitCompactions();
    assertEquals("in memory", get(database, tiered, "a"));
    assertTrue(database.stats().compactions().count() > 0);
    database.verify();
  }

  @Test
  void largeLoadGoesBelowWhatItDoesNotMeetAndIsNotRewritten() {
    put(database, "z", "1");
    database.flush();
    try (SortedLoad load = database.load(keyspace)) {
      byte[] value = new byte[1000];
      for (int i = 0; i < 5000; i++) {
        load.put(bytes(String.format("k%06d", i)), value);
      }
      assertEquals(5000, load.entries());
      load.commit();
    }
    database.awaitCompactions();
    assertEquals(5001, all().size());
    assertEquals(0, database.stats().compactions().bytesWritten());
    assertEquals(1, database.stats().keyspaces().get(0).levels().get(0).tables());
  }

  @ParameterizedTest
  @EnumSource(FaultFileSystem.Fault.class)
  void loadWhoseManifestCannotBeSyncedIsInDoubtAndKeepsItsTables(FaultFileSystem.Fault fault) {
    FaultFileSystem faulty = new FaultFileSystem(new MemoryFileSystem());
    try (Database doubtful = open(faulty)) {
      String manifest =
          faulty.list(DIRECTORY).stream().filter(n -> n.startsWith("MANIFEST")).findFirst().get();
      faulty.failAt(Long.MAX_VALUE, fault, false);
      faulty.failNext("sync", manifest);
      SortedLoad load = doubtful.load(doubtful.defaultKeyspace());
      load.put(bytes("a"), bytes("1"));
      assertThrows(CommitUnknownException.class, load::commit);
      assertThrows(ReadOnlyException.class, () -> put(doubtful, "b", "1"));
    }
    faulty.heal();
    try (Database reopened = open(faulty)) {
      assertEquals("1", get(reopened, "a"));
      reopened.verify();
    }
  }

  @Test
  void loadIsOverAfterAPutThatCouldNotBeWritten() {
    FaultFileSystem faulty = new FaultFileSystem(new MemoryFileSystem());
    try (Database failing = open(faulty)) {
      faulty.failNext("append", ".sst");
      byte[] incompressible = new byte[10_000];
      new Random(1).nextBytes(incompressible);
      try (SortedLoad load = failing.load(failing.defaultKeyspace())) {
        assertThrows(
            StorageException.class,
            () -> {
              for (int i = 0; i < 1000; i++) {
                load.put(bytes(String.format("%04d", i)), incompressible);
              }
            });
        assertThrows(ClosedException.class, load::commit);
      }
      assertEquals(List.of(), scan(failing, failing.defaultKeyspace(), Scan.all()));
      assertTrue(faulty.list(DIRECTORY).stream().noneMatch(name -> name.endsWith(".sst")));
    }
  }

  @Test
  void loadIntoADroppedKeyspaceIsRefused() {
    Keyspace dropped = database.createKeyspace("T");
    try (SortedLoad load = database.load(dropped)) {
      load.put(bytes("a"), bytes("1"));
      database.dropKeyspace("T");
      assertThrows(IllegalStateException.class, load::commit);
    }
    assertEquals(List.of(), tables());
  }
}

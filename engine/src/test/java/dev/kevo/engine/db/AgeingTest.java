package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.DIRECTORY;
import static dev.kevo.engine.db.Databases.SMALL;
import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.get;
import static dev.kevo.engine.db.Databases.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kevo.engine.Keyspace;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Options;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.io.MemoryFileSystem;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What time does to a database, with a clock that the test sets. */
@SuppressWarnings("NonAtomicVolatileUpdate") // One thread moves the clock, others read it.
class AgeingTest {
  private static final long HOUR = 3_600_000;

  private final MemoryFileSystem files = new MemoryFileSystem();
  private volatile long now = 1_000 * HOUR;
  private KevoDatabase database = open(SMALL);

  private KevoDatabase open(Options options) {
    return (KevoDatabase)
        KevoDatabase.open(files, DIRECTORY, options, () -> Instant.ofEpochMilli(now));
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  private void pass(long millis) {
    now += millis;
    // The first tick may have to flush what is about to expire.
    database.tick();
    database.flush();
    database.tick();
    database.awaitCompactions();
  }

  private Keyspace createWithTtl() {
    return database.createKeyspace("T", KeyspaceOptions.DEFAULT.withTtlMillis(32 * HOUR));
  }

  private long tables() {
    return files.list(DIRECTORY).stream().filter(name -> name.endsWith(".sst")).count();
  }

  private long valueFiles() {
    return files.list(DIRECTORY).stream().filter(name -> name.endsWith(".val")).count();
  }

  @Test
  void entriesVanishWhenTheirTimeIsOver() {
    Keyspace keyspace = createWithTtl();
    database.put(keyspace, bytes("old"), bytes("1"));
    database.put(keyspace, bytes("renewed"), bytes("1"));
    database.tick();
    pass(20 * HOUR);
    database.put(keyspace, bytes("renewed"), bytes("2"));
    database.put(keyspace, bytes("young"), bytes("1"));
    pass(11 * HOUR);
    assertEquals(3, scan(database, keyspace, Scan.all()).size());
    pass(3 * HOUR);
    assertEquals(List.of("renewed=2", "young=1"), scan(database, keyspace, Scan.all()));
    assertEquals("-", get(database, keyspace, "old"));
    assertEquals("2", get(database, keyspace, "renewed"));
    pass(40 * HOUR);
    assertEquals(List.of(), scan(database, keyspace, Scan.all().withReversed(true)));
  }

  @Test
  void expiredTablesAreDeletedUnread() {
    Keyspace keyspace = createWithTtl();
    database.put(keyspace, bytes("a"), bytes("1"));
    database.put(database.defaultKeyspace(), bytes("a"), bytes("stays"));
    database.tick();
    database.flush();
    assertEquals(2, tables());
    pass(33 * HOUR);
    assertEquals(1, tables());
    assertEquals(0, database.stats().compactions().bytesRead());
    assertEquals("stays", get(database, "a"));
  }

  @Test
  void valuesThatLieApartGoWithTheirExpiredEntries() {
    Keyspace keyspace =
        database.createKeyspace(
            "T", KeyspaceOptions.DEFAULT.withTtlMillis(32 * HOUR).withLargeValueBytes(100));
    database.put(keyspace, bytes("old"), new byte[500]);
    database.tick();
    database.flush();
    pass(20 * HOUR);
    database.put(keyspace, bytes("young"), new byte[600]);
    database.tick();
    database.flush();
    assertEquals(2, valueFiles());
    pass(13 * HOUR);
    assertEquals(1, valueFiles());
    assertEquals(600, database.get(keyspace, bytes("young")).length);
    pass(20 * HOUR);
    assertEquals(0, valueFiles());
    assertEquals(0, tables());
  }

  @Test
  void datesAndExpiryOutliveAReopen() {
    Keyspace keyspace = createWithTtl();
    database.put(keyspace, bytes("a"), bytes("1"));
    database.tick();
    database.close();
    now += 33 * HOUR;
    database = open(SMALL);
    keyspace = database.keyspace("T").orElseThrow();
    database.put(keyspace, bytes("b"), bytes("1"));
    pass(0);
    assertEquals(List.of("b=1"), scan(database, keyspace, Scan.all()));
    database.close();
    database = open(SMALL);
    keyspace = database.keyspace("T").orElseThrow();
    database.verify();
    assertEquals(List.of("b=1"), scan(database, keyspace, Scan.all()));
  }

  @Test
  void snapshotFromBeforeTheDateKeepsItsEntries() {
    Keyspace keyspace = createWithTtl();
    database.put(keyspace, bytes("a"), bytes("1"));
    try (Snapshot snapshot = database.snapshot()) {
      database.put(keyspace, bytes("b"), bytes("1"));
      database.tick();
      pass(33 * HOUR);
      assertEquals(List.of("a=1"), scan(snapshot, keyspace, Scan.all()));
      assertEquals(List.of(), scan(database, keyspace, Scan.all()));
    }
  }

  @Test
  void oldMemTableIsFlushed() {
    database.close();
    database = open(SMALL.withMemTableMillisMax(HOUR));
    database.put(database.defaultKeyspace(), bytes("a"), bytes("1"));
    database.tick();
    now += HOUR - 1;
    database.tick();
    assertEquals(0, tables());
    now += 1;
    database.tick();
    database.flush();
    assertEquals(1, database.stats().flushes().count());
  }
}

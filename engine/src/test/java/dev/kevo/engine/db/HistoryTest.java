package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.DIRECTORY;
import static dev.kevo.engine.db.Databases.SMALL;
import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.get;
import static dev.kevo.engine.db.Databases.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.ChangeStream;
import dev.kevo.engine.CommitPosition;
import dev.kevo.engine.CompactionStyle;
import dev.kevo.engine.Database;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Options;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.SnapshotTooOldException;
import dev.kevo.engine.SortedLoad;
import dev.kevo.engine.WriteBatch;
import dev.kevo.engine.io.MemoryFileSystem;
import dev.kevo.engine.repair.Salvage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reading the past, with a clock that the test sets. */
class HistoryTest {
  private static final KeyspaceOptions HOUR = KeyspaceOptions.DEFAULT.withHistoryMillis(3_600_000);

  private final MemoryFileSystem files = new MemoryFileSystem();
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private KevoDatabase database = open(SMALL);

  private KevoDatabase open(Options options) {
    return (KevoDatabase) KevoDatabase.open(files, DIRECTORY, options, () -> now);
  }

  private void reopen(Options options) {
    database.close();
    database = open(options);
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  /** Lets time pass, and returns what it was. */
  private Instant pass(Duration time) {
    Instant before = now;
    now = now.plus(time);
    database.tick();
    return before;
  }

  private Instant passMinute() {
    return pass(Duration.ofMinutes(1));
  }

  private void kept() {
    keep(HOUR);
  }

  /** Creates a keyspace, at a time of its own. */
  private void keep(KeyspaceOptions options) {
    database.createKeyspace("K", options);
    pass(Duration.ofMillis(1));
  }

  private void put(String value) {
    database.put(keyspace(), bytes("key"), bytes(value));
  }

  private Keyspace keyspace() {
    return database.keyspace("K").orElseThrow();
  }

  private String at(Instant time) {
    try (Snapshot past = database.snapshotAt(time)) {
      return get(past, keyspace(), "key");
    }
  }

  private void compact() {
    database.compactRange(keyspace(), KeyRange.all());
    database.awaitCompactions();
  }

  private long entries() {
    return database.stats().keyspaces().stream()
        .filter(keyspace -> keyspace.name().equals("K"))
        .flatMap(keyspace -> keyspace.levels().stream())
        .mapToLong(level -> level.entries())
        .sum();
  }

  @Test
  void eachTimeShowsWhatHadBeenCommittedByThen() {
    kept();
    Instant before = passMinute();
    put("1");
    Instant first = now;
    passMinute();
    put("2");
    Instant second = passMinute();
    database.delete(keyspace(), bytes("key"));
    Instant deleted = passMinute();
    put("4");

    for (int i = 0; i < 3; i++) {
      assertEquals("-", at(before));
      assertEquals("-", at(first.minusNanos(1000)));
      assertEquals("1", at(first));
      assertEquals("1", at(second.minusNanos(1000)));
      assertEquals("2", at(second));
      assertEquals("-", at(deleted));
      assertEquals("4", at(now));
      if (i == 0) {
        compact();
      } else {
        reopen(SMALL);
      }
    }
  }

  @Test
  void commitsOfOneMicrosecondStayApart() {
    kept();
    passMinute();
    put("1");
    assertEquals("1", at(now));
    put("2");
    assertEquals("1", at(now), "what was read at a time stays so");
    now = now.plusNanos(1000);
    assertEquals("2", at(now));
  }

  @Test
  void aClockThatIsSetBackTakesNothingBack() {
    kept();
    put("1");
    Instant first = passMinute();
    put("2");
    Instant second = now;
    now = now.minus(Duration.ofMinutes(30));
    put("3");

    assertThrows(IllegalArgumentException.class, () -> at(second));
    now = second.plusSeconds(1);
    assertEquals("1", at(first));
    assertEquals("2", at(second));
    assertEquals("3", at(now));
  }

  @Test
  void theFutureIsRefused() {
    kept();
    Instant later = now.plusNanos(1_000);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> database.snapshotAt(later));
    assertTrue(e.getMessage().contains("lies in the future"), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> database.snapshotAt(Instant.MAX));
    assertThrows(SnapshotTooOldException.class, () -> database.snapshotAt(Instant.MIN));
  }

  @Test
  void whatHasLeftTheRetentionIsRefusedAndFreed() {
    kept();
    Instant start = now;
    for (int i = 0; i < 100; i++) {
      put("value " + i);
      passMinute();
    }
    SnapshotTooOldException e =
        assertThrows(SnapshotTooOldException.class, () -> database.snapshotAt(start));
    Instant earliest = e.earliest().orElseThrow();
    assertTrue(e.getMessage().endsWith("the earliest is " + earliest), e.getMessage());
    assertTrue(!earliest.isAfter(now.minus(Duration.ofHours(1))), earliest + "");
    assertTrue(earliest.isAfter(now.minus(Duration.ofMinutes(65))), earliest + "");
    assertEquals("value " + (99 - 59), at(now.minus(Duration.ofMinutes(60))));

    compact();

    assertEquals("value " + (99 - 59), at(now.minus(Duration.ofMinutes(60))));
    assertTrue(entries() >= 60 && entries() <= 66, entries() + " versions are left");
    assertEquals(
        earliest,
        database.stats().keyspaces().stream()
            .filter(keyspace -> keyspace.name().equals("K"))
            .findFirst()
            .flatMap(keyspace -> keyspace.historyStart())
            .orElseThrow());
  }

  @Test
  void aStateLastsAsLongAsItWasTheLatestOne() {
    kept();
    put("1");
    pass(Duration.ofDays(30));
    pass(Duration.ofDays(30));
    Instant late = now;
    passMinute();
    put("2");
    compact();
    assertEquals("1", at(late));
    assertEquals("1", at(now.minusNanos(1000)));
    assertEquals("2", at(now));
  }

  @Test
  void aSnapshotOfThePastKeepsItReadable() {
    kept();
    put("1");
    Instant first = passMinute();
    put("2");
    try (Snapshot past = database.snapshotAt(first)) {
      for (int i = 0; i < 90; i++) {
        put("more " + i);
        passMinute();
      }
      compact();
      assertThrows(SnapshotTooOldException.class, () -> at(first));
      assertEquals("1", get(past, keyspace(), "key"));
      assertEquals(List.of("key=1"), scan(past, keyspace(), Scan.all()));
    }
  }

  @Test
  void deletedRangesAreThereInThePast() {
    kept();
    for (int i = 0; i < 500; i++) {
      database.put(keyspace(), bytes("key" + i), new byte[500]);
    }
    pass(Duration.ofSeconds(1));
    Instant before = passMinute();
    database.deleteRange(keyspace(), KeyRange.all());
    compact();

    assertEquals(0, scan(database, keyspace(), Scan.all()).size());
    try (Snapshot past = database.snapshotAt(before)) {
      assertEquals(500, scan(past, keyspace(), Scan.all()).size());
    }
    pass(Duration.ofHours(2));
    put("x");
    compact();
    assertEquals(1, entries());
  }

  @Test
  void transactionsAndLoadsAppearAtTheirTime() {
    kept();
    Instant empty = passMinute();
    try (SortedLoad load = database.load(keyspace())) {
      load.put(bytes("a"), bytes("1"));
      load.put(bytes("key"), bytes("1"));
      load.commit();
    }
    Instant loaded = passMinute();
    database.write(
        new WriteBatch().put(keyspace(), bytes("key"), bytes("2")).delete(keyspace(), bytes("a")));
    for (int i = 0; i < 2; i++) {
      assertEquals("-", at(empty));
      assertEquals("1", at(loaded));
      assertEquals("2", at(now));
      compact();
    }
  }

  @Test
  void aHistoryBeginsWhenItIsSwitchedOnAndEndsWhenItIsSwitchedOff() {
    Keyspace keyspace = database.createKeyspace("K");
    put("1");
    Instant first = passMinute();
    put("2");
    assertThrows(SnapshotTooOldException.class, () -> at(now));
    database.alterKeyspace(keyspace, HOUR);
    Instant on = passMinute();
    put("3");
    compact();
    assertThrows(SnapshotTooOldException.class, () -> at(first));
    assertEquals("2", at(on));
    assertEquals("3", at(now));

    database.alterKeyspace(keyspace, KeyspaceOptions.DEFAULT);
    assertThrows(SnapshotTooOldException.class, () -> at(on));
    passMinute();
    compact();
    assertEquals(1, entries());
    assertTrue(
        database.stats().keyspaces().stream()
            .noneMatch(stats -> stats.name().equals(CommitTimes.KEYSPACE)));

    database.alterKeyspace(keyspace, HOUR);
    passMinute();
    put("4");
    assertThrows(SnapshotTooOldException.class, () -> at(on));
    assertEquals("4", at(now));
  }

  @Test
  void aKeyspaceWithoutHistoryIsRefusedBesideOneThatHasIt() {
    kept();
    Keyspace other = database.createKeyspace("other");
    put("1");
    try (Snapshot past = database.snapshotAt(now)) {
      assertEquals("1", get(past, keyspace(), "key"));
      SnapshotTooOldException e =
          assertThrows(SnapshotTooOldException.class, () -> past.scan(other, Scan.all()));
      assertTrue(e.getMessage().contains("keyspace other"), e.getMessage());
      Keyspace later = database.createKeyspace("later", HOUR);
      assertThrows(SnapshotTooOldException.class, () -> past.get(later, bytes("key")));
    }
  }

  @Test
  void theDefaultsOfANewDatabaseMayKeepHistory() {
    MemoryFileSystem fresh = new MemoryFileSystem();
    Options options = SMALL.withKeyspaceDefaults(HOUR);
    try (Database other = KevoDatabase.open(fresh, DIRECTORY, options, () -> now)) {
      now = now.plusSeconds(1);
      Databases.put(other, "key", "1");
      Instant first = now;
      now = now.plusSeconds(1);
      Databases.put(other, "key", "2");
      try (Snapshot past = other.snapshotAt(first)) {
        assertEquals("1", get(past, other.defaultKeyspace(), "key"));
      }
    }
  }

  @Test
  void theTimesOfCommitsAreShownToNobody() {
    kept();
    CommitPosition position = database.position();
    put("1");
    assertEquals(2, database.keyspaces().size());
    assertTrue(database.keyspace(CommitTimes.KEYSPACE).isEmpty());
    assertFalse(database.dropKeyspace(CommitTimes.KEYSPACE));
    assertThrows(
        IllegalArgumentException.class, () -> database.createKeyspace(CommitTimes.KEYSPACE));
    try (ChangeStream changes = database.changes(position)) {
      assertTrue(changes.next(Duration.ofSeconds(10)));
      assertEquals(1, changes.writes().size());
      assertEquals(keyspace(), changes.writes().get(0).keyspace());
    }
  }

  @Test
  void aDatabaseOpenForReadingReadsThePast() {
    kept();
    put("1");
    Instant first = passMinute();
    put("2");
    reopen(SMALL.withReadOnly(true));
    assertEquals("1", at(first));
    assertEquals("2", at(now));
    reopen(SMALL);
  }

  @Test
  void checkpointsHaveThePastAndSalvagedDatabasesBeginANewOne() {
    kept();
    put("1");
    Instant first = passMinute();
    put("2");
    Path copy = Path.of("/copy");
    database.checkpoint(copy);
    try (Database other = KevoDatabase.open(files, copy, SMALL, () -> now);
        Snapshot past = other.snapshotAt(first)) {
      assertEquals("1", get(past, other.keyspace("K").orElseThrow(), "key"));
      other.verify();
    }
    Path salvaged = Path.of("/salvaged");
    Salvage.run(files, copy, salvaged, SMALL);
    try (Database other = KevoDatabase.open(files, salvaged, SMALL)) {
      assertEquals(HOUR, other.keyspace("K").orElseThrow().options());
      assertEquals("2", get(other, other.keyspace("K").orElseThrow(), "key"));
      assertThrows(SnapshotTooOldException.class, () -> other.snapshotAt(first));
    }
  }

  @Test
  void whatHasOutlivedItsTimeIsStillThereInThePast() {
    keep(HOUR.withTtlMillis(60_000));
    put("1");
    Instant first = pass(Duration.ofSeconds(10));
    for (int i = 0; i < 4; i++) {
      passMinute();
      database.flush();
    }
    assertEquals("-", get(database, keyspace(), "key"));
    compact();
    assertEquals("1", at(first));
  }

  @ParameterizedTest
  @EnumSource(
      value = CompactionStyle.class,
      names = {"LEVELED", "TIERED"})
  void aLongHistoryLetsCompactionsComeToRest(CompactionStyle style) {
    keep(HOUR.withCompactionStyle(style));
    for (int round = 0; round < 12; round++) {
      for (int i = 0; i < 300; i++) {
        database.put(keyspace(), bytes("key" + i), new byte[300]);
      }
      for (int i = 0; i < 300; i++) {
        database.delete(keyspace(), bytes("key" + i));
      }
      database.deleteRange(keyspace(), KeyRange.prefix(bytes("key" + round)));
    }
    pass(Duration.ofSeconds(1));
    Instant end = passMinute();
    compact();
    database.verify();
    try (Snapshot past = database.snapshotAt(end)) {
      assertEquals(List.of(), scan(past, keyspace(), Scan.all()));
    }
    assertTrue(entries() > 12 * 300, entries() + "");
  }
}

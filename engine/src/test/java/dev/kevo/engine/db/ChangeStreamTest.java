package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.DIRECTORY;
import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.open;
import static dev.kevo.engine.db.Databases.put;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.ChangeStream;
import dev.kevo.engine.ClosedException;
import dev.kevo.engine.CommitPosition;
import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Database;
import dev.kevo.engine.Durability;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Options;
import dev.kevo.engine.PositionLostException;
import dev.kevo.engine.SortedLoad;
import dev.kevo.engine.Transaction;
import dev.kevo.engine.WriteBatch;
import dev.kevo.engine.io.DiskImage;
import dev.kevo.engine.io.MemoryFileSystem;
import dev.kevo.engine.io.PowerLoss;
import dev.kevo.engine.io.PowerLossFileSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChangeStreamTest {
  private static final long SEED = Long.getLong("kevo.seed", 20260101);
  private static final Duration LONG = Duration.ofDays(1_000_000);
  private static final Options RETAINING = Databases.SMALL.withLogRetainedSegments(1000);

  private final MemoryFileSystem files = new MemoryFileSystem();

  private static String describe(WriteBatch.Write write) {
    String keyspace = write.keyspace().name() + " ";
    if (write instanceof WriteBatch.Put put) {
      return keyspace + text(put.key()) + "=" + text(put.value());
    }
    if (write instanceof WriteBatch.Delete delete) {
      return keyspace + "-" + text(delete.key());
    }
    KeyRange range = ((WriteBatch.DeleteRange) write).range();
    return keyspace + "-[" + text(range.start()) + "," + text(range.end()) + ")";
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, UTF_8);
  }

  /** Everything that is there, a list per batch. */
  private static List<List<String>> drain(ChangeStream stream) {
    List<List<String>> batches = new ArrayList<>();
    while (stream.next(Duration.ZERO)) {
      batches.add(stream.writes().stream().map(ChangeStreamTest::describe).toList());
    }
    return batches;
  }

  @Test
  void batchesComeWholeAndInOrderWithKeyspaceKeyKindAndValue() {
    try (Database database = open(files)) {
      Keyspace main = database.defaultKeyspace();
      Keyspace other = database.createKeyspace("other");
      try (ChangeStream stream = database.changes(database.position())) {
        assertFalse(stream.next(Duration.ZERO));
        put(database, "a", "1");
        database.write(
            new WriteBatch()
                .put(main, bytes("b"), bytes(""))
                .delete(other, bytes("c"))
                .deleteRange(main, new KeyRange(bytes("a"), bytes("b")))
                .deleteRange(main, new KeyRange(null, null)));
        try (Transaction transaction = database.begin()) {
          transaction.put(other, bytes("d"), bytes("2"));
          assertEquals(
              List.of(
                  List.of("MAIN a=1"), List.of("MAIN b=", "other -c", "MAIN -[a,b)", "MAIN -[,)")),
              drain(stream));
          transaction.commit();
        }
        assertEquals(List.of(List.of("other d=2")), drain(stream));
        try (ChangeStream again = database.changes(database.oldestPosition())) {
          assertEquals(3, drain(again).size());
          assertEquals(stream.position(), again.position());
        }
      }
    }
  }

  @Test
  void ofAKeyThatATransactionWroteOftenOnlyTheLastWriteIsLogged() {
    try (Database database = open(files);
        ChangeStream stream = database.changes(database.position());
        Transaction transaction = database.begin()) {
      Keyspace main = database.defaultKeyspace();
      for (int i = 0; i < 100; i++) {
        transaction.put(main, bytes("a"), bytes("" + i));
        transaction.put(main, bytes("b" + i), bytes("1"));
        transaction.delete(main, bytes("b" + i));
      }
      transaction.commit();
      assertTrue(stream.next(Duration.ZERO));
      assertEquals(101, stream.writes().size());
      assertEquals("99", Databases.get(database, "a"));
      assertEquals("-", Databases.get(database, "b50"));
    }
  }

  @Test
  void aStreamThatWaitsIsWokenByACommitAndByTheEnd() throws Exception {
    Database database = open(files);
    ChangeStream stream = database.changes(database.position());
    CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> stream.next(LONG));
    put(database, "a", "1");
    assertTrue(waiting.get());

    CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> stream.next(LONG));
    database.close();
    ExecutionException e = assertThrows(ExecutionException.class, ended::get);
    assertEquals(ClosedException.class, e.getCause().getClass());
    stream.close();
    assertThrows(ClosedException.class, () -> stream.next(Duration.ZERO));
  }

  @Test
  void aStreamGoesOnAcrossRotationFlushAndReopening() {
    Random random = new Random(SEED);
    Database database = open(files, RETAINING);
    CommitPosition position = database.position();
    int written = 0;
    int shown = 0;
    for (int round = 0; round < 12; round++) {
      ChangeStream stream = database.changes(position);
      int count = random.nextInt(120);
      for (int i = 0; i < count; i++) {
        put(database, "n", written++ + " " + "x".repeat(random.nextInt(4000)));
        if (random.nextInt(50) == 0) {
          database.flush();
        }
        if (random.nextInt(20) == 0 && stream.next(Duration.ZERO)) {
          shown = assertNumber(stream, shown);
        }
      }
      while (random.nextInt(40) != 0 && stream.next(Duration.ZERO)) {
        shown = assertNumber(stream, shown);
      }
      position = stream.position();
      stream.close();
      database.close();
      database = open(files, RETAINING.withMemTableBytesMax((64 << 10) << random.nextInt(6)));
    }
    try (ChangeStream stream = database.changes(position)) {
      while (stream.next(Duration.ZERO)) {
        shown = assertNumber(stream, shown);
      }
    }
    database.close();
    assertEquals(written, shown, () -> "seed " + SEED);
  }

  private static int assertNumber(ChangeStream stream, int expected) {
    String value = describe(stream.writes().get(0));
    assertTrue(value.startsWith("MAIN n=" + expected + " "), () -> expected + ": " + value);
    return expected + 1;
  }

  @Test
  void aPositionWhoseLogIsGoneIsRefused() {
    CommitPosition begin;
    try (Database database = open(files)) {
      begin = database.position();
      put(database, "a", "1");
      Databases.flush(database, files);
      assertThrows(PositionLostException.class, () -> database.changes(begin));
      assertEquals(database.position(), database.oldestPosition());
    }
    try (Database database = open(files)) {
      assertThrows(PositionLostException.class, () -> database.changes(begin));
    }
  }

  @Test
  void anOpenStreamKeepsTheLogThatItHasNotRead() {
    try (Database database = open(files)) {
      ChangeStream stream = database.changes(database.position());
      for (int round = 0; round < 5; round++) {
        put(database, "a", "" + round);
        database.flush();
      }
      assertTrue(logs() >= 5, () -> logs() + " segments");
      assertEquals(5, drain(stream).size());
      stream.close();
      put(database, "a", "6");
      Databases.flush(database, files);
      assertEquals(1, logs());
    }
  }

  private long logs() {
    return files.list(DIRECTORY).stream().filter(name -> name.endsWith(".wal")).count();
  }

  @Test
  void whatIsNotDurableIsNotShown() {
    Options batch =
        Databases.SMALL
            .withDurability(Durability.BATCH)
            .withSyncBatchBytes(1 << 20)
            .withSyncBatchMillis(3_600_000);
    try (Database database = open(files, batch)) {
      ChangeStream stream = database.changes(database.position());
      put(database, "a", "1");
      assertFalse(stream.next(Duration.ZERO));
      database.position(); // It syncs.
      assertEquals(1, drain(stream).size());
      stream.close();
    }
  }

  @Test
  void whatWasShownSurvivesAPowerCut() {
    Random random = new Random(SEED);
    for (Durability durability : Durability.values()) {
      PowerLossFileSystem disk = new PowerLossFileSystem();
      Options options =
          Databases.SMALL
              .withDurability(durability)
              .withSyncBatchBytes(3000)
              .withSyncBatchMillis(3_600_000);
      Database database = open(disk, options);
      ChangeStream stream = database.changes(database.position());
      int shown = 0;
      for (int number = 0; number < 60; number++) {
        put(database, "n" + number, "x".repeat(random.nextInt(1000)));
        if (random.nextInt(5) == 0) {
          shown += drain(stream).size();
          DiskImage cut = PowerLoss.of(disk.history(), new Random(0), 0).imageOfDurable();
          try (Database recovered = open(cut.toMemory(), options)) {
            String newest = Databases.get(recovered, "n" + (shown - 1));
            assertTrue(shown == 0 || !newest.equals("-"), durability + ": " + shown);
          }
        }
      }
      assertTrue(shown > 20, () -> "" + durability);
      stream.close();
      database.close();
    }
  }

  @Test
  void writesOfADroppedKeyspaceAreLeftOut() {
    try (Database database = open(files)) {
      CommitPosition begin = database.position();
      Keyspace gone = database.createKeyspace("gone");
      database.write(
          new WriteBatch()
              .put(gone, bytes("a"), bytes("1"))
              .put(database.defaultKeyspace(), bytes("b"), bytes("2")));
      database.dropKeyspace("gone");
      try (ChangeStream stream = database.changes(begin)) {
        assertEquals(List.of(List.of("MAIN b=2")), drain(stream));
      }
    }
  }

  @Test
  void sequencesThatLoadsTookAreNoGaps() {
    CommitPosition between;
    try (Database database = open(files, RETAINING)) {
      put(database, "a", "1");
      load(database, "b");
      put(database, "c", "1");
      load(database, "d");
      between = database.position();
      load(database, "e");
    }
    try (Database database = open(files, RETAINING)) {
      load(database, "f");
      put(database, "g", "1");
      try (ChangeStream all = database.changes(database.oldestPosition());
          ChangeStream rest = database.changes(between)) {
        List<String> shown = new ArrayList<>();
        drain(all).forEach(shown::addAll);
        assertEquals(List.of("MAIN a=1", "MAIN c=1", "MAIN g=1"), shown);
        shown.clear();
        drain(rest).forEach(shown::addAll);
        assertEquals(List.of("MAIN g=1"), shown);
        assertEquals(database.position(), rest.position());
      }
    }
  }

  private static void load(Database database, String key) {
    try (SortedLoad load = database.load(database.defaultKeyspace())) {
      load.put(bytes(key), bytes("loaded"));
      load.commit();
    }
  }

  @Test
  void aDamagedSegmentThatIsOnlyRetainedIsNamed() {
    try (Database database = open(files, RETAINING)) {
      put(database, "a", "1");
      put(database, "b", "2");
      database.flush();
    }
    DiskImage image = DiskImage.of(files, DIRECTORY);
    Path oldest = DIRECTORY.resolve("000001.wal");
    byte[] damaged = image.files().get(oldest).clone();
    damaged[60] ^= 1;
    try (Database database = open(image.with(oldest, damaged).toMemory(), RETAINING);
        ChangeStream stream = database.changes(database.oldestPosition())) {
      CorruptionException e =
          assertThrows(CorruptionException.class, () -> stream.next(Duration.ZERO));
      assertTrue(e.getMessage().contains("000001.wal"), e::getMessage);
    }
  }

  @Test
  void whatIsNoPositionIsRefused() {
    try (Database database = open(files)) {
      for (String token : List.of("", "commit-", "commit-x", "commit-1000", "commit-01", "1")) {
        assertThrows(
            IllegalArgumentException.class, () -> database.changes(new CommitPosition(token)));
      }
    }
  }
}

package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.get;
import static dev.kevo.engine.db.Databases.open;
import static dev.kevo.engine.db.Databases.put;
import static dev.kevo.engine.db.Databases.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.Cursor;
import dev.kevo.engine.Database;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.io.MemoryFileSystem;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SnapshotTest {
  private final MemoryFileSystem files = new MemoryFileSystem();
  private final Database database = open(files);
  private final Keyspace main = database.defaultKeyspace();

  @AfterEach
  void close() {
    database.close();
  }

  private void churn(String value) {
    for (int round = 0; round < 8; round++) {
      for (int i = 0; i < 50; i++) {
        put(database, "k" + i, value + round + "x".repeat(1000));
      }
      database.flush();
    }
    database.awaitCompactions();
  }

  private long tableFiles() {
    return files.list(Databases.DIRECTORY).stream().filter(name -> name.endsWith(".sst")).count();
  }

  @Test
  void aSnapshotSurvivesFlushesAndCompactions() {
    put(database, "k1", "old");
    put(database, "z", "kept");
    try (Snapshot snapshot = database.snapshot()) {
      database.delete(main, bytes("z"));
      Keyspace later = database.createKeyspace("later");
      database.put(later, bytes("a"), bytes("1"));
      churn("new");

      assertTrue(database.stats().compactions().count() > 0);
      assertEquals(List.of("k1=old", "z=kept"), scan(snapshot, main, Scan.all()));
      assertEquals("old", get(snapshot, main, "k1"));
      assertEquals("-", get(snapshot, main, "k2"));
      assertEquals("-", get(snapshot, later, "a"));
      assertEquals("-", get(database, "z"));
      assertEquals(1, database.stats().openSnapshots());
    }
    assertEquals(0, database.stats().openSnapshots());
  }

  @Test
  void aCursorSurvivesTheDeletionOfItsTables() {
    churn("old");
    try (Cursor cursor = database.scan(main, Scan.of(new KeyRange(bytes("k1"), bytes("k2"))))) {
      assertTrue(cursor.next());
      churn("new");
      int more = 0;
      while (cursor.next()) {
        assertTrue(cursor.value().toString().startsWith("old7"));
        more++;
      }
      assertEquals(10, more);
    }
    churn("last");
    assertTrue(get(database, "k1").startsWith("last7"));
  }

  @Test
  void tablesAreDeletedOnceNobodyReadsThem() {
    churn("one");
    try (Cursor cursor = database.scan(main, Scan.all())) {
      assertTrue(cursor.next());
      churn("two");
      assertTrue(tableFiles() > liveTables());
    }
    churn("three");
    // Background threads delete: the test ends once they have, or by its time-out.
    while (tableFiles() > liveTables()) {
      Thread.onSpinWait();
    }
    assertEquals(liveTables(), tableFiles());
  }

  private long liveTables() {
    return database.stats().keyspaces().get(0).levels().stream()
        .map(level -> level.tables())
        .mapToInt(Integer::intValue)
        .sum();
  }

  @Test
  void overwrittenVersionsDoNotPileUp() {
    churn("a");
    long after = bytesInTables();
    churn("b");
    churn("c");

    // One table below level 0, and three there that wait for a fourth.
    assertTrue(bytesInTables() < 5 * after, () -> after + " grew to " + bytesInTables());
  }

  private long bytesInTables() {
    return database.stats().keyspaces().get(0).levels().stream()
        .map(level -> level.bytes())
        .mapToLong(Long::longValue)
        .sum();
  }

  @Test
  void aClosedSnapshotRefusesReads() {
    Snapshot snapshot = database.snapshot();
    snapshot.close();
    snapshot.close();

    assertThrows(ClosedException.class, () -> snapshot.get(main, bytes("a")));
    assertThrows(ClosedException.class, () -> snapshot.scan(main, Scan.all()));
  }
}

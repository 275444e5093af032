package dev.kevo.engine.db;

import static dev.kevo.engine.db.Databases.bytes;
import static dev.kevo.engine.db.Databases.get;
import static dev.kevo.engine.db.Databases.open;
import static dev.kevo.engine.db.Databases.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.CompactionStyle;
import dev.kevo.engine.Database;
import dev.kevo.engine.DatabaseStats.LevelStats;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Scan;
import dev.kevo.engine.Snapshot;
import dev.kevo.engine.WriteBatch;
import dev.kevo.engine.io.MemoryFileSystem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every style of compaction must keep, and what each one promises. */
class CompactionStyleTest {
  private final MemoryFileSystem files = new MemoryFileSystem();

  private static Keyspace create(Database database, CompactionStyle style) {
    return database.createKeyspace("T", KeyspaceOptions.DEFAULT.withCompactionStyle(style));
  }

  private static List<LevelStats> levels(Database database) {
    return database.stats().keyspaces().get(1).levels();
  }

  private static long entries(Database database) {
    return levels(database).stream().mapToLong(LevelStats::entries).sum();
  }

  @ParameterizedTest
  @EnumSource(CompactionStyle.class)
  void newestVersionWinsInEveryCompaction(CompactionStyle style) {
    try (Database database = open(files)) {
      Keyspace keyspace = create(database, style);
      for (int round = 0; round < 20; round++) {
        WriteBatch batch = new WriteBatch();
        for (int i = round % 3; i < 60; i += 1 + round % 4) {
          batch.put(keyspace, bytes("k" + i), bytes("r" + round));
        }
        batch.put(keyspace, bytes("always"), bytes("r" + round));
        database.write(batch);
        database.flush();
        database.awaitCompactions();
        assertEquals("r" + round, get(database, keyspace, "always"));
      }
      List<String> before = scan(database, keyspace, Scan.all());
      database.compactRange(keyspace, KeyRange.all());
      assertEquals(before, scan(database, keyspace, Scan.all()));
    }
    try (Database database = open(files)) {
      Keyspace keyspace = database.keyspace("T").orElseThrow();
      assertEquals("r19", get(database, keyspace, "always"));
      database.verify();
    }
  }

  @ParameterizedTest
  @EnumSource(CompactionStyle.class)
  void deletedKeysStayDeletedThroughAllLevelsWithAndWithoutSnapshots(CompactionStyle style) {
    try (Database database = open(files)) {
      Keyspace keyspace = create(database, style);
      List<Snapshot> snapshots = new ArrayList<>();
      for (int round = 0; round < 12; round++) {
        database.put(keyspace, bytes("k"), bytes("r" + round));
        database.put(keyspace, bytes("other" + round), bytes("1"));
        database.flush();
        database.delete(keyspace, bytes("k"));
        database.flush();
        if (round % 4 == 1) {
          snapshots.add(database.snapshot());
        }
        database.awaitCompactions();
        assertEquals("-", get(database, keyspace, "k"));
      }
      snapshots.forEach(snapshot -> assertEquals("-", get(snapshot, keyspace, "k")));
      snapshots.forEach(Snapshot::close);
      database.compactRange(keyspace, KeyRange.all());
      assertEquals("-", get(database, keyspace, "k"));
      assertEquals(12, scan(database, keyspace, Scan.all()).size());
      if (style != CompactionStyle.FIFO) {
        assertEquals(12, entries(database));
      }
    }
  }

  @Test
  void tieredKeyspaceHasFewRunsAndEndsUpInTheLastLevel() {
    try (Database database = open(files)) {
      Keyspace keyspace = create(database, CompactionStyle.TIERED);
      for (int round = 0; round < 30; round++) {
        database.put(keyspace, bytes("k" + round), bytes("1"));
        database.flush();
      }
      database.awaitCompactions();
      assertTrue(levels(database).get(0).tables() < 4, () -> "" + levels(database));
      database.compactRange(keyspace, KeyRange.all());
      assertEquals(0, levels(database).get(0).tables());
      assertEquals(30, levels(database).get(6).entries());
    }
  }

  @Test
  void fifoKeyspaceForgetsItsOldestTables() {
    try (Database database = open(files)) {
      KeyspaceOptions options =
          KeyspaceOptions.DEFAULT.withCompactionStyle(CompactionStyle.FIFO).withFifoBytesMax(3_000);
      Keyspace keyspace = database.createKeyspace("T", options);
      for (int round = 0; round < 30; round++) {
        database.put(keyspace, bytes(String.format("k%02d", round)), new byte[100]);
        database.flush();
      }
      database.awaitCompactions();
      long bytes = levels(database).stream().mapToLong(LevelStats::bytes).sum();
      assertTrue(bytes <= 3_000, () -> bytes + " bytes");
      assertEquals("-", get(database, keyspace, "k00"));
      assertTrue(database.get(keyspace, bytes("k29")) != null);
      assertEquals(0, database.stats().compactions().count());
    }
  }

  @Test
  void aKeyspaceCanChangeItsStyle() {
    try (Database database = open(files)) {
      Keyspace keyspace = create(database, CompactionStyle.LEVELED);
      for (CompactionStyle style :
          List.of(CompactionStyle.TIERED, CompactionStyle.LEVELED, CompactionStyle.TIERED)) {
        for (int round = 0; round < 6; round++) {
          database.put(keyspace, bytes("k" + round), bytes(style.name()));
          database.flush();
        }
        database.awaitCompactions();
        database.alterKeyspace(keyspace, keyspace.options().withCompactionStyle(style));
        database.awaitCompactions();
      }
      assertEquals("TIERED", get(database, keyspace, "k5"));
      database.verify();
    }
  }

  @Test
  void compactedRangeKeepsNothingThatNobodySees() {
    try (Database database = open(files)) {
      Keyspace keyspace = create(database, CompactionStyle.LEVELED);
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 100; i++) {
          database.put(keyspace, bytes("k" + i), bytes("r" + round));
        }
        database.compactRange(keyspace, KeyRange.all());
      }
      for (int i = 0; i < 50; i++) {
        database.delete(keyspace, bytes("k" + i));
      }
      database.deleteRange(keyspace, KeyRange.prefix(bytes("k7")));
      database.compactRange(keyspace, new KeyRange(bytes("j"), bytes("l")));
      assertEquals(40, entries(database));
      assertEquals(0, levels(database).get(0).tables());
    }
  }
}

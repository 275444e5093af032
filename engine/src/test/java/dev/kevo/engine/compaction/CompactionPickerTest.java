package dev.kevo.engine.compaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.CompactionStyle;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.version.Version;
import dev.kevo.engine.version.VersionEdit;
import dev.kevo.engine.version.VersionEdit.RemovedTable;
import dev.kevo.engine.version.VersionSet.KeyspaceVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tables are written "level:first-last:bytes", and ":half" if half of the entries are deletes. */
class CompactionPickerTest {
  private static final int ENTRIES = 10;

  private final CompactionPicker picker = new CompactionPicker(new LevelLimits(3, 100, 10, 50));

  @Test
  void nothingIsPickedWhileEveryLevelFits() {
    assertTrue(picker.pick(leveled(Version.EMPTY), Long.MAX_VALUE, Long.MAX_VALUE).isEmpty());
    assertTrue(nothing(leveled(version("0:a-z:50", "0:a-z:50", "1:a-z:99", "2:a-z:999"))));
  }

  @Test
  void fullLevelZeroGoesDownWithAllThatOverlapsIt() {
    Compaction picked =
        pick("0:c-f:10", "0:d-k:10", "0:e-g:10", "1:a-b:10", "1:f-g:10", "1:k-l:10", "1:m-z:10");
    assertEquals(0, picked.level());
    assertEquals(List.of(3L, 2L, 1L), numbers(picked.upper()));
    assertEquals(List.of(5L, 6L), numbers(picked.lower()));
    assertFalse(picked.isMove());
    assertEquals(50, picked.inputBytes());
  }

  @Test
  void fullestLevelIsPickedFirst() {
    assertEquals(1, pick("0:a-b:1", "0:a-b:1", "0:a-b:1", "1:a-m:100", "1:n-z:50").level());
    assertEquals(2, pick("1:a-m:110", "2:a-z:3000").level());
  }

  @Test
  void tableWithTheLeastBelowItIsPicked() {
    Compaction picked =
        pick("1:a-d:50", "1:e-h:50", "1:i-z:50", "2:a-c:100", "2:g-j:10", "2:k-z:100");
    assertEquals(List.of(2L), numbers(picked.upper()));
    assertEquals(List.of(5L), numbers(picked.lower()));
  }

  @Test
  void tableThatOverlapsNothingIsMoved() {
    Compaction picked = pick("1:a-d:50", "1:e-h:50", "1:i-z:50", "2:a-b:100", "2:j-k:10");
    assertEquals(List.of(2L), numbers(picked.upper()));
    assertTrue(picked.isMove());
  }

  @Test
  void tablesOfASortedLoadAreMoved() {
    assertTrue(pick("0:g-h:10", "0:i-j:10", "0:k-l:10", "1:a-f:10").isMove());
    assertFalse(pick("0:g-i:10", "0:i-j:10", "0:k-l:10", "1:a-f:10").isMove());
    assertFalse(pick("0:f-h:10", "0:i-j:10", "0:k-l:10", "1:a-f:10").isMove());
  }

  @Test
  void lastLevelIsNeverPicked() {
    assertTrue(nothing(leveled(version((Version.LEVELS - 1) + ":a-z:1000000000000000"))));
  }

  @Test
  void wholeLevelTakesItsTablesAndThoseBelow() {
    Version version = version("1:a-d:50", "1:i-k:50", "2:b-c:1", "2:e-f:1", "2:x-z:1");
    Compaction whole = CompactionPicker.wholeLevel(version, 1).orElseThrow();
    assertEquals(List.of(1L, 2L), numbers(whole.upper()));
    assertEquals(List.of(3L, 4L), numbers(whole.lower()));
    assertEquals(Optional.empty(), CompactionPicker.wholeLevel(version, 0));
  }

  private Compaction pick(String... tables) {
    return picker.pick(leveled(version(tables)), Long.MAX_VALUE, Long.MAX_VALUE).orElseThrow();
  }

  private boolean nothing(KeyspaceVersion keyspace) {
    return picker.pick(keyspace, Long.MAX_VALUE, Long.MAX_VALUE).isEmpty();
  }

  @Test
  void tieredRunsOfSimilarSizeAreMergedWithinLevelZero() {
    KeyspaceVersion keyspace =
        keyspace(
            CompactionStyle.TIERED,
            version("6:a-z:9000", "0:a-z:500", "0:a-z:20", "0:a-z:10", "0:c-f:10"));
    Compaction picked = picker.pick(keyspace, Long.MAX_VALUE, Long.MAX_VALUE).orElseThrow();
    assertEquals(List.of(5L, 4L, 3L), numbers(picked.upper()));
    assertEquals(List.of(), picked.lower());
    assertEquals(0, picked.outputLevel());
    assertFalse(picked.isMove());
  }

  @Test
  void tieredRunsAsLargeAsTheLastLevelGoThereTogether() {
    KeyspaceVersion keyspace =
        keyspace(
            CompactionStyle.TIERED,
            version("6:a-f:50", "6:g-z:50", "0:a-b:60", "0:a-c:30", "0:a-c:20"));
    Compaction picked = picker.pick(keyspace, Long.MAX_VALUE, Long.MAX_VALUE).orElseThrow();
    assertEquals(List.of(5L, 4L, 3L), numbers(picked.upper()));
    assertEquals(List.of(1L), numbers(picked.lower()));
    assertEquals(6, picked.outputLevel());
  }

  @Test
  void tieredRunsAreNotMergedIntoOneThatWouldCountAsNewerThanWhatIsInMemory() {
    String[] runs = {"6:a-z:9000", "0:a-z:500", "0:a-z:20", "0:a-z:10", "0:c-f:10"};
    KeyspaceVersion few = keyspace(CompactionStyle.TIERED, version(runs));
    assertTrue(picker.pick(few, Long.MAX_VALUE, 4).isEmpty());
    assertTrue(picker.pick(few, Long.MAX_VALUE, 6).isPresent());
    runs = Arrays.copyOf(runs, 7);
    Arrays.fill(runs, 5, 7, "0:c-f:10");
    KeyspaceVersion many = keyspace(CompactionStyle.TIERED, version(runs));
    assertEquals(6, picker.pick(many, Long.MAX_VALUE, 4).orElseThrow().outputLevel());
  }

  @Test
  void tieredKeyspaceWaitsForEnoughRuns() {
    assertTrue(nothing(keyspace(CompactionStyle.TIERED, version("0:a-b:60", "0:a-c:30"))));
  }

  @Test
  void fifoKeyspaceMergesNothingAndLosesItsOldestTables() {
    Version version = version("0:a-z:50", "0:a-z:50", "0:a-z:50", "0:a-z:50");
    assertTrue(nothing(keyspace(CompactionStyle.FIFO, version)));
    assertEquals(
        List.of(new RemovedTable(7, 0, 1), new RemovedTable(7, 0, 2)),
        FifoRule.excess(7, version, 120, Long.MAX_VALUE));
    assertEquals(List.of(), FifoRule.excess(7, version, 200, Long.MAX_VALUE));
    assertEquals(List.of(new RemovedTable(7, 0, 1)), FifoRule.excess(7, version, 120, 1));
  }

  @Test
  void tableOfDeletesGoesEarlyButNotBeforeEverybodySeesThem() {
    KeyspaceVersion keyspace = leveled(version("1:a-d:5:half", "2:a-b:10"));
    Compaction picked = picker.pick(keyspace, Long.MAX_VALUE, Long.MAX_VALUE).orElseThrow();
    assertEquals(List.of(1L), numbers(picked.upper()));
    assertEquals(List.of(2L), numbers(picked.lower()));
    assertTrue(picker.pick(keyspace, 0, Long.MAX_VALUE).isEmpty());
    Compaction alone =
        picker.pick(leveled(version("6:a-d:5:half")), 9, Long.MAX_VALUE).orElseThrow();
    assertEquals(6, alone.outputLevel());
    assertFalse(alone.isMove());
  }

  private static KeyspaceVersion keyspace(CompactionStyle style, Version version) {
    return new KeyspaceVersion(
        0, "keyspace", KeyspaceOptions.DEFAULT.withCompactionStyle(style), version, false);
  }

  private static KeyspaceVersion leveled(Version version) {
    return keyspace(CompactionStyle.LEVELED, version);
  }

  private static List<Long> numbers(List<TableMeta> tables) {
    return tables.stream().map(TableMeta::fileNumber).toList();
  }

  /** Numbered from 1 on in the order given. */
  private static Version version(String... tables) {
    List<VersionEdit.AddedTable> added = new ArrayList<>();
    for (String table : tables) {
      String[] parts = table.split("[:-]", -1);
      long number = added.size() + 1L;
      added.add(
          new VersionEdit.AddedTable(
              0,
              Integer.parseInt(parts[0]),
              new TableMeta(
                  number,
                  Long.parseLong(parts[3]),
                  ENTRIES,
                  parts[1].getBytes(UTF_8),
                  parts[2].getBytes(UTF_8),
                  number,
                  number,
                  parts.length > 4 ? ENTRIES / 2 : 0,
                  0,
                  false,
                  List.of())));
    }
    return Version.EMPTY.with(added);
  }
}

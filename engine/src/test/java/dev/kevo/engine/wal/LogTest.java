package dev.kevo.engine.wal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.io.DiskImage;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.MemoryFileSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogTest {
  private static final Path DIRECTORY = Path.of("/db");
  private static final Path FILE = DIRECTORY.resolve(FileNames.wal(7));

  private final FileSystem files = new MemoryFileSystem();

  @BeforeEach
  void createDirectory() {
    files.createDirectories(DIRECTORY);
  }

  /** Writes each record and syncs it. */
  private byte[] log(String... records) {
    try (LogWriter log = LogWriter.create(files, FILE, LogKind.WAL, 7, 1)) {
      for (String record : records) {
        log.begin().writeBytes(record.getBytes(UTF_8));
        log.end();
        log.write();
        log.sync();
      }
    }
    return bytes();
  }

  private byte[] bytes() {
    return DiskImage.of(files, DIRECTORY).files().get(FILE);
  }

  private static List<String> read(byte[] bytes) {
    return read(bytes, FILE, 7);
  }

  private static List<String> read(byte[] bytes, Path file, long number) {
    FileSystem disk =
        new DiskImage(Set.of(DIRECTORY), new TreeMap<>()).with(file, bytes).toMemory();
    return read(disk, file, number);
  }

  private static List<String> read(FileSystem disk, Path file, long number) {
    List<String> records = new ArrayList<>();
    try (LogReader log = LogReader.open(disk, file, LogKind.WAL, number)) {
      while (log.next()) {
        byte[] payload = new byte[log.payload().remaining()];
        var reader = log.payload();
        for (int i = 0; i < payload.length; i++) {
          payload[i] = (byte) reader.readByte();
        }
        records.add(new String(payload, UTF_8));
      }
    }
    return records;
  }

  @Test
  void recordsAreReadBackInOrder() {
    String large = "x".repeat(700_000);

    assertEquals(List.of("one", "", large, "four"), read(log("one", "", large, "four")));
  }

  @Test
  void aTailTornAtAnyByteIsCut() {
    byte[] whole = log("one", "two", "three");
    int two = LogFormat.HEADER_BYTES + 2 * (LogFormat.RECORD_HEADER_BYTES + 3 + 1);

    for (int length = two; length < whole.length; length++) {
      assertEquals(List.of("one", "two"), read(Arrays.copyOf(whole, length)), "cut to " + length);
    }
  }

  @Test
  void aTailOfUnwrittenSectorsIsCut() {
    byte[] whole = log("one", "x".repeat(2000));
    for (int sector = 512; sector < whole.length; sector += 512) {
      byte[] torn = whole.clone();
      Arrays.fill(torn, sector, Math.min(sector + 512, torn.length), (byte) 0);

      assertEquals(List.of("one"), read(torn), "sector at " + sector);
    }
  }

  @Test
  void everyFlippedBitIsFoundAndNamed() {
    byte[] whole = log("one", "two", "three");

    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      CorruptionException e =
          assertThrows(CorruptionException.class, () -> read(damaged), "bit " + bit);
      assertTrue(e.getMessage().contains("000007.wal"), e::getMessage);
    }
  }

  @Test
  void zeroedBytesBeforeADurableRecordAreDamage() {
    byte[] whole = log("x".repeat(1000), "x".repeat(1000), "last");
    for (int sector = 512; sector < 1536; sector += 512) {
      byte[] damaged = whole.clone();
      Arrays.fill(damaged, sector, sector + 512, (byte) 0);

      assertThrows(CorruptionException.class, () -> read(damaged), "sector at " + sector);
    }
  }

  @Test
  void aLostSectorOfAnUnsyncedGroupCutsTheGroup() {
    try (LogWriter log = LogWriter.create(files, FILE, LogKind.WAL, 7, 1)) {
      for (int i = 0; i < 5; i++) {
        log.begin().writeBytes("y".repeat(700).getBytes(UTF_8));
        log.end();
      }
      log.write();
    }
    byte[] torn = bytes();
    Arrays.fill(torn, 1024, 1536, (byte) 0);

    assertEquals(1, read(torn).size());
  }

  /** Writes each record and syncs it, in space that was taken before. */
  private byte[] reservedLog(String... records) {
    try (LogWriter log = LogWriter.create(files, FILE, LogKind.WAL, 7, 1)) {
      for (String record : records) {
        log.reserve(record.length() + LogFormat.RECORD_OVERHEAD_BYTES);
        log.begin().writeBytes(record.getBytes(UTF_8));
        log.end();
        log.write();
        log.sync();
      }
    }
    return bytes();
  }

  @Test
  void spaceTakenAheadIsNotPartOfTheLog() {
    byte[] whole = reservedLog("one", "", "x".repeat(5000), "four");

    assertEquals(0, whole.length % 4096);
    assertEquals(List.of("one", "", "x".repeat(5000), "four"), read(whole));
    assertEquals(List.of(), read(Arrays.copyOf(whole, LogFormat.HEADER_BYTES)));
  }

  @Test
  void aRecordThatWasWrittenInPartsIntoSpaceTakenAheadIsCut() {
    byte[] whole = reservedLog("one", "x".repeat(2000));
    int end = DiskImage.withoutZerosAtEnd(whole).length;
    int second = LogFormat.HEADER_BYTES + LogFormat.RECORD_OVERHEAD_BYTES + 3;
    for (int length = second; length < end; length++) {
      byte[] torn = whole.clone();
      Arrays.fill(torn, length, end, (byte) 0);
      assertEquals(List.of("one"), read(torn), "written up to " + length);
    }
    for (int sector = 0; sector < end; sector += 512) {
      byte[] torn = whole.clone();
      Arrays.fill(torn, Math.max(sector, second), Math.min(sector + 512, end), (byte) 0);
      assertEquals(List.of("one"), read(torn), "without the sector at " + sector);
    }
  }

  @Test
  void everyFlippedBitBeforeTheSpaceTakenAheadIsFound() {
    byte[] whole = reservedLog("one", "two", "three");
    int end = DiskImage.withoutZerosAtEnd(whole).length;
    for (int bit = 0; bit < end * 8; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertThrows(CorruptionException.class, () -> read(damaged), "bit " + bit);
    }
  }

  @Test
  void aFlippedBitInTheSpaceTakenAheadLosesNothing() {
    byte[] whole = reservedLog("one", "two");
    for (int bit = DiskImage.withoutZerosAtEnd(whole).length * 8; bit < whole.length * 8; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertEquals(List.of("one", "two"), read(damaged), "bit " + bit);
      } catch (CorruptionException e) {
        assertTrue(bit < 512 * 8, e::getMessage); // Close to what was written, it may be damage.
      }
    }
  }

  @Test
  void staleRecordsOfAnotherFileBehindTheEndAreNotTaken() {
    byte[] stale = reservedLog("one", "two", "three", "four");
    files.delete(FILE);
    Path other = DIRECTORY.resolve(FileNames.wal(8));
    try (LogWriter log = LogWriter.create(files, other, LogKind.WAL, 8, 1)) {
      log.begin().writeBytes("new".getBytes(UTF_8));
      log.end();
      log.write();
    }
    byte[] fresh = DiskImage.of(files, DIRECTORY).files().get(other);
    byte[] recycled = stale.clone();
    System.arraycopy(fresh, 0, recycled, 0, fresh.length);

    assertThrows(CorruptionException.class, () -> read(recycled, other, 8));
  }

  @Test
  void recordsOfAnotherFileAreNotTaken() {
    byte[] whole = log("one", "two");
    Path other = DIRECTORY.resolve(FileNames.wal(8));

    CorruptionException e = assertThrows(CorruptionException.class, () -> read(whole, other, 8));

    assertTrue(e.getMessage().contains("000008.wal"), e::getMessage);
  }

  @Test
  void aNewerFormatIsRefusedByItsNumber() {
    byte[] whole = log("one");
    whole[8] = 2;

    CorruptionException e = assertThrows(CorruptionException.class, () -> read(whole));

    assertTrue(e.getMessage().contains("format version 2"), e::getMessage);
  }

  @Test
  void aFinishedSegmentLeadsToTheNext() {
    try (LogWriter log = LogWriter.create(files, FILE, LogKind.WAL, 7, 1)) {
      log.finishSegment(9);
    }
    try (LogReader log = LogReader.open(files, FILE, LogKind.WAL, 7)) {
      assertFalse(log.next());
      assertEquals(9, log.nextSegment());
      assertFalse(log.torn());
    }
  }
}

package dev.kevo.engine.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Durability;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.codec.BytesWriter;
import dev.kevo.engine.io.DiskImage;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.MemoryFileSystem;
import dev.kevo.engine.key.EntryKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WalReplayTest {
  private static final Path DIRECTORY = Path.of("/db");

  private final FileSystem files = new MemoryFileSystem();

  @BeforeEach
  void createDirectory() {
    files.createDirectories(DIRECTORY);
  }

  private static Path path(long number) {
    return DIRECTORY.resolve(FileNames.wal(number));
  }

  /** Appends a batch of one entry per key; returns the next sequence. */
  private static long append(WriteAheadLog log, long sequence, int... keys) {
    BytesWriter payload = log.begin();
    WalRecord.encodeHead(payload, sequence, keys.length);
    for (int key : keys) {
      byte[] bytes = {(byte) key};
      WalRecord.encodeEntry(
          payload, 0, key < 0 ? EntryKind.DELETE : EntryKind.PUT, bytes, key < 0 ? null : bytes);
    }
    log.end();
    log.write(Durability.IMMEDIATE, 1);
    return sequence + keys.length;
  }

  /** Segments 3, 5 and 8 with entries 1 to 6. */
  private DiskImage threeSegments() {
    try (WriteAheadLog log = WriteAheadLog.create(files, DIRECTORY, 3, 1)) {
      long next = append(log, 1, 1, 2);
      log.prepareSegment(5, next);
      log.rotate();
      next = append(log, next, 3);
      next = append(log, next, -4);
      log.prepareSegment(8, next);
      log.rotate();
      append(log, next, 5, 6);
    }
    return DiskImage.of(files, DIRECTORY);
  }

  private static List<String> replay(FileSystem disk, long first, long sequence) {
    List<String> entries = new ArrayList<>();
    long end =
        new WalReplay(disk, DIRECTORY)
            .replay(
                first,
                sequence,
                (payload, expected) ->
                    WalRecord.decode(
                        payload,
                        expected,
                        (number, keyspace, kind, key, value) ->
                            entries.add(number + ":" + key[0] + (value == null ? "-" : ""))));
    assertEquals(sequence + entries.size(), end);
    return entries;
  }

  @Test
  void theChainIsFollowedToItsEnd() {
    threeSegments();

    assertEquals(List.of("1:1", "2:2", "3:3", "4:-4-", "5:5", "6:6"), replay(files, 3, 1));
    assertEquals(List.of("3:3", "4:-4-", "5:5", "6:6"), replay(files, 5, 3));
  }

  @Test
  void aMissingSegmentIsNamed() {
    DiskImage image = threeSegments();
    for (long number : new long[] {3, 5, 8}) {
      FileSystem disk = image.without(path(number)).toMemory();
      CorruptionException e = assertThrows(CorruptionException.class, () -> replay(disk, 3, 1));
      assertTrue(e.getMessage().contains(FileNames.wal(number)), e::getMessage);
    }
  }

  @Test
  void anOlderSegmentThatWasCutIsRefused() {
    DiskImage image = threeSegments();
    byte[] whole = image.files().get(path(5));
    for (int length = 0; length < whole.length; length++) {
      FileSystem disk = image.with(path(5), Arrays.copyOf(whole, length)).toMemory();
      assertThrows(CorruptionException.class, () -> replay(disk, 3, 1), "cut to " + length);
    }
  }

  @Test
  void aSegmentThatIsNotTheOneBegunWithIsRefused() {
    threeSegments();

    assertThrows(CorruptionException.class, () -> replay(files, 5, 2));
  }

  @Test
  void aLogThatGrowsIsReplayedToWhereItEnded() {
    WalPosition end;
    try (WriteAheadLog log = WriteAheadLog.create(files, DIRECTORY, 3, 1)) {
      append(log, 1, 1, 2);
      end = log.position();
      log.prepareSegment(5, 3);
      log.rotate();
      append(log, 3, 3);
    }
    WalReplay replay = new WalReplay(files, DIRECTORY, end);
    WalReplay.Sink sink =
        (payload, expected) -> WalRecord.decode(payload, expected, (n, id, kind, key, value) -> {});

    assertEquals(3, replay.replay(3, 1, sink));
  }

  @Test
  void anEmptySegmentThatACrashLeftIsPassedOver() {
    DiskImage image = threeSegments();
    WriteAheadLog.create(files, DIRECTORY, 11, 7).close();
    byte[] header = DiskImage.of(files, DIRECTORY).files().get(path(11));

    for (int length = 0; length <= header.length; length++) {
      FileSystem disk = image.with(path(11), Arrays.copyOf(header, length)).toMemory();
      assertEquals(6, replay(disk, 3, 1).size());
    }
  }

  @Test
  void copiesThatARecoveryLeftArePassedOverButNewerRecordsAreNot() {
    threeSegments();
    try (WriteAheadLog copy = WriteAheadLog.create(files, DIRECTORY, 11, 1)) {
      append(copy, 1, 1, 2);
    }
    assertEquals(6, replay(files, 3, 1).size());

    try (WriteAheadLog stray = WriteAheadLog.create(files, DIRECTORY, 12, 7)) {
      append(stray, 7, 7);
    }
    CorruptionException e = assertThrows(CorruptionException.class, () -> replay(files, 3, 1));
    assertTrue(e.getMessage().contains(FileNames.wal(12)), e::getMessage);
  }

  /** A record under right checksums may hold anything. */
  @Test
  void anyBytesOfARecordAreEntriesOrRefused() {
    BytesWriter record = new BytesWriter();
    WalRecord.encodeHead(record, 1, 3);
    WalRecord.encodeEntry(record, 0, EntryKind.PUT, new byte[40], new byte[200]);
    WalRecord.encodeEntry(record, 1, EntryKind.DELETE, new byte[3], null);
    WalRecord.encodeEntry(record, 0, EntryKind.RANGE_DELETE, new byte[2], new byte[4]);
    long seed = 20_261_123;
    Random random = new Random(seed);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = record.toByteArray();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        WalRecord.decodeAny(
            new BytesReader("000001.wal", bytes), (sequence, id, kind, key, value) -> {});
      } catch (CorruptionException e) {
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
    System.out.printf("hostile log records: seed %d, 20000, refused %d%n", seed, refused);
    assertTrue(refused > 1_000);
  }
}

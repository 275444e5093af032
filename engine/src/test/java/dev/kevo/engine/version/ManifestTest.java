package dev.kevo.engine.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.codec.BytesReader;
import dev.kevo.engine.codec.BytesWriter;
import dev.kevo.engine.io.DiskImage;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.FileSystem;
import dev.kevo.engine.io.MemoryFileSystem;
import dev.kevo.engine.sstable.TableMeta;
import dev.kevo.engine.version.VersionEdit.AddedTable;
import dev.kevo.engine.version.VersionEdit.AlteredKeyspace;
import dev.kevo.engine.version.VersionEdit.CreatedKeyspace;
import dev.kevo.engine.version.VersionEdit.LogPosition;
import dev.kevo.engine.version.VersionEdit.RemovedTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final Path DIRECTORY = Path.of("/db");

  private final FileSystem files = new MemoryFileSystem();

  @BeforeEach
  void createDirectory() {
    files.createDirectories(DIRECTORY);
  }

  private static TableMeta table(long number, int first, int last) {
    byte[] smallest = {(byte) first};
    byte[] largest = {(byte) last};
    return new TableMeta(
        number, 1000, 10, smallest, largest, number, number + 5, 3, 2, false, List.of());
  }

  private static final KeyspaceOptions ODD =
      KeyspaceOptions.DEFAULT.withBlockBytes(777).withFilterBitsPerKey(0);

  private static final VersionEdit BEGIN =
      new VersionEdit(
          10,
          List.of(
              new LogPosition(3, 0),
              new CreatedKeyspace(0, "MAIN", KeyspaceOptions.DEFAULT),
              new CreatedKeyspace(1, "ä", ODD)));

  private static final VersionEdit FLUSH =
      new VersionEdit(12, List.of(new LogPosition(11, 99), new AddedTable(1, 0, table(10, 1, 9))));

  private static final VersionEdit MOVE =
      new VersionEdit(
          50, List.of(new RemovedTable(1, 0, 10), new AddedTable(1, 1, table(10, 1, 9))));

  private static final VersionEdit ALTER =
      new VersionEdit(50, List.of(new AlteredKeyspace(0, ODD.withBlockBytes(1024))));

  private VersionSet write() {
    VersionSet versions = VersionSet.EMPTY.apply(BEGIN);
    try (Manifest manifest = Manifest.create(files, DIRECTORY, 5, versions)) {
      for (VersionEdit edit : List.of(FLUSH, MOVE, ALTER)) {
        versions = versions.apply(edit);
        manifest.prepare(edit);
        manifest.appendPrepared();
      }
    }
    return versions;
  }

  private static VersionSet read(FileSystem disk) {
    return Manifest.read(disk, DIRECTORY, Manifest.readCurrent(disk, DIRECTORY));
  }

  @Test
  void editsAreReadBackAsTheVersionsTheyMade() {
    VersionSet versions = write();

    VersionSet read = read(files);

    assertEquals(11, read.logNumber());
    assertEquals(99, read.flushedSequence());
    assertEquals(50, read.nextFileNumber());
    assertEquals("ä", read.keyspaces().get(1).name());
    assertEquals(ODD, read.keyspaces().get(1).options());
    assertEquals(ODD.withBlockBytes(1024), read.keyspaces().get(0).options());
    assertEquals(
        versions.keyspaces().get(1).version().levels(), read.keyspaces().get(1).version().levels());
    assertEquals(List.of(table(10, 1, 9)), read.keyspaces().get(1).version().level(1));
  }

  @Test
  void aSecondManifestReplacesTheFirst() {
    VersionSet versions = write();

    Manifest.create(files, DIRECTORY, 51, versions).close();

    assertEquals(51, Manifest.readCurrent(files, DIRECTORY));
    assertEquals(11, read(files).logNumber());
  }

  @Test
  void everyFlippedBitIsFoundAndTheFileNamed() {
    write();
    DiskImage image = DiskImage.of(files, DIRECTORY);
    for (String name : List.of(FileNames.manifest(5), FileNames.CURRENT)) {
      Path path = DIRECTORY.resolve(name);
      byte[] whole = image.files().get(path);
      for (int bit = 0; bit < DiskImage.withoutZerosAtEnd(whole).length * 8; bit++) {
        byte[] damaged = whole.clone();
        damaged[bit / 8] ^= (byte) (1 << bit % 8);
        CorruptionException e =
            assertThrows(
                CorruptionException.class,
                () -> read(image.with(path, damaged).toMemory()),
                name + " bit " + bit);
        assertTrue(
            e.getMessage().contains(name) || e.getMessage().contains("MANIFEST-"), e::getMessage);
      }
    }
  }

  @Test
  void aMissingManifestIsNamed() {
    write();
    FileSystem disk =
        DiskImage.of(files, DIRECTORY).without(DIRECTORY.resolve(FileNames.manifest(5))).toMemory();

    CorruptionException e = assertThrows(CorruptionException.class, () -> read(disk));

    assertTrue(e.getMessage().contains("MANIFEST-000005"), e::getMessage);
  }

  @Test
  void editsThatDoNotFitAreRefused() {
    Version version = Version.EMPTY.with(List.of(new AddedTable(0, 1, table(10, 1, 9))));

    assertThrows(
        IllegalArgumentException.class,
        () -> version.with(List.of(new AddedTable(0, 1, table(11, 9, 12)))));
    assertThrows(
        IllegalArgumentException.class, () -> version.with(List.of(new RemovedTable(0, 2, 10))));
    assertThrows(
        IllegalArgumentException.class,
        () -> version.with(List.of(new AddedTable(0, 1, table(10, 1, 9)))));
  }

  @Test
  void levelZeroIsNewestFirstAndTheOthersByKey() {
    Version version =
        Version.EMPTY.with(
            List.of(
                new AddedTable(0, 0, table(10, 1, 9)),
                new AddedTable(0, 0, table(12, 1, 9)),
                new AddedTable(0, 2, table(13, 6, 9)),
                new AddedTable(0, 2, table(14, 1, 5))));

    assertEquals(List.of(table(12, 1, 9), table(10, 1, 9)), version.level(0));
    assertEquals(List.of(table(14, 1, 5), table(13, 6, 9)), version.level(2));
    assertEquals(List.of(table(13, 6, 9)), version.overlapping(2, new byte[] {6}, new byte[] {7}));
  }

  /** An edit under a right checksum may hold anything; what it says is then refused, or applied. */
  @Test
  void anyBytesOfAnEditAreAnEditOrRefused() {
    long seed = 20_261_123;
    Random random = new Random(seed);
    VersionSet before = VersionSet.EMPTY.apply(BEGIN).apply(FLUSH);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = encoded(List.of(BEGIN, FLUSH, MOVE, ALTER).get(round % 4));
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] =
            (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(16));
      }
      try {
        before.apply(VersionEdit.decode(new BytesReader("MANIFEST-000005", bytes)));
      } catch (CorruptionException | IllegalArgumentException e) {
        refused++; // Manifest.read makes the one of the other.
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
    System.out.printf("hostile edits: seed %d, 20000, refused %d%n", seed, refused);
    assertTrue(refused > 5_000);
  }

  private static byte[] encoded(VersionEdit edit) {
    BytesWriter payload = new BytesWriter();
    edit.encode(payload);
    return payload.toByteArray();
  }
}

package dev.kevo.engine.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.Compression;
import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Slice;
import dev.kevo.engine.io.AppendFile;
import dev.kevo.engine.io.DiskImage;
import dev.kevo.engine.io.FileNames;
import dev.kevo.engine.io.MemoryFileSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ValueFilesTest {
  private static final Path DIRECTORY = Path.of("/db");

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final List<byte[]> written = new ArrayList<>();
  private final List<byte[]> references = new ArrayList<>();

  ValueFilesTest() {
    files.createDirectories(DIRECTORY);
  }

  private ValueFiles open(MemoryFileSystem from) {
    return new ValueFiles(from, DIRECTORY, 2);
  }

  /** Writes values of many sizes, half of which compress. */
  private ValueFileMeta write(long number, Compression compression, int count) {
    Random random = new Random(number);
    try (AppendFile file = files.create(DIRECTORY.resolve(FileNames.values(number)))) {
      ValueWriter writer = new ValueWriter(file, number, compression);
      Slice reference = new Slice();
      for (int i = 0; i < count; i++) {
        byte[] value = new byte[i * i * i];
        if (i % 2 == 0) {
          random.nextBytes(value);
        }
        writer.add(new Slice(value), reference);
        written.add(value);
        references.add(reference.toByteArray());
      }
      ValueFileMeta meta = writer.finish();
      file.sync();
      return meta;
    }
  }

  private static byte[] read(ValueFiles values, byte[] reference) {
    Slice value = new Slice(reference.clone());
    values.read(value);
    return value.toByteArray();
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void everyReferenceLeadsToItsValue(Compression compression) {
    ValueFileMeta meta = write(7, compression, 60);
    try (ValueFiles values = open(files)) {
      for (int i = 0; i < written.size(); i++) {
        assertArrayEquals(written.get(i), read(values, references.get(i)), "value " + i);
      }
      values.verify(meta);
    }
    assertEquals(60, meta.values());
    assertEquals(files.size(DIRECTORY.resolve(FileNames.values(7))), meta.bytes());
  }

  @Test
  void everyFlippedByteIsFound() {
    ValueFileMeta meta = write(7, Compression.LZ4, 8);
    DiskImage image = DiskImage.of(files, DIRECTORY);
    Path path = DIRECTORY.resolve(FileNames.values(7));
    for (int at = 0; at < meta.bytes(); at++) {
      byte[] damaged = image.files().get(path).clone();
      damaged[at] ^= (byte) (1 << at % 8);
      try (ValueFiles values = open(image.with(path, damaged).toMemory())) {
        CorruptionException e =
            assertThrows(CorruptionException.class, () -> values.verify(meta), "byte " + at);
        assertTrue(e.getMessage().contains("000007.val"), e::getMessage);
      }
    }
  }

  @Test
  void aRecordThatIsNotTheReferredOneIsFound() {
    write(7, Compression.NONE, 8);
    byte[] fourth = references.get(4);
    Path path = DIRECTORY.resolve(FileNames.values(8));
    DiskImage image = DiskImage.of(files, DIRECTORY);
    byte[] content = image.files().get(DIRECTORY.resolve(FileNames.values(7)));
    MemoryFileSystem copied = image.with(path, content).toMemory();
    try (ValueFiles values = open(copied)) {
      byte[] elsewhere = fourth.clone();
      elsewhere[0] = 8;
      assertThrows(CorruptionException.class, () -> read(values, elsewhere));
      byte[] shifted = fourth.clone();
      shifted[1]++;
      assertThrows(CorruptionException.class, () -> read(values, shifted));
      byte[] shorter = fourth.clone();
      shorter[shorter.length - 1]--;
      assertThrows(CorruptionException.class, () -> read(values, shorter));
      byte[] cut = Arrays.copyOf(fourth, 2);
      assertThrows(CorruptionException.class, () -> read(values, cut));
      byte[] missing = fourth.clone();
      missing[0] = 9;
      assertThrows(CorruptionException.class, () -> read(values, missing));
      byte[] beyond = fourth.clone();
      beyond[1] = 0x7F;
      beyond[beyond.length - 1] = 0x7F;
      assertArrayEquals(written.get(4), read(values, fourth));
      assertTrue(
          assertThrows(CorruptionException.class, () -> read(values, beyond)).getMessage().length()
              > 10);
    }
  }

  @Test
  void aNewerFormatIsNamed() {
    ValueFileMeta meta = write(7, Compression.NONE, 3);
    Path path = DIRECTORY.resolve(FileNames.values(7));
    DiskImage image = DiskImage.of(files, DIRECTORY);
    byte[] newer = image.files().get(path).clone();
    newer[newer.length - 16] = 2;
    try (ValueFiles values = open(image.with(path, newer).toMemory())) {
      CorruptionException e = assertThrows(CorruptionException.class, () -> values.verify(meta));
      assertTrue(e.getMessage().contains("found 2"), e::getMessage);
    }
  }

  @Test
  void droppedFilesCloseAndClosedOnesAreNotReadAgain() {
    write(7, Compression.NONE, 3);
    ValueFiles values = open(files);
    read(values, references.get(2));
    assertEquals(1, values.openFiles());
    values.drop(7);
    assertEquals(0, values.openFiles());
    values.close();
    assertThrows(ClosedException.class, () -> read(values, references.get(2)));
  }
}

package dev.kevo.engine.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.DatabaseLockedException;
import dev.kevo.engine.StorageException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryFileSystemTest {
  private static final Path DIRECTORY = Path.of("/memory/db");

  private final MemoryFileSystem memory = new MemoryFileSystem();

  @Test
  void filesOfManyChunksAreReadBackAtAnyPlace() {
    memory.createDirectories(DIRECTORY);
    byte[] bytes = new byte[300_000];
    Random random = new Random(5);
    random.nextBytes(bytes);
    Path path = DIRECTORY.resolve("f");
    try (AppendFile file = memory.create(path)) {
      for (int from = 0; from < bytes.length; ) {
        int length = Math.min(random.nextInt(90_000), bytes.length - from);
        file.append(bytes, from, length);
        from += length;
      }
      assertEquals(bytes.length, file.position());
    }
    try (ReadFile file = memory.openRead(path)) {
      assertEquals(bytes.length, file.size());
      for (int i = 0; i < 200; i++) {
        int from = random.nextInt(bytes.length);
        int length = random.nextInt(bytes.length - from);
        byte[] read = new byte[length + 2];
        file.read(from, read, 1, length);
        assertArrayEquals(
            Arrays.copyOfRange(bytes, from, from + length),
            Arrays.copyOfRange(read, 1, length + 1));
      }
      assertThrows(CorruptionException.class, () -> file.read(bytes.length - 1, new byte[2], 0, 2));
    }
  }

  @Test
  void aReaderSeesWhatWasThereWhenItOpenedAndOutlivesTheDelete() {
    memory.createDirectories(DIRECTORY);
    Path path = DIRECTORY.resolve("f");
    AppendFile file = memory.create(path);
    file.append(new byte[] {1, 2, 3}, 0, 3);
    ReadFile read = memory.openRead(path);
    file.append(new byte[] {4}, 0, 1);
    memory.delete(path);
    byte[] found = new byte[3];
    read.read(0, found, 0, 3);

    assertEquals(3, read.size());
    assertArrayEquals(new byte[] {1, 2, 3}, found);
    assertThrows(CorruptionException.class, () -> memory.openRead(path));
    assertThrows(StorageException.class, () -> memory.delete(path));
  }

  @Test
  void namesBehaveAsOnDisk() {
    memory.createDirectories(DIRECTORY);
    memory.create(DIRECTORY.resolve("b")).close();
    memory.create(DIRECTORY.resolve("a")).close();
    memory.rename(DIRECTORY.resolve("b"), DIRECTORY.resolve("a"));

    assertEquals(List.of("a"), memory.list(DIRECTORY));
    assertEquals(List.of("db"), memory.list(DIRECTORY.getParent()));
    assertTrue(memory.exists(DIRECTORY));
    assertThrows(StorageException.class, () -> memory.create(DIRECTORY.resolve("a")));
    assertThrows(StorageException.class, () -> memory.create(Path.of("/nowhere/a")));
  }

  @Test
  void aDirectoryIsLockedOnce() {
    memory.createDirectories(DIRECTORY);
    Path lockFile = DIRECTORY.resolve("LOCK");
    DirectoryLock lock = memory.lock(lockFile);

    assertThrows(DatabaseLockedException.class, () -> memory.lock(lockFile));
    lock.close();
    memory.lock(lockFile).close();
  }
}

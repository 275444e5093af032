package dev.kevo.engine.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.DatabaseLockedException;
import dev.kevo.engine.DiskFullException;
import dev.kevo.engine.StorageException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFileSystemTest {
  private final DiskFileSystem disk = new DiskFileSystem();

  @TempDir Path temporary;

  private Path file(String name, String content) {
    Path file = temporary.resolve(name);
    try (AppendFile append = disk.create(file)) {
      byte[] bytes = content.getBytes(UTF_8);
      append.append(bytes, 0, bytes.length);
      append.sync();
    }
    return file;
  }

  private String read(Path file) {
    try (ReadFile read = disk.openRead(file)) {
      byte[] bytes = new byte[(int) read.size()];
      read.read(0, bytes, 0, bytes.length);
      return new String(bytes, UTF_8);
    }
  }

  @Test
  void appendedBytesAreReadBack() {
    assertEquals("some bytes", read(file("f", "some bytes")));
  }

  @Test
  void spaceTakenAheadReadsAsZerosAndIsWrittenOver() {
    MemoryFileSystem memory = new MemoryFileSystem();
    memory.createDirectories(temporary);
    for (FileSystem files : List.of(disk, memory)) {
      Path file = temporary.resolve("reserved");
      byte[] expected = new byte[100_000];
      Random random = new Random(5);
      try (AppendFile append = files.create(file)) {
        append.reserve(0);
        append.append(new byte[] {7}, 0, 1);
        append.reserve(expected.length - 1);
        append.reserve(10);
        assertEquals(1, append.position());
        assertEquals(expected.length, files.size(file));
        expected[0] = 7;
        for (int at = 1; at < 70_000; ) {
          byte[] part = new byte[random.nextInt(5000)];
          random.nextBytes(part);
          append.append(part, 0, part.length);
          System.arraycopy(part, 0, expected, at, part.length);
          at += part.length;
          append.sync();
          assertEquals(at, append.position());
        }
      }
      try (ReadFile read = files.openRead(file)) {
        byte[] found = new byte[(int) read.size()];
        read.read(0, found, 0, found.length);
        assertArrayEquals(expected, found);
      }
    }
  }

  @Test
  void smallAppendsToSpaceTakenAheadAreInTheFileWhenTheyReturn() {
    Path file = temporary.resolve("mapped");
    byte[] expected = new byte[400_000];
    Random random = new Random(6);
    int end = 0;
    try (AppendFile append = disk.create(file);
        ReadFile read = disk.openRead(file)) {
      for (int i = 0; end < 300_000; i++) {
        byte[] part = new byte[i % 100 == 99 ? 10_000 : random.nextInt(300)];
        random.nextBytes(part);
        append.reserve(i % 7 == 0 ? 100_000 : part.length);
        append.append(part, 0, part.length);
        System.arraycopy(part, 0, expected, end, part.length);
        end += part.length;
        if (random.nextInt(200) == 0) {
          append.sync();
        }
        byte[] found = new byte[part.length];
        read.read(end - part.length, found, 0, part.length);
        assertArrayEquals(part, found);
      }
      assertEquals(end, append.position());
    }
    byte[] found = new byte[(int) disk.size(file)];
    try (ReadFile read = disk.openRead(file)) {
      read.read(0, found, 0, found.length);
    }
    assertArrayEquals(Arrays.copyOf(expected, found.length), found);
  }

  @Test
  void mappedPartsAreWrittenByteForByteAndLeaveTheRest() {
    Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"));
    byte[] expected = new byte[200_000];
    Random random = new Random(7);
    random.nextBytes(expected);
    Path file = temporary.resolve("part");
    try (AppendFile append = disk.create(file)) {
      append.append(expected, 0, expected.length);
    }
    Thread.currentThread().interrupt();
    try (MappedPart part = Objects.requireNonNull(MappedPart.of(file, 70_001, 150_000))) {
      assertTrue(Thread.interrupted(), "the interrupt was lost");
      assertTrue(part.contains(70_001, 79_999));
      assertFalse(part.contains(70_001, 80_000));
      for (int at = 70_001; at < 149_900; at += random.nextInt(200)) {
        byte[] bytes = new byte[100];
        random.nextBytes(bytes);
        int offset = random.nextInt(50);
        int length = random.nextInt(50);
        part.put(at, bytes, offset, length);
        System.arraycopy(bytes, offset, expected, at, length);
      }
    }
    byte[] found = new byte[expected.length];
    try (ReadFile read = disk.openRead(file)) {
      read.read(0, found, 0, found.length);
    }
    assertArrayEquals(expected, found);
  }

  @Test
  void filesAndDirectoriesBelongToTheirOwnerAlone() throws IOException {
    Path directory = temporary.resolve("a/b");
    disk.createDirectories(directory);
    Path file = directory.resolve("f");
    disk.create(file).close();
    disk.lock(directory.resolve("LOCK")).close();

    assertEquals("rwx------", permissions(directory));
    assertEquals("rwx------", permissions(directory.getParent()));
    assertEquals("rw-------", permissions(file));
    assertEquals("rw-------", permissions(directory.resolve("LOCK")));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void creatingAnExistingFileFailsAndKeepsIt() {
    Path file = file("f", "old");

    StorageException e = assertThrows(StorageException.class, () -> disk.create(file));

    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    assertEquals("old", read(file));
  }

  @Test
  void readingPastTheEndIsCorruptionThatSaysWhere() {
    Path file = file("f", "0123456789");
    try (ReadFile read = disk.openRead(file)) {
      CorruptionException e =
          assertThrows(CorruptionException.class, () -> read.read(8, new byte[5], 0, 5));

      assertEquals(file + " ends too early: at offset 8 expected 5 bytes, found 2", e.getMessage());
    }
  }

  @Test
  void openingAMissingFileIsCorruptionThatNamesIt() {
    Path file = temporary.resolve("gone");

    CorruptionException e = assertThrows(CorruptionException.class, () -> disk.openRead(file));

    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    assertThrows(CorruptionException.class, () -> disk.size(file));
  }

  @Test
  void renameReplacesAndListIsSorted() {
    Path a = file("a", "new");
    Path b = file("b", "old");
    file("c", "");
    disk.rename(a, b);
    disk.syncDirectory(temporary);

    assertEquals(List.of("b", "c"), disk.list(temporary));
    assertEquals("new", read(b));
    disk.delete(b);
    assertFalse(disk.exists(b));
    assertThrows(StorageException.class, () -> disk.delete(b));
  }

  @Test
  void aDeletedFileStaysReadableForManyReaders() throws Exception {
    Path file = file("f", "0123456789");
    try (ReadFile read = disk.openRead(file)) {
      disk.delete(file);
      inThreads(
          8,
          () -> {
            for (int i = 0; i < 1000; i++) {
              byte[] bytes = new byte[3];
              read.read(i % 8, bytes, 0, 3);
              assertArrayEquals("0123456789".substring(i % 8, i % 8 + 3).getBytes(UTF_8), bytes);
            }
            return null;
          });
    }
  }

  @Test
  void aFullDiskIsToldFromOtherErrors() {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full));
    try (AppendFile file = DiskAppendFile.open(full)) {
      assertThrows(DiskFullException.class, () -> file.append(new byte[10], 0, 10));
      assertThrows(IllegalStateException.class, () -> file.append(new byte[10], 0, 10));
    }
  }

  @Test
  void interruptsFailNobodyAndAreKept() throws Exception {
    Path shared = file("shared", "x".repeat(100_000));
    AtomicBoolean stop = new AtomicBoolean();
    List<Thread> workers = new ArrayList<>();
    ExecutorService executor =
        Executors.newFixedThreadPool(
            4,
            task -> {
              Thread thread = new Thread(task);
              workers.add(thread);
              return thread;
            });
    try (ReadFile read = disk.openRead(shared)) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        Path own = temporary.resolve("own" + t);
        results.add(
            executor.submit(
                () -> {
                  int kept = 0;
                  byte[] bytes = new byte[4096];
                  try (AppendFile append = disk.create(own)) {
                    while (!stop.get()) {
                      Thread.currentThread().interrupt();
                      append.append(bytes, 0, 100);
                      append.sync();
                      read.read(4096, bytes, 0, 4096);
                      disk.syncDirectory(temporary);
                      kept += Thread.interrupted() ? 1 : -1_000_000;
                    }
                  }
                  return kept;
                }));
      }
      Random random = new Random(1);
      long end = System.nanoTime() + 300_000_000L;
      while (System.nanoTime() < end) {
        workers.get(random.nextInt(workers.size())).interrupt();
        Thread.onSpinWait();
      }
      stop.set(true);
      for (Future<Integer> result : results) {
        assertTrue(result.get() > 0);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void aSecondLockInThisProcessIsRefusedEvenThroughALink() throws IOException {
    Path directory = temporary.resolve("db");
    disk.createDirectories(directory);
    Path link = Files.createSymbolicLink(temporary.resolve("link"), directory);
    try (DirectoryLock lock = disk.lock(directory.resolve("LOCK"))) {
      for (Path path : List.of(directory, link, temporary.resolve("./db/../link"))) {
        DatabaseLockedException e =
            assertThrows(DatabaseLockedException.class, () -> disk.lock(path.resolve("LOCK")));
        assertEquals(ProcessHandle.current().pid(), e.ownerPid());
      }
      lock.close();
    }
    disk.lock(link.resolve("LOCK")).close();
  }

  @Test
  void ofManyThatLockAtOnceExactlyOneWins() throws Exception {
    for (int round = 0; round < 50; round++) {
      AtomicInteger winners = new AtomicInteger();
      CountDownLatch tried = new CountDownLatch(4);
      inThreads(
          4,
          () -> {
            try (DirectoryLock lock = disk.lock(temporary.resolve("LOCK"))) {
              winners.incrementAndGet();
              tried.countDown();
              tried.await(); // Held until the others have been refused.
              lock.close();
            } catch (DatabaseLockedException e) {
              tried.countDown();
            }
            return null;
          });
      assertEquals(1, winners.get());
    }
  }

  @Test
  void anotherProcessIsRefusedWithThePidAlsoAfterAttemptsInThisOne() throws Exception {
    try (DirectoryLock lock = disk.lock(temporary.resolve("LOCK"))) {
      assertThrows(DatabaseLockedException.class, () -> disk.lock(temporary.resolve("LOCK")));
      lockThroughAnotherClassLoader();

      assertEquals("refused " + ProcessHandle.current().pid(), lockInAnotherProcess());
      assertEquals("refused " + ProcessHandle.current().pid(), lockInAnotherProcess());
      lock.close();
    }
    assertEquals("locked", lockInAnotherProcess());
  }

  @Test
  void readersOfSeveralProcessesShareADirectoryAndKeepWritersOut() throws Exception {
    Path lockFile = temporary.resolve("LOCK");
    disk.lock(lockFile).close();
    byte[] before = Files.readAllBytes(lockFile);
    try (DirectoryLock lock = disk.lockShared(lockFile)) {
      assertThrows(DatabaseLockedException.class, () -> disk.lock(lockFile));
      assertEquals("locked", lockInAnotherProcess("shared"));
      assertEquals("refused -1", lockInAnotherProcess());
      lock.close();
    }
    assertArrayEquals(before, Files.readAllBytes(lockFile));
    try (DirectoryLock lock = disk.lock(lockFile)) {
      assertThrows(DatabaseLockedException.class, () -> disk.lockShared(lockFile));
      assertEquals("refused " + ProcessHandle.current().pid(), lockInAnotherProcess("shared"));
      lock.close();
    }
  }

  @Test
  void aDirectoryWithoutALockFileIsReadUnlocked() {
    disk.lockShared(temporary.resolve("LOCK")).close();

    assertFalse(disk.exists(temporary.resolve("LOCK")));
  }

  /** A second copy of the engine's classes, as an application server would load it. */
  private void lockThroughAnotherClassLoader() throws Exception {
    URL classes = DiskFileSystem.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      Class<?> copy = loader.loadClass(DiskFileSystem.class.getName());
      Object other = copy.getConstructor().newInstance();
      Exception e =
          assertThrows(
              Exception.class,
              () -> copy.getMethod("lock", Path.class).invoke(other, temporary.resolve("LOCK")));
      assertEquals(
          DatabaseLockedException.class.getName(), e.getCause().getClass().getName(), e::toString);
    }
  }

  private String lockInAnotherProcess(String... mode) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LockOnce.class.getName(),
                temporary.resolve("LOCK").toString(),
                mode.length == 0 ? "" : mode[0])
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).trim();
    process.waitFor();
    return output;
  }

  /** The child process: tries to take a lock and says how that ended. */
  static final class LockOnce {
    private LockOnce() {}

    public static void main(String[] args) {
      DiskFileSystem disk = new DiskFileSystem();
      Path path = Path.of(args[0]);
      try (DirectoryLock lock =
          args[1].equals("shared") ? disk.lockShared(path) : disk.lock(path)) {
        System.out.println("locked");
        lock.close();
      } catch (DatabaseLockedException e) {
        System.out.println("refused " + e.ownerPid());
      }
    }
  }

  private static void inThreads(int count, Callable<Void> task) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(count);
    try {
      List<Future<Void>> results = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        results.add(executor.submit(task));
      }
      for (Future<Void> result : results) {
        result.get();
      }
    } finally {
      executor.shutdownNow();
    }
  }
}

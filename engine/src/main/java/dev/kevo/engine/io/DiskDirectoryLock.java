package dev.kevo.engine.io;

import dev.kevo.engine.DatabaseLockedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.function.Function;

/**
 * A directory taken through the operating system's lock on a file in it, which the system releases
 * at the latest when the process ends: exclusively by a writer, whose pid the file then holds, or
 * shared by readers of several processes.
 *
 * <p>POSIX drops a process's lock as soon as the process closes any handle on the file. So nobody
 * in this JVM may even open the file while it is locked here, and a registry tells: one system
 * property per locked directory, because system properties are the one thing that copies of this
 * class under several class loaders share. Its name carries the directory's identity, so that links
 * and other spellings of the path are found too.
 */
final class DiskDirectoryLock implements DirectoryLock {
  private static final String PROPERTY_PREFIX = "dev.kevo.engine.locked.";
  private static final long UNKNOWN_PID = -1;

  /** The pid's field, of fixed width so that writing it again needs no space on a full disk. */
  private static final int PID_BYTES = 20;

  private final Path path;
  private final String property;
  private final RandomAccessFile file;
  private boolean closed;

  private DiskDirectoryLock(Path path, String property, RandomAccessFile file) {
    this.path = path;
    this.property = property;
    this.file = file;
  }

  static DiskDirectoryLock take(Path path, FileAttribute<?>[] attributes) {
    return register(
        path,
        pid -> {
          createIfMissing(path, attributes);
          return takeFile(path, pid);
        });
  }

  /** Takes a directory for reading; the lock file must exist. */
  static DiskDirectoryLock takeShared(Path path) {
    return register(path, pid -> takeFileShared(path));
  }

  /** Takes the lock file for this process if nobody in it has it. */
  private static DiskDirectoryLock register(Path path, Function<String, RandomAccessFile> take) {
    String property = PROPERTY_PREFIX + identity(path);
    String pid = Long.toString(ProcessHandle.current().pid());
    if (System.getProperties().putIfAbsent(property, pid) != null) {
      throw locked(path, ProcessHandle.current().pid());
    }
    boolean taken = false;
    try {
      DiskDirectoryLock lock = new DiskDirectoryLock(path, property, take.apply(pid));
      taken = true;
      return lock;
    } finally {
      if (!taken) {
        System.getProperties().remove(property);
      }
    }
  }

  /** The identity of the lock file's directory, and the file's name. */
  private static String identity(Path path) {
    try {
      Path absolute = path.toAbsolutePath();
      Path directory = absolute.getParent();
      Path real = directory == null ? absolute.toRealPath() : directory.toRealPath();
      Object key = Files.readAttributes(real, BasicFileAttributes.class).fileKey();
      return (key == null ? real : key) + "/" + absolute.getFileName();
    } catch (IOException e) {
      throw IoErrors.failed("lock", path, e);
    }
  }

  private static void createIfMissing(Path path, FileAttribute<?>[] attributes) {
    try {
      Files.createFile(path, attributes);
    } catch (FileAlreadyExistsException e) {
      // The usual case: it was created by the first opening and stays.
    } catch (IOException e) {
      throw IoErrors.failed("create", path, e);
    }
  }

  private static RandomAccessFile takeFile(Path path, String pid) {
    RandomAccessFile file;
    try {
      file = new RandomAccessFile(path.toFile(), "rw");
    } catch (IOException e) {
      throw IoErrors.failed("open", path, e);
    }
    boolean taken = false;
    try {
      FileLock lock = file.getChannel().tryLock();
      if (lock == null) {
        // What a shared lock can be had beside are readers, and the pid is of a writer long gone.
        boolean read = file.getChannel().tryLock(0, Long.MAX_VALUE, true) != null;
        throw locked(path, read ? UNKNOWN_PID : readPid(file));
      }
      String field = pid + " ".repeat(PID_BYTES - 1 - pid.length()) + "\n";
      file.write(field.getBytes(StandardCharsets.US_ASCII));
      taken = true;
      return file;
    } catch (OverlappingFileLockException e) {
      // Something else in this JVM locked the file, not through this class.
      throw locked(path, ProcessHandle.current().pid());
    } catch (IOException e) {
      throw IoErrors.writeFailed("lock", path, PID_BYTES, e);
    } finally {
      if (!taken) {
        closeQuietly(file);
      }
    }
  }

  private static RandomAccessFile takeFileShared(Path path) {
    RandomAccessFile file;
    try {
      file = new RandomAccessFile(path.toFile(), "r");
    } catch (IOException e) {
      throw IoErrors.failed("open", path, e);
    }
    boolean taken = false;
    try {
      if (file.getChannel().tryLock(0, Long.MAX_VALUE, true) == null) {
        throw locked(path, readPid(file));
      }
      taken = true;
      return file;
    } catch (OverlappingFileLockException e) {
      throw locked(path, ProcessHandle.current().pid());
    } catch (IOException e) {
      throw IoErrors.failed("lock", path, e);
    } finally {
      if (!taken) {
        closeQuietly(file);
      }
    }
  }

  private static long readPid(RandomAccessFile file) throws IOException {
    byte[] field = new byte[PID_BYTES];
    int count = file.read(field);
    String text = new String(field, 0, Math.max(count, 0), StandardCharsets.US_ASCII).trim();
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return UNKNOWN_PID; // The owner has locked the file but not written its pid yet.
    }
  }

  private static void closeQuietly(RandomAccessFile file) {
    try {
      file.close();
    } catch (IOException e) {
      // An exception that says more is on its way; nothing was written that could be lost.
    }
  }

  private static DatabaseLockedException locked(Path path, long pid) {
    String owner = pid == UNKNOWN_PID ? "another process" : "process " + pid;
    return new DatabaseLockedException(
        "database " + path.toAbsolutePath().getParent() + " is open already, in " + owner, pid);
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      file.close(); // Releases the lock.
    } catch (IOException e) {
      throw IoErrors.failed("unlock", path, e);
    } finally {
      System.getProperties().remove(property);
    }
  }
}

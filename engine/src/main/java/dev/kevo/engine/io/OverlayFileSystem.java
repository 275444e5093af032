package dev.kevo.engine.io;

import dev.kevo.engine.StorageException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files of another file system, which stay as they are to the last byte: what is created here
 * lives in memory, what is deleted is only hidden, a sync does nothing. So a database is recovered
 * for reading by the same steps as for writing. A lock taken here is a shared one. Thread-safe.
 */
public final class OverlayFileSystem implements FileSystem {
  private final FileSystem below;
  private final MemoryFileSystem created = new MemoryFileSystem();

  /** Files below that were deleted or replaced here. Guarded by this. */
  private final Set<Path> hidden = new HashSet<>();

  /**
   * @param directory the one in which files are created
   */
  public OverlayFileSystem(FileSystem below, Path directory) {
    this.below = below;
    created.createDirectories(directory);
  }

  @Override
  public void createDirectories(Path directory) {
    created.createDirectories(directory);
  }

  @Override
  public synchronized boolean exists(Path path) {
    return created.exists(path) || existsBelow(path);
  }

  private boolean existsBelow(Path path) {
    return !hidden.contains(path) && below.exists(path);
  }

  @Override
  public synchronized List<String> list(Path directory) {
    Set<String> names = new TreeSet<>(created.list(directory));
    for (String name : below.exists(directory) ? below.list(directory) : List.<String>of()) {
      if (!hidden.contains(directory.resolve(name))) {
        names.add(name);
      }
    }
    return List.copyOf(names);
  }

  @Override
  public synchronized long size(Path file) {
    return owner(file).size(file);
  }

  @Override
  public synchronized long lastModifiedMillis(Path file) {
    return owner(file).lastModifiedMillis(file);
  }

  @Override
  public synchronized ReadFile openRead(Path file) {
    return owner(file).openRead(file);
  }

  /** Which of the two file systems has a file, if one has it. */
  private FileSystem owner(Path file) {
    return existsBelow(file) && !created.exists(file) ? below : created;
  }

  @Override
  public synchronized AppendFile create(Path file) {
    if (existsBelow(file)) {
      throw new StorageException("cannot create " + file + ": it exists");
    }
    return created.create(file);
  }

  @Override
  public synchronized void sync(Path file) {
    var unused = size(file); // There must be one.
  }

  /** Renames a file that was created here. */
  @Override
  public synchronized void rename(Path from, Path to) {
    created.rename(from, to);
    hidden.add(to);
  }

  /** Below nothing may change, and in memory there are only files that were created here. */
  @Override
  public synchronized boolean link(Path file, Path second) {
    var unused = size(file); // There must be one.
    return false;
  }

  @Override
  public synchronized void delete(Path file) {
    if (owner(file) == created) {
      created.delete(file);
    }
    hidden.add(file);
  }

  @Override
  public void syncDirectory(Path directory) {}

  @Override
  public long freeBytes(Path directory) {
    return Long.MAX_VALUE;
  }

  @Override
  public DirectoryLock lock(Path lockFile) {
    return below.lockShared(lockFile);
  }

  @Override
  public DirectoryLock lockShared(Path lockFile) {
    return below.lockShared(lockFile);
  }
}

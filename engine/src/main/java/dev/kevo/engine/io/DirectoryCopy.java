package dev.kevo.engine.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A new database directory that is being filled with the files of another one. It is no database
 * before {@link #finish}, which renames {@code CURRENT} into place as the last step: a crash at any
 * moment leaves a directory that is refused, or all of the copy.
 *
 * <p>It holds the directory's lock. For one thread; must be closed, which deletes what was added
 * unless it was finished.
 */
public final class DirectoryCopy implements AutoCloseable {
  private final FileSystem files;
  private final Path target;
  private final DirectoryLock lock;
  private final List<Path> made = new ArrayList<>();
  private boolean finished;

  private DirectoryCopy(FileSystem files, Path target, DirectoryLock lock) {
    this.files = files;
    this.target = target;
    this.lock = lock;
  }

  /**
   * Begins with a directory that is absent or empty.
   *
   * @throws IllegalArgumentException if it is neither; it has not been touched then
   */
  public static DirectoryCopy begin(FileSystem files, Path target) {
    requireEmpty(files, target);
    files.createDirectories(target);
    DirectoryLock lock = files.lock(target.resolve(FileNames.LOCK));
    try {
      // Again under the lock: someone else may have been here in between.
      requireEmpty(files, target);
      return new DirectoryCopy(files, target, lock);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static void requireEmpty(FileSystem files, Path target) {
    for (String name : files.exists(target) ? files.list(target) : List.<String>of()) {
      if (!name.equals(FileNames.LOCK)) {
        throw new IllegalArgumentException(
            target + " is not empty: it holds " + name + "; a copy takes a new directory");
      }
    }
  }

  /** Adds a file as a link, or where that cannot be as a copy. The file must be durable. */
  public void link(FileSystem from, Path file, long bytes) {
    Path path = target.resolve(file.getFileName());
    if (from != files || !files.link(file, path)) {
      add(path, from, file, bytes);
    } else {
      made.add(path);
    }
  }

  /**
   * Adds a copy of the first bytes of a file, under a name.
   *
   * @return its CRC32C
   */
  public int copy(FileSystem from, Path file, long bytes, String name) {
    boolean last = name.equals(FileNames.CURRENT);
    return add(target.resolve(last ? FileNames.CURRENT_TEMPORARY : name), from, file, bytes);
  }

  private int add(Path path, FileSystem from, Path file, long bytes) {
    made.add(path);
    return FileCopy.copy(from, file, bytes, files, path);
  }

  /** Makes all of it durable and then a database; {@code CURRENT} must have been added. */
  public void finish() {
    files.syncDirectory(target);
    Path current = target.resolve(FileNames.CURRENT);
    made.add(current);
    files.rename(target.resolve(FileNames.CURRENT_TEMPORARY), current);
    files.syncDirectory(target);
    finished = true;
  }

  @Override
  public void close() {
    try (lock) {
      if (!finished) {
        for (int i = made.size() - 1; i >= 0; i--) {
          if (files.exists(made.get(i))) {
            files.delete(made.get(i));
          }
        }
      }
    }
  }
}

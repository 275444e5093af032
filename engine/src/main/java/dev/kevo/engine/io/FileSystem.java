package dev.kevo.engine.io;

import java.nio.file.Path;
import java.util.List;

/**
 * The file operations that the engine needs, and no others. Failures are {@link
 * dev.kevo.engine.StorageException}s that name the file, of a full disk {@link
 * dev.kevo.engine.DiskFullException}s. Interrupting a thread never closes a file for others and
 * never fails a call; the interrupt flag is kept. Thread-safe.
 *
 * <p>What survives a power cut: a file's bytes that were synced, and a directory's entries
 * (creates, renames, deletes) after {@link #syncDirectory}. Nothing else is promised, in any order.
 */
public interface FileSystem {
  /**
   * Creates a directory, its missing parents too, owner-only and durable; an existing one is left
   * alone.
   */
  void createDirectories(Path directory);

  /** Whether a file or directory exists. */
  boolean exists(Path path);

  /** The names of everything in a directory, sorted. */
  List<String> list(Path directory);

  /**
   * The file's size in bytes.
   *
   * @throws dev.kevo.engine.CorruptionException if there is no such file
   */
  long size(Path file);

  /**
   * When the file was last written to, in milliseconds since 1970.
   *
   * @throws dev.kevo.engine.CorruptionException if there is no such file
   */
  long lastModifiedMillis(Path file);

  /**
   * Opens a file for reads at any position.
   *
   * @throws dev.kevo.engine.CorruptionException if there is no such file: the engine opens only
   *     what another file says must exist
   */
  ReadFile openRead(Path file);

  /** Creates a file, owner-only, for appending; an existing one is an error. */
  AppendFile create(Path file);

  /**
   * Makes durable what a file holds, whoever wrote it: a process that was killed leaves bytes that
   * are read but would not survive a power cut. A failure is final, as of {@link AppendFile#sync}.
   *
   * @throws dev.kevo.engine.CorruptionException if there is no such file
   */
  void sync(Path file);

  /** Gives a file another name in the same file system, replacing what has that name. */
  void rename(Path from, Path to);

  /**
   * Gives a file a second name, so that both are one file. Durable as a new file's entry is.
   *
   * @return false if it cannot have one: the other name lies in another file system, or the file
   *     system knows no links; nothing has changed then
   * @throws dev.kevo.engine.CorruptionException if there is no such file
   */
  boolean link(Path file, Path second);

  /** Deletes a file; an absent one is an error. */
  void delete(Path file);

  /** Makes the creates, renames and deletes in a directory durable. */
  void syncDirectory(Path directory);

  /** Bytes free for new data on the directory's volume. */
  long freeBytes(Path directory);

  /**
   * Takes a directory for this process, through a lock file in it.
   *
   * @throws dev.kevo.engine.DatabaseLockedException if it is taken, naming the owner's pid
   */
  DirectoryLock lock(Path lockFile);

  /**
   * Takes a directory for reading, beside other processes that do so, and writes nothing. Nobody
   * has a directory without a lock file, and nothing is locked then.
   *
   * @throws dev.kevo.engine.DatabaseLockedException if it is taken by {@link #lock}, or already
   *     taken for reading by this process
   */
  DirectoryLock lockShared(Path lockFile);
}

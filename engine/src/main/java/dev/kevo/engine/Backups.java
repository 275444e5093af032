package dev.kevo.engine;

import java.nio.file.Path;
import java.util.List;

/**
 * A directory of backups, each of which restores a database as it was at one moment. They share the
 * tables that did not change between them, so that a further backup costs what is new. Opened by
 * {@link Kevo#backups}.
 *
 * <p>A backup counts once it is complete and durable: what an interrupted one leaves is not listed,
 * and the next change of the directory removes it. Thread-safe, also across processes: one changes
 * the directory at a time, others are refused with {@link DatabaseLockedException}.
 */
public interface Backups {
  /**
   * Backs up the latest committed state of an open database, while others read and write.
   *
   * @throws CorruptionException if a list of an earlier backup is damaged
   */
  Backup create(Database database);

  /**
   * All backups, oldest first.
   *
   * @throws CorruptionException if a list of one is damaged; {@link #delete} removes it
   */
  List<Backup> list();

  /**
   * Reads all files of a backup and checks their sizes and checksums.
   *
   * @throws IllegalArgumentException if there is no such backup
   * @throws CorruptionException if a file is missing or damaged
   */
  void verify(long id);

  /**
   * Makes a backup a database again, durably, checking every file on the way. A failure leaves no
   * database.
   *
   * @param target absent or empty
   * @throws IllegalArgumentException if it is neither, or if there is no such backup
   * @throws CorruptionException if a file is missing or damaged
   */
  void restore(long id, Path target);

  /**
   * Deletes a backup, and the files that no other one shares. One whose list is damaged may be
   * deleted, too.
   *
   * @throws IllegalArgumentException if there is no such backup
   */
  void delete(long id);

  /** Deletes all backups but the newest ones. */
  void keepLast(int count);
}

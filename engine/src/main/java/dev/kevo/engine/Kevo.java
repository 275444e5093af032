package dev.kevo.engine;

import dev.kevo.engine.backup.BackupDirectory;
import dev.kevo.engine.db.KevoDatabase;
import dev.kevo.engine.io.DiskFileSystem;
import dev.kevo.engine.repair.Salvage;
import java.nio.file.Path;
import java.time.InstantSource;

/** Opens databases. */
public final class Kevo {
  private Kevo() {}

  /**
   * Opens the database in a directory, creating it if the options say so, and recovers what was
   * acknowledged.
   *
   * @throws DatabaseLockedException if the directory is open already; names the owner's pid
   * @throws CorruptionException if the directory holds other files, or damaged ones
   * @throws DatabaseMissingException if there is no database and none may be created
   * @throws StorageException if a file cannot be read or written
   */
  public static Database open(Path directory, Options options) {
    return KevoDatabase.open(new DiskFileSystem(), directory.toAbsolutePath(), options);
  }

  /** Opens with {@link Options#DEFAULT}. */
  public static Database open(Path directory) {
    return open(directory, Options.DEFAULT);
  }

  /**
   * Saves what can be read of a damaged database to a new one, and says what that is. The damaged
   * one must not be open for writing and is not changed. The new one is done when this returns.
   *
   * @param target absent or empty
   * @param options of the new database
   * @throws IllegalArgumentException if the target is neither
   * @throws DatabaseMissingException if there is no source
   */
  public static SalvageReport salvage(Path source, Path target, Options options) {
    return Salvage.run(
        new DiskFileSystem(), source.toAbsolutePath(), target.toAbsolutePath(), options);
  }

  /** The backups in a directory; the first one creates it. */
  public static Backups backups(Path directory) {
    return new BackupDirectory(
        new DiskFileSystem(), directory.toAbsolutePath(), InstantSource.system());
  }

  /** Opens a new, empty database that lives in memory and ends with {@link Database#close}. */
  public static Database openInMemory(Options options) {
    return KevoDatabase.openInMemory(options);
  }
}

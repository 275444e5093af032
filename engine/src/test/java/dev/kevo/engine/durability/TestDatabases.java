package dev.kevo.engine.durability;

import dev.kevo.engine.Database;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.Options;
import dev.kevo.engine.db.KevoDatabase;
import dev.kevo.engine.io.FileSystem;
import java.nio.file.Path;

/** Opens databases on file systems that a test controls. */
public final class TestDatabases {
  public static final Path DIRECTORY = Path.of("/db");

  /**
   * The smallest MemTables and no block cache, so that every kind of work happens early, and some
   * values are kept apart.
   */
  public static final Options SMALL =
      Options.DEFAULT
          .withMemTableBytesMax(64 * 1024)
          .withBlockCacheBytes(0)
          .withKeyspaceDefaults(
              KeyspaceOptions.DEFAULT.withBlockBytes(1024).withLargeValueBytes(64));

  private TestDatabases() {}

  /** Opens one in {@link #DIRECTORY}. */
  public static Database open(FileSystem files, Options options) {
    return KevoDatabase.open(files, DIRECTORY, options);
  }
}

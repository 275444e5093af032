package dev.kevo.jdbc.embedded;

import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.Database;
import dev.kevo.engine.DatabaseLockedException;
import dev.kevo.engine.DatabaseMissingException;
import dev.kevo.engine.Durability;
import dev.kevo.engine.Kevo;
import dev.kevo.engine.KevoException;
import dev.kevo.engine.Options;
import dev.kevo.jdbc.connect.ConnectionProperty;
import dev.kevo.jdbc.connect.ConnectionSettings;
import dev.kevo.jdbc.connect.Target;
import dev.kevo.sql.session.SqlEngine;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One database that connections of this JVM share: opened by the first, closed by the last or by
 * the application. Thread-safe; it guards its fields by its monitor, under which it opens and
 * closes, so that who comes meanwhile waits.
 */
final class OpenDatabase {
  private final Target target;
  private @Nullable Database database;
  private @Nullable SqlEngine engine;
  private @Nullable ConnectionSettings openedWith;
  private int connections;
  private boolean staysOpen;
  private boolean ended;

  OpenDatabase(Target target) {
    this.target = target;
  }

  /**
   * Opens the database if it is not open, and counts a connection.
   *
   * @return false if it was closed for good meanwhile; the caller then takes another one
   */
  synchronized boolean acquire(ConnectionSettings settings) throws SQLException {
    if (ended) {
      return false;
    }
    if (openedWith == null) {
      try {
        open(settings);
      } catch (SQLException | RuntimeException e) {
        ended = true;
        throw e;
      }
    } else {
      refuseOtherOptions(openedWith, settings);
    }
    staysOpen |= !settings.flag(ConnectionProperty.CLOSE_WITH_LAST_CONNECTION);
    connections++;
    return true;
  }

  /**
   * Takes a connection off the count, and closes the database if it was the last.
   *
   * @return whether the database is closed
   */
  synchronized boolean release() {
    connections--;
    if (connections == 0 && !staysOpen) {
      close();
    }
    return ended;
  }

  /** Closes the database under its connections, if there are any. */
  synchronized void close() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      if (engine != null) {
        engine.close();
      }
    } finally {
      if (database != null) {
        database.close();
      }
    }
  }

  synchronized boolean isOpen() {
    return !ended;
  }

  /** The engine; only while a connection is counted. */
  synchronized SqlEngine engine() throws SQLException {
    if (ended || engine == null) {
      throw SqlState.CONNECTION_CLOSED.exception("the database was closed: " + target);
    }
    return engine;
  }

  synchronized @Nullable Database database() {
    return ended ? null : database;
  }

  private void open(ConnectionSettings settings) throws SQLException {
    Database opened = openDatabase(settings);
    try {
      engine = SqlEngine.open(opened);
    } catch (SQLException | RuntimeException e) {
      opened.close();
      throw e instanceof SQLException error ? error : SqlErrors.translate(e);
    }
    database = opened;
    openedWith = settings;
  }

  private Database openDatabase(ConnectionSettings settings) throws SQLException {
    try {
      return target instanceof Target.Directory directory
          ? openDirectory(directory.path(), settings)
          : Kevo.openInMemory(options(settings));
    } catch (DatabaseLockedException | DatabaseMissingException e) {
      throw SqlState.CANNOT_CONNECT.exception(String.valueOf(e.getMessage()), e);
    } catch (CorruptionException e) {
      throw SqlState.CORRUPTION.exception(String.valueOf(e.getMessage()), e);
    } catch (KevoException e) {
      throw SqlErrors.translate(e);
    } catch (IllegalArgumentException e) {
      throw SqlState.CANNOT_CONNECT.exception(
          "a connection property has a value that is not possible: " + e.getMessage(), e);
    }
  }

  private static Database openDirectory(Path directory, ConnectionSettings settings)
      throws SQLException {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw SqlState.CORRUPTION.exception(
          "no database: " + directory + " is a file, not a directory");
    }
    return Kevo.open(directory, options(settings));
  }

  private static Options options(ConnectionSettings settings) {
    String durability = settings.text(ConnectionProperty.DURABILITY);
    return Options.DEFAULT
        .withCreateIfMissing(settings.flag(ConnectionProperty.CREATE))
        .withDurability(Durability.valueOf(durability.toUpperCase(Locale.ROOT)))
        .withSyncBatchBytes(settings.number(ConnectionProperty.SYNC_BATCH_BYTES))
        .withMemTableBytesMax(settings.number(ConnectionProperty.MEM_TABLE_BYTES_MAX))
        .withBlockCacheBytes(settings.number(ConnectionProperty.BLOCK_CACHE_BYTES));
  }

  /** A property that decides how the database is opened must not be asked for in vain. */
  private void refuseOtherOptions(ConnectionSettings before, ConnectionSettings now)
      throws SQLException {
    for (ConnectionProperty property :
        new ConnectionProperty[] {
          ConnectionProperty.DURABILITY,
          ConnectionProperty.SYNC_BATCH_BYTES,
          ConnectionProperty.MEM_TABLE_BYTES_MAX,
          ConnectionProperty.BLOCK_CACHE_BYTES
        }) {
      if (now.isGiven(property) && !now.text(property).equals(before.text(property))) {
        throw SqlState.CANNOT_CONNECT.exception(
            target + " is open already with " + property.key() + "=" + before.text(property));
      }
    }
  }
}

package dev.kevo.jdbc.embedded;

import dev.kevo.engine.Database;
import dev.kevo.jdbc.connect.ConnectionSettings;
import dev.kevo.jdbc.connect.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The databases that connections of this JVM have open, one per directory or name. Thread-safe.
 *
 * <p>A database is opened by its first connection and closed with its last one, unless a connection
 * was opened with {@code closeWithLastConnection=false}: then it stays open until it is closed
 * here, or until the JVM ends.
 */
public final class KevoDatabases {
  // The one place that must be static: a directory can be open once per process.
  private static final ConcurrentMap<Target, OpenDatabase> OPEN = new ConcurrentHashMap<>();

  private KevoDatabases() {}

  /**
   * Closes the database in a directory, under its connections if it has any: what they do
   * afterwards fails with 08003, what they did not commit is rolled back.
   *
   * @return whether it was open
   */
  public static boolean close(Path directory) {
    return close(new Target.Directory(canonical(directory)));
  }

  /**
   * Closes a database in memory, which ends it; see {@link #close}.
   *
   * @return whether it was open
   */
  public static boolean closeMemory(String name) {
    return close(new Target.Memory(name));
  }

  /** Closes all of them; see {@link #close}. */
  public static void closeAll() {
    for (Target target : OPEN.keySet()) {
      close(target);
    }
  }

  /**
   * The database in a directory, if connections have it open: what it holds can so be read and
   * written as keys and values beside SQL. The caller must not close it.
   */
  public static Optional<Database> database(Path directory) {
    return database(new Target.Directory(canonical(directory)));
  }

  /** As {@link #database(Path)}, for a database in memory. */
  public static Optional<Database> memoryDatabase(String name) {
    return database(new Target.Memory(name));
  }

  private static Optional<Database> database(Target target) {
    OpenDatabase open = OPEN.get(target);
    return open == null ? Optional.empty() : Optional.ofNullable(open.database());
  }

  /** The open database of the settings' target, with a connection counted. */
  static OpenDatabase acquire(ConnectionSettings settings) throws SQLException {
    Target target = canonical(settings.target());
    while (true) {
      OpenDatabase open = OPEN.computeIfAbsent(target, OpenDatabase::new);
      boolean acquired = false;
      try {
        acquired = open.acquire(settings);
      } finally {
        if (!acquired && !open.isOpen()) {
          OPEN.remove(target, open);
        }
      }
      if (acquired) {
        return open;
      }
    }
  }

  /** Gives a connection back. */
  static void release(OpenDatabase open) {
    boolean closed = false;
    try {
      closed = open.release();
    } finally {
      if (closed || !open.isOpen()) {
        OPEN.values().remove(open);
      }
    }
  }

  private static boolean close(Target target) {
    OpenDatabase open = OPEN.get(target);
    if (open == null) {
      return false;
    }
    try {
      open.close();
    } finally {
      OPEN.remove(target, open);
    }
    return true;
  }

  private static Target canonical(Target target) {
    return target instanceof Target.Directory directory
        ? new Target.Directory(canonical(directory.path()))
        : target;
  }

  /** The path without links, as far as it exists. */
  private static Path canonical(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    for (Path there = absolute; there != null; there = there.getParent()) {
      Path real = real(there);
      if (real != null) {
        return real.resolve(there.relativize(absolute)).normalize();
      }
    }
    return absolute;
  }

  private static @Nullable Path real(Path path) {
    try {
      return Files.exists(path) ? path.toRealPath() : null;
    } catch (IOException e) {
      return null; // not readable: the open that follows says so
    }
  }
}

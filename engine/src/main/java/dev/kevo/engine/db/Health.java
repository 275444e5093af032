package dev.kevo.engine.db;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.ReadOnlyException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the database can be asked for: nothing once it is closed; no writes if it was opened for
 * reading, nor after a failure, of which the first is kept. Thread-safe.
 */
final class Health {
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private final Path directory;
  private final boolean readOnly;

  /** Volatile: reads look at it without a lock. */
  private volatile boolean closed;

  Health(Path directory, boolean readOnly) {
    this.directory = directory;
    this.readOnly = readOnly;
  }

  /** Refuses everything from now on. */
  void close() {
    closed = true;
  }

  /** Throws {@link ClosedException} once the database is closed. */
  void requireOpen() {
    if (closed) {
      throw new ClosedException("the database in " + directory + " is closed");
    }
  }

  /** What a failed read throws: once the database is closed, that is the reason. */
  RuntimeException closedOr(RuntimeException failure) {
    return closed && !(failure instanceof ClosedException)
        ? new ClosedException("the database in " + directory + " is closed", failure)
        : failure;
  }

  /** Turns the database read-only, for good. */
  void fail(Throwable cause) {
    failure.compareAndSet(null, cause);
  }

  /** Whether there are no writes any more. */
  boolean failed() {
    return readOnly || failure.get() != null;
  }

  /** Throws {@link ReadOnlyException} if there are no writes, or none any more. */
  void requireWritable() {
    if (readOnly) {
      throw new ReadOnlyException("the database was opened read-only");
    }
    Throwable cause = failure.get();
    if (cause != null) {
      throw new ReadOnlyException(
          "the database is read-only until it is opened again, after: " + cause.getMessage(),
          cause);
    }
  }
}

package dev.kevo.engine.db;

import dev.kevo.engine.ReadOnlyException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether the database takes writes: not if it was opened for reading, nor after a failure, of
 * which the first is kept.
 */
final class Health {
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private final boolean readOnly;

  Health(boolean readOnly) {
    this.readOnly = readOnly;
  }

  /** Turns the database read-only, for good. */
  void fail(Throwable cause) {
    failure.compareAndSet(null, cause);
  }

  /** Whether there are no writes any more. */
  boolean failed() {
    return readOnly || failure.get() != null;
  }

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

package dev.kevo.engine.db;

import dev.kevo.engine.ReadOnlyException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether the database still takes writes: the first failure that forbids it is kept. */
final class Health {
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** Turns the database read-only, for good. */
  void fail(Throwable cause) {
    failure.compareAndSet(null, cause);
  }

  boolean failed() {
    return failure.get() != null;
  }

  void requireWritable() {
    Throwable cause = failure.get();
    if (cause != null) {
      throw new ReadOnlyException(
          "the database is read-only until it is opened again, after: " + cause.getMessage(),
          cause);
    }
  }
}

package dev.kevo.engine;

import org.jspecify.annotations.Nullable;

/**
 * Another transaction held the lock of a key for longer than this one was to wait. The transaction
 * stays as it was before the call.
 */
public final class LockTimeoutException extends KevoException {
  private static final long serialVersionUID = 1L;

  public LockTimeoutException(String message) {
    this(message, null);
  }

  public LockTimeoutException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

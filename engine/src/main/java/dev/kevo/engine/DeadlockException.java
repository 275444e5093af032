package dev.kevo.engine;

import org.jspecify.annotations.Nullable;

/**
 * Waiting for the lock of a key would never have ended: its holder waits, directly or through
 * others, for a lock of this transaction. Rolling back lets the others go on; trying the whole
 * transaction again may succeed.
 */
public final class DeadlockException extends KevoException {
  private static final long serialVersionUID = 1L;

  public DeadlockException(String message) {
    this(message, null);
  }

  public DeadlockException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

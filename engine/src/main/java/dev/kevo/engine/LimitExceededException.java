package dev.kevo.engine;

import org.jspecify.annotations.Nullable;

/** A transaction or batch is larger than the engine takes. */
public final class LimitExceededException extends KevoException {
  private static final long serialVersionUID = 1L;

  public LimitExceededException(String message) {
    this(message, null);
  }

  public LimitExceededException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

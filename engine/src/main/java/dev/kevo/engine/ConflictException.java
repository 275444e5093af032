package dev.kevo.engine;

import org.jspecify.annotations.Nullable;

/** Another transaction committed a key first; nothing was written, trying again may succeed. */
public final class ConflictException extends KevoException {
  private static final long serialVersionUID = 1L;

  public ConflictException(String message) {
    this(message, null);
  }

  public ConflictException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

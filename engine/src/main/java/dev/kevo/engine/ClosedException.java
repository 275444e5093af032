package dev.kevo.engine;

import org.jspecify.annotations.Nullable;

/** The database, view or cursor was closed before this call. */
public final class ClosedException extends KevoException {
  private static final long serialVersionUID = 1L;

  public ClosedException(String message) {
    this(message, null);
  }

  public ClosedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

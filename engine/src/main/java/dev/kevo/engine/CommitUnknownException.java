package dev.kevo.engine;

import org.jspecify.annotations.Nullable;

/** A commit was not acknowledged and may or may not survive: its sync failed. */
public final class CommitUnknownException extends KevoException {
  private static final long serialVersionUID = 1L;

  public CommitUnknownException(String message) {
    this(message, null);
  }

  public CommitUnknownException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

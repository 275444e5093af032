package dev.kevo.engine;

import org.jspecify.annotations.Nullable;

/**
 * The log after a {@link CommitPosition} has been deleted. Read the database anew from a {@link
 * Snapshot}, or keep the log for longer: {@link Options#logRetainedSegments}.
 */
public final class PositionLostException extends KevoException {
  private static final long serialVersionUID = 1L;

  public PositionLostException(String message) {
    this(message, null);
  }

  public PositionLostException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

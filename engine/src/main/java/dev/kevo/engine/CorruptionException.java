package dev.kevo.engine;

import org.jspecify.annotations.Nullable;

/**
 * Bytes on disk are not what was written, or are no database; the message names file, offset,
 * expected and found.
 */
public final class CorruptionException extends KevoException {
  private static final long serialVersionUID = 1L;

  public CorruptionException(String message) {
    this(message, null);
  }

  public CorruptionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

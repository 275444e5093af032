package dev.kevo.engine;

import org.jspecify.annotations.Nullable;

/**
 * A write to something that only reads: a read-only transaction, a database opened read-only, or
 * one after a failed sync.
 */
public final class ReadOnlyException extends KevoException {
  private static final long serialVersionUID = 1L;

  public ReadOnlyException(String message) {
    this(message, null);
  }

  public ReadOnlyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

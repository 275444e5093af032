package dev.kevo.engine;

import org.jspecify.annotations.Nullable;

/**
 * The world failed: the disk, another transaction, a limit. Its subtypes say what. A wrong call is
 * an {@link IllegalArgumentException} or {@link IllegalStateException} instead.
 */
public abstract class KevoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected KevoException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

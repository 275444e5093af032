package dev.kevo.engine;

import org.jspecify.annotations.Nullable;

/** Reading or writing a file failed; the message names the file. */
public class StorageException extends KevoException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message) {
    this(message, null);
  }

  public StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

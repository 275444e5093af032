package dev.kevo.engine;

import org.jspecify.annotations.Nullable;

/** The disk, or a quota on it, is full. Reads go on; writes resume once there is space. */
public final class DiskFullException extends StorageException {
  private static final long serialVersionUID = 1L;

  public DiskFullException(String message) {
    this(message, null);
  }

  public DiskFullException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package dev.kevo.engine;

/** There is no database in the directory, and the options forbid to create one. */
public final class DatabaseMissingException extends StorageException {
  private static final long serialVersionUID = 1L;

  public DatabaseMissingException(String message) {
    super(message);
  }
}

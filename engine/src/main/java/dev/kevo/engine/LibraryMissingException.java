package dev.kevo.engine;

/**
 * What a database needs is in an optional library that is not on the class path. The message names
 * it; with the library there, the database opens as before.
 */
public final class LibraryMissingException extends KevoException {
  private static final long serialVersionUID = 1L;

  public LibraryMissingException(String message, Throwable cause) {
    super(message, cause);
  }
}

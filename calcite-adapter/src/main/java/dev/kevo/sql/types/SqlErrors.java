package dev.kevo.sql.types;

import java.sql.SQLException;

/** Turns whatever was thrown below into the SQLException that the user sees. */
public final class SqlErrors {
  private SqlErrors() {}

  /** The SQLException that says what went wrong, with its SQLSTATE; never throws. */
  public static SQLException translate(Throwable error) {
    return SqlState.INTERNAL_ERROR.exception(String.valueOf(error.getMessage()), error);
  }
}

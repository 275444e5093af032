package dev.kevo.sql.mapping;

import dev.kevo.sql.types.SqlState;
import java.io.Serial;

/**
 * Says that the bytes of an entry are no value of its table's format. Made often, so it is cheap.
 */
public final class MalformedValueException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final SqlState state;

  MalformedValueException(SqlState state, String message) {
    super(message, null, false, false);
    this.state = state;
  }

  /** The error that it is where such values are errors. */
  public SqlState state() {
    return state;
  }
}

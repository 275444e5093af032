package dev.kevo.jdbc.connect;

import dev.kevo.engine.IsolationLevel;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** The numbers that JDBC has for isolation levels. */
public final class IsolationNumbers {
  private IsolationNumbers() {}

  public static int of(IsolationLevel level) {
    return switch (level) {
      case READ_COMMITTED -> Connection.TRANSACTION_READ_COMMITTED;
      case REPEATABLE_READ -> Connection.TRANSACTION_REPEATABLE_READ;
      case SERIALIZABLE -> Connection.TRANSACTION_SERIALIZABLE;
    };
  }

  /** The level with a number; null if there is none. */
  public static @Nullable IsolationLevel level(int number) {
    return switch (number) {
      case Connection.TRANSACTION_READ_COMMITTED -> IsolationLevel.READ_COMMITTED;
      case Connection.TRANSACTION_REPEATABLE_READ -> IsolationLevel.REPEATABLE_READ;
      case Connection.TRANSACTION_SERIALIZABLE -> IsolationLevel.SERIALIZABLE;
      default -> null;
    };
  }
}

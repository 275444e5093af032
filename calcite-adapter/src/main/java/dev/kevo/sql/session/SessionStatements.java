package dev.kevo.sql.session;

import dev.kevo.engine.Database;
import dev.kevo.engine.Keyspace;
import dev.kevo.engine.KeyspaceOptions;
import dev.kevo.engine.TransactionOptions;
import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import java.math.BigDecimal;
import java.util.OptionalLong;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSetOption;
import org.jspecify.annotations.Nullable;

/** SET statements. */
final class SessionStatements {
  private static final BigDecimal MILLIS_MAX = BigDecimal.valueOf(Integer.MAX_VALUE);

  private static final BigDecimal HISTORY_MILLIS_MAX =
      BigDecimal.valueOf(KeyspaceOptions.HISTORY_MILLIS_MAX);

  private SessionStatements() {}

  /** The schema that {@code SET SCHEMA} names, or null if it is another statement. */
  static @Nullable String schema(SqlNode statement) {
    if (!(statement instanceof SqlSetOption option) || !option.name().toString().equals("SCHEMA")) {
      return null;
    }
    SqlNode value = option.getValue();
    if (value instanceof SqlIdentifier name && name.isSimple()) {
      return name.getSimple();
    }
    return value instanceof SqlLiteral literal ? literal.getValueAs(String.class) : null;
  }

  /** How long a statement takes to be slow, if {@code SET SLOW_STATEMENT_MILLIS} says so. */
  static OptionalLong slowMillis(SqlNode statement) {
    return statement instanceof SqlSetOption option
            && option.name().toString().equals("SLOW_STATEMENT_MILLIS")
        ? OptionalLong.of(millis(option))
        : OptionalLong.empty();
  }

  /**
   * Lets all keyspaces that there are keep their past for as long as {@code SET HISTORY_MILLIS}
   * says; false if it is another statement.
   */
  static boolean setHistory(SqlNode statement, Database database) {
    if (!(statement instanceof SqlSetOption option)
        || !option.name().toString().equals("HISTORY_MILLIS")) {
      return false;
    }
    long millis = millis(option, HISTORY_MILLIS_MAX);
    for (Keyspace keyspace : database.keyspaces()) {
      KeyspaceOptions options = keyspace.options();
      if (options.historyMillis() != millis) {
        database.alterKeyspace(keyspace, options.withHistoryMillis(millis));
      }
    }
    return true;
  }

  /**
   * The options of later transactions after a SET statement; null if it is about something else.
   */
  static @Nullable TransactionOptions options(SqlNode statement, TransactionOptions before) {
    if (!(statement instanceof SqlSetOption option)) {
      return null;
    }
    String name = option.name().toString();
    return switch (name) {
      case "LOCK_TIMEOUT" -> before.withLockWaitMillis(millis(option));
      case "TRANSACTION_TIMEOUT" -> before.withLifetimeMillis(millis(option));
      case "IDLE_TRANSACTION_TIMEOUT" -> before.withIdleMillis(millis(option));
      default ->
          throw SqlErrors.at(
              SqlState.UNDEFINED_OBJECT, "there is no option " + name, option.getParserPosition());
    };
  }

  private static long millis(SqlSetOption option) {
    return millis(option, MILLIS_MAX);
  }

  private static long millis(SqlSetOption option, BigDecimal max) {
    if (option.getValue() instanceof SqlNumericLiteral literal
        && literal.isInteger()
        && literal.bigDecimalValue().signum() >= 0
        && literal.bigDecimalValue().compareTo(max) <= 0) {
      return literal.longValue(false);
    }
    throw SqlState.INVALID_PARAMETER.failure(
        option.name() + " is set to a whole number of milliseconds, at most " + max);
  }
}

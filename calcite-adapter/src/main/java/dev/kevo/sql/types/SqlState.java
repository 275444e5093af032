package dev.kevo.sql.types;

import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import org.jspecify.annotations.Nullable;

/**
 * Every SQLSTATE that this product answers with. No other class writes one down.
 *
 * <p>A new one takes its code from the SQL standard, else from PostgreSQL; clients decide by the
 * class (the first two characters) which JDBC exception to expect, and so does {@link #exception}.
 */
public enum SqlState {
  PARAMETER_NOT_SET("07001"),
  NO_SUCH_PARAMETER("07009"),
  CANNOT_CONNECT("08001"),
  CONNECTION_CLOSED("08003"),
  CONNECTION_REFUSED("08004"),
  CONNECTION_FAILURE("08006"),
  COMMIT_UNKNOWN("08007"),
  PROTOCOL_VIOLATION("08P01"),
  NOT_SUPPORTED("0A000"),
  STRING_TOO_LONG("22001"),
  OUT_OF_RANGE("22003"),
  BAD_DATETIME("22007"),
  DATETIME_OVERFLOW("22008"),
  CARDINALITY("21000"),
  SUBSTRING_ERROR("22011"),
  DIVISION_BY_ZERO("22012"),
  INVALID_FRAME("22013"),
  INVALID_NTILE("22014"),
  INTERVAL_OVERFLOW("22015"),
  INVALID_NTH_VALUE("22016"),
  INVALID_CAST("22018"),
  INVALID_LOGARITHM("2201E"),
  BAD_CHARACTER("22021"),
  INVALID_PARAMETER("22023"),
  INVALID_JSON("22032"),
  DATA_EXCEPTION("22000"),
  SEQUENCE_EXHAUSTED("2200H"),
  NULL_NOT_ALLOWED("23502"),
  FOREIGN_KEY_VIOLATION("23503"),
  UNIQUE_VIOLATION("23505"),
  CHECK_VIOLATION("23514"),
  INVALID_CURSOR_STATE("24000"),
  INVALID_TRANSACTION_STATE("25000"),
  TRANSACTION_ACTIVE("25001"),
  READ_ONLY("25006"),
  /** A transaction was rolled back because it was unused for too long. */
  IDLE_TRANSACTION("25P03"),
  /** A transaction was rolled back because it was open for too long. */
  TRANSACTION_TOO_LONG("25P04"),
  NO_SUCH_STATEMENT("26000"),
  DEPENDENT_OBJECTS("2BP01"),
  NO_SUCH_SAVEPOINT("3B001"),
  NO_SUCH_SCHEMA("3F000"),
  CONFLICT("40001"),
  DEADLOCK("40P01"),
  SYNTAX_OR_ACCESS("42000"),
  SYNTAX_ERROR("42601"),
  INVALID_NAME("42602"),
  NAME_TOO_LONG("42622"),
  AMBIGUOUS_COLUMN("42702"),
  DUPLICATE_ALIAS("42712"),
  UNDEFINED_OBJECT("42704"),
  DUPLICATE_OBJECT("42710"),
  GROUPING_ERROR("42803"),
  INVALID_FOREIGN_KEY("42830"),
  UNDEFINED_COLUMN("42703"),
  DUPLICATE_COLUMN("42701"),
  UNDEFINED_FUNCTION("42883"),
  GENERATED_ALWAYS("428C9"),
  UNDEFINED_TABLE("42P01"),
  DUPLICATE_SCHEMA("42P06"),
  DUPLICATE_TABLE("42P07"),
  INVALID_CONFLICT_TARGET("42P10"),
  INVALID_TABLE_DEFINITION("42P16"),
  INVALID_VIEW("42P17"),
  TYPE_MISMATCH("42804"),
  CANNOT_CAST("42846"),
  WRONG_OBJECT_TYPE("42809"),
  DISK_FULL("53100"),
  OUT_OF_MEMORY("53200"),
  LIMIT_EXCEEDED("54000"),
  TOO_COMPLEX("54001"),
  NOT_READY("55000"),
  IN_USE("55006"),
  LOCK_NOT_AVAILABLE("55P03"),
  CANCELLED("57014"),
  /** The same code for a statement whose time was over: JDBC has an exception of its own for it. */
  TIMED_OUT("57014"),
  SHUTTING_DOWN("57P01"),
  IO_ERROR("58030"),
  /** The past that was asked for is not kept, or not any more. */
  SNAPSHOT_TOO_OLD("72000"),
  INTERNAL_ERROR("XX000"),
  CORRUPTION("XX001");

  /** Messages are cut to so many characters; the cause has the rest. */
  public static final int MESSAGE_CHARS_MAX = 299;

  private final String code;

  SqlState(String code) {
    this.code = code;
  }

  /** The five characters. */
  public String code() {
    return code;
  }

  /** Whether it is about values that cannot be what they are to be, or where they are to be. */
  public boolean isAboutValues() {
    return code.startsWith("22") || code.startsWith("23");
  }

  /** A JDBC exception of the class that fits this state. */
  public SQLException exception(String message) {
    return exception(message, null);
  }

  /** A JDBC exception of the class that fits this state. */
  public SQLException exception(String message, @Nullable Throwable cause) {
    String text = shorten(message);
    return switch (code.substring(0, 2)) {
      case "08" ->
          this == COMMIT_UNKNOWN
              ? new SQLException(text, code, cause)
              : new SQLNonTransientConnectionException(text, code, cause);
      case "0A" -> new SQLFeatureNotSupportedException(text, code, cause);
      case "22" -> new SQLDataException(text, code, cause);
      case "23" -> new SQLIntegrityConstraintViolationException(text, code, cause);
      case "40" -> new SQLTransactionRollbackException(text, code, cause);
      case "42" -> new SQLSyntaxErrorException(text, code, cause);
      default ->
          this == TIMED_OUT
              ? new SQLTimeoutException(text, code, cause)
              : new SQLException(text, code, cause);
    };
  }

  /**
   * The exception that a server reported, as it would have been thrown here.
   *
   * @param code the five characters, which need not be one of ours
   */
  public static SQLException reported(String code, String message) {
    for (SqlState state : values()) {
      if (state.code.equals(code)) {
        return state.exception(message);
      }
    }
    return new SQLException(shorten(message), code);
  }

  /** The exception of a statement whose time is over. */
  public static SQLException timedOut() {
    return TIMED_OUT.exception("the statement took longer than its time-out");
  }

  /** The same for code that cannot throw checked exceptions. */
  public SqlStateException failure(String message) {
    return new SqlStateException(this, shorten(message), null);
  }

  /** The same for code that cannot throw checked exceptions. */
  public SqlStateException failure(String message, @Nullable Throwable cause) {
    return new SqlStateException(this, shorten(message), cause);
  }

  private static String shorten(String message) {
    if (message.length() <= MESSAGE_CHARS_MAX) {
      return message;
    }
    return message.substring(0, MESSAGE_CHARS_MAX - 3) + "...";
  }
}

package dev.kevo.sql.types;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.CommitUnknownException;
import dev.kevo.engine.ConflictException;
import dev.kevo.engine.CorruptionException;
import dev.kevo.engine.DatabaseLockedException;
import dev.kevo.engine.DatabaseMissingException;
import dev.kevo.engine.DeadlockException;
import dev.kevo.engine.DiskFullException;
import dev.kevo.engine.KevoException;
import dev.kevo.engine.LibraryMissingException;
import dev.kevo.engine.LimitExceededException;
import dev.kevo.engine.LockTimeoutException;
import dev.kevo.engine.ReadOnlyException;
import dev.kevo.engine.SnapshotTooOldException;
import dev.kevo.engine.TransactionExpiredException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Turns whatever was thrown below into the SQLException that the user sees. Calcite's validator
 * tells its errors apart by their message alone, so that is what is looked at.
 */
public final class SqlErrors {
  private record Rule(Pattern message, SqlState state) {
    Rule(String regex, SqlState state) {
      this(Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL), state);
    }
  }

  private static final List<Rule> VALIDATION =
      List.of(
          new Rule("^(Object|Table) '.*' not found.*", SqlState.UNDEFINED_TABLE),
          new Rule("^No match found for function signature.*", SqlState.UNDEFINED_FUNCTION),
          new Rule("^Column '.*' is ambiguous.*", SqlState.AMBIGUOUS_COLUMN),
          new Rule("^Target column '.*' is assigned more than once.*", SqlState.DUPLICATE_COLUMN),
          new Rule("^Duplicate (relation )?name '.*'.*", SqlState.DUPLICATE_ALIAS),
          new Rule("^(Column|Field) '.*' not found.*", SqlState.UNDEFINED_COLUMN),
          new Rule("^Unknown (target column|identifier|field).*", SqlState.UNDEFINED_COLUMN),
          new Rule("^Expression '.*' is not being grouped.*", SqlState.GROUPING_ERROR),
          new Rule(
              "^(Windowed )?aggregate expressions? (is illegal|cannot be nested).*"
                  + "|^OVER clause is necessary.*|^Window expressions are not permitted.*"
                  + "|^Argument to GROUPING operator.*",
              SqlState.GROUPING_ERROR),
          new Rule(
              "^(WHERE|HAVING|QUALIFY|ON|FILTER) clause must be a condition.*"
                  + "|^Expected a boolean type.*|^Illegal mixing of types.*|.*not comparable to .*"
                  + "|.*must (have compatible types|be of the same type).*"
                  + "|^Cannot infer return type.*|.*strings with different charsets.*",
              SqlState.TYPE_MISMATCH),
          new Rule("^Invalid number of arguments.*", SqlState.UNDEFINED_FUNCTION),
          new Rule(
              "^Column count mismatch.*|^String literal continued.*|^Number of columns must match.*|^Ordinal out of range.*"
                  + "|^Binary literal string.*|.*join requires a condition.*"
                  + "|^SELECT \\* requires.*",
              SqlState.SYNTAX_ERROR),
          new Rule(
              "^Column '.*' has no default value and does not allow NULLs.*",
              SqlState.NULL_NOT_ALLOWED),
          new Rule("^Cannot apply '.*' to arguments of type.*", SqlState.TYPE_MISMATCH),
          new Rule("^Cannot assign to target field.*", SqlState.TYPE_MISMATCH),
          new Rule("^Cast function cannot convert.*", SqlState.TYPE_MISMATCH),
          new Rule("^(Illegal|Invalid) (DATE|TIME|TIMESTAMP|INTERVAL).*", SqlState.BAD_DATETIME),
          new Rule("^Illegal .*literal.*", SqlState.BAD_DATETIME),
          new Rule("^Numeric literal '.*' out of range.*", SqlState.OUT_OF_RANGE),
          new Rule("^Number of INSERT target columns.*", SqlState.SYNTAX_ERROR),
          new Rule("^Length of identifier.*", SqlState.NAME_TOO_LONG));

  private static final List<Rule> EXECUTION =
      List.of(
          new Rule(
              ".*(division by zero|divide by zero|/ by zero|Division undefined).*",
              SqlState.DIVISION_BY_ZERO),
          new Rule(".*Year out of range.*", SqlState.DATETIME_OVERFLOW),
          new Rule(".*negative substring length.*", SqlState.SUBSTRING_ERROR),
          new Rule(".*logarithm of zero or negative.*", SqlState.INVALID_LOGARITHM),
          new Rule(".*(overflow|out of range|is outside the range).*", SqlState.OUT_OF_RANGE),
          new Rule(
              ".*(Invalid (DATE|TIME|TIMESTAMP|datetime)|date string).*", SqlState.BAD_DATETIME),
          new Rule(
              ".*(Invalid character for cast|Cannot cast|cannot convert).*", SqlState.INVALID_CAST),
          new Rule(".*(Invalid input for|Empty result of) JSON_.*", SqlState.INVALID_JSON),
          new Rule(".*more than one value in agg SINGLE_VALUE.*", SqlState.CARDINALITY));

  private static final Pattern PLACE = Pattern.compile("at line (\\d+), column (\\d+)");
  private static final Pattern ENCOUNTERED =
      Pattern.compile("Encountered:? \"(.{0,60}?)\" ?.*at line", Pattern.DOTALL);

  private SqlErrors() {}

  /** The SQLException that says what went wrong, with its SQLSTATE; never throws. */
  public static SQLException translate(Throwable error) {
    SQLException found = null;
    Throwable cause = error;
    for (int depth = 0; cause != null && depth < 20 && found == null; depth++) {
      found = known(cause);
      cause = cause.getCause();
    }
    if (found != null) {
      return found;
    }
    if (error instanceof RelOptPlanner.CannotPlanException
        || (error instanceof IllegalStateException
            && String.valueOf(error.getMessage()).startsWith("Unable to implement"))) {
      return SqlState.NOT_SUPPORTED.exception("this query has no plan", error);
    }
    return byMessage(EXECUTION, error, SqlState.INTERNAL_ERROR)
        .exception(error.getClass().getSimpleName() + ": " + firstLine(error), error);
  }

  /** A whole number as a statement has it; 22003 if it is too large. */
  public static long number(String digits, SqlParserPos pos) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw at(SqlState.OUT_OF_RANGE, digits + " is too large", pos);
    }
  }

  /** An error at a place in the statement. */
  public static SqlStateException at(SqlState state, String message, SqlParserPos pos) {
    return state.failure(pos.getLineNum() == 0 ? message : message + place(pos));
  }

  /**
   * What the planning of a statement fails with: what stopped Calcite for a reason that it has no
   * error for is a statement that it does not support.
   */
  public static RuntimeException planning(Throwable error) {
    boolean unknown = SqlState.INTERNAL_ERROR.code().equals(translate(error).getSQLState());
    if (unknown && comesFromCalcite(error)) {
      String detail = firstLine(error);
      boolean isName = detail.startsWith("class ") || error instanceof AssertionError;
      return SqlState.NOT_SUPPORTED.failure(
          "the statement is not supported" + (isName ? "" : ": " + detail), error);
    }
    if (error instanceof Error fatal) {
      throw fatal;
    }
    return (RuntimeException) error;
  }

  private static boolean comesFromCalcite(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    for (StackTraceElement frame : cause.getStackTrace()) {
      String name = frame.getClassName();
      if (name.startsWith("org.apache.calcite.") || name.startsWith("org.codehaus.")) {
        return true;
      }
      if (name.startsWith("dev.kevo.")) {
        return false;
      }
    }
    return false;
  }

  /** A syntax error of our own at a place in the statement. */
  public static SqlStateException syntax(String message, SqlParserPos pos) {
    return at(SqlState.SYNTAX_ERROR, message, pos);
  }

  /** The syntax error that the parser reports. */
  public static SqlStateException syntax(SqlParseException error) {
    SqlState state = byMessage(VALIDATION, error, SqlState.SYNTAX_ERROR);
    Throwable cause = error.getCause();
    for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
      if (inner instanceof SqlStateException limit) {
        return limit;
      } else if (inner instanceof StackOverflowError) {
        return SqlState.TOO_COMPLEX.failure("the statement is nested too deeply", inner);
      }
    }
    if (cause instanceof CalciteContextException context && context.getCause() != null) {
      state = byMessage(VALIDATION, context.getCause(), state);
    }
    String message = String.valueOf(error.getMessage());
    SqlParserPos pos = error.getPos();
    String place = pos == null ? "" : place(pos);
    Matcher matcher = PLACE.matcher(message);
    if (place.isEmpty() && matcher.find()) {
      place = " at line " + matcher.group(1) + ", column " + matcher.group(2);
    }
    Matcher encountered = ENCOUNTERED.matcher(message);
    String what;
    if (encountered.find()) {
      String token = encountered.group(1);
      what =
          token.endsWith("<EOF>")
              ? "the statement ends too early"
              : "syntax error near \"" + token + "\"";
    } else {
      what = state == SqlState.SYNTAX_ERROR ? "syntax error" : "";
      String detail =
          firstLine(error).replaceAll("^Lexical error at line \\d+, column \\d+\\. *", "");
      if (detail.startsWith("Non-query expression")) {
        detail = "no statement begins like this";
      }
      what = what.isEmpty() ? detail : what + " (" + detail + ")";
    }
    return state.failure(what + place, error);
  }

  private static @Nullable SQLException known(Throwable error) {
    if (error instanceof SQLException sql) {
      return sql;
    }
    if (error instanceof SqlStateException state) {
      return state.toSqlException();
    }
    if (error instanceof KevoException kevo) {
      return stateOf(kevo).exception(firstLine(kevo), kevo);
    }
    if (error instanceof SqlParseException parse) {
      return syntax(parse).toSqlException();
    }
    if (error instanceof CalciteContextException context) {
      Throwable cause = context.getCause() == null ? context : context.getCause();
      SqlState state = byMessage(VALIDATION, cause, SqlState.SYNTAX_OR_ACCESS);
      return state.exception(
          firstLine(cause) + place(context.getPosLine(), context.getPosColumn()), error);
    }
    if (error instanceof StackOverflowError) {
      return SqlState.TOO_COMPLEX.exception("the statement is nested too deeply", error);
    }
    if (error instanceof OutOfMemoryError) {
      return SqlState.OUT_OF_MEMORY.exception("out of memory", error);
    }
    if (error instanceof NumberFormatException) {
      return SqlState.INVALID_CAST.exception("no number: " + firstLine(error), error);
    }
    if (error instanceof ArithmeticException) {
      return byMessage(EXECUTION, error, SqlState.OUT_OF_RANGE).exception(firstLine(error), error);
    }
    if (error.getClass().getName().startsWith("com.jayway.jsonpath.")) {
      return SqlState.INVALID_JSON.exception(
          "JSON: " + firstLine(error).replaceFirst("^[\\w.]+Exception: ", ""), error);
    }
    if (error instanceof CalciteException) {
      SqlState state = byMessage(EXECUTION, error, SqlState.DATA_EXCEPTION);
      return state.exception(firstLine(error), error);
    }
    return null;
  }

  private static SqlState stateOf(KevoException error) {
    if (error instanceof ConflictException) {
      return SqlState.CONFLICT;
    }
    if (error instanceof SnapshotTooOldException) {
      return SqlState.SNAPSHOT_TOO_OLD;
    }
    if (error instanceof DeadlockException) {
      return SqlState.DEADLOCK;
    }
    if (error instanceof LockTimeoutException) {
      return SqlState.LOCK_NOT_AVAILABLE;
    }
    if (error instanceof TransactionExpiredException expired) {
      return expired.isIdle() ? SqlState.IDLE_TRANSACTION : SqlState.TRANSACTION_TOO_LONG;
    }
    if (error instanceof CorruptionException) {
      return SqlState.CORRUPTION;
    }
    if (error instanceof DiskFullException) {
      return SqlState.DISK_FULL;
    }
    if (error instanceof ReadOnlyException) {
      return SqlState.READ_ONLY;
    }
    if (error instanceof ClosedException) {
      return SqlState.CONNECTION_CLOSED;
    }
    if (error instanceof CommitUnknownException) {
      return SqlState.COMMIT_UNKNOWN;
    }
    if (error instanceof DatabaseLockedException || error instanceof DatabaseMissingException) {
      return SqlState.CANNOT_CONNECT;
    }
    if (error instanceof LibraryMissingException) {
      return SqlState.NOT_SUPPORTED;
    }
    if (error instanceof LimitExceededException) {
      return SqlState.LIMIT_EXCEEDED;
    }
    return SqlState.IO_ERROR;
  }

  private static SqlState byMessage(List<Rule> rules, Throwable error, SqlState otherwise) {
    String message = String.valueOf(error.getMessage());
    for (Rule rule : rules) {
      if (rule.message.matcher(message).matches()) {
        return rule.state;
      }
    }
    return otherwise;
  }

  /** Where something stands in the statement, to be put after a message. */
  static String place(SqlParserPos pos) {
    return place(pos.getLineNum(), pos.getColumnNum());
  }

  private static String place(int line, int column) {
    return line <= 0 ? "" : String.format(Locale.ROOT, " at line %d, column %d", line, column);
  }

  private static String firstLine(Throwable error) {
    String message = error.getMessage();
    if (message == null) {
      return error.getClass().getSimpleName();
    }
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end).stripTrailing();
  }
}

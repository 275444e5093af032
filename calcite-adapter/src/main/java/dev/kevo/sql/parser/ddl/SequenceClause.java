package dev.kevo.sql.parser.ddl;

import dev.kevo.sql.types.SqlErrors;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * The options of a sequence as a statement gives them, each once at most. The parser fills it; it
 * does not change afterwards.
 */
public final class SequenceClause {
  /** What was said of a limit. */
  public enum Limit {
    /** Nothing. */
    NOT_GIVEN,
    /** NO MINVALUE or NO MAXVALUE: the type's own. */
    NONE,
    /** A number. */
    GIVEN
  }

  private @Nullable SqlDataTypeSpec type;
  private @Nullable Long start;
  private @Nullable Long increment;
  private @Nullable Long min;
  private @Nullable Long max;
  private Limit minLimit = Limit.NOT_GIVEN;
  private Limit maxLimit = Limit.NOT_GIVEN;
  private @Nullable Boolean cycle;
  private @Nullable Long cache;
  private boolean restarts;
  private @Nullable Long restart;

  /** An empty clause. */
  public SequenceClause() {}

  private static <T> void once(@Nullable T before, String what, SqlParserPos pos) {
    if (before != null) {
      throw SqlErrors.syntax(what + " is given twice", pos);
    }
  }

  /** AS type. */
  public void type(SqlDataTypeSpec given, SqlParserPos pos) {
    once(type, "AS", pos);
    type = given;
  }

  /** START WITH. */
  public void start(long given, SqlParserPos pos) {
    once(start, "START", pos);
    start = given;
  }

  /** INCREMENT BY. */
  public void increment(long given, SqlParserPos pos) {
    once(increment, "INCREMENT", pos);
    increment = given;
  }

  /** MINVALUE, or NO MINVALUE if null. */
  public void min(@Nullable Long given, SqlParserPos pos) {
    once(minLimit == Limit.NOT_GIVEN ? null : minLimit, "MINVALUE", pos);
    minLimit = given == null ? Limit.NONE : Limit.GIVEN;
    min = given;
  }

  /** MAXVALUE, or NO MAXVALUE if null. */
  public void max(@Nullable Long given, SqlParserPos pos) {
    once(maxLimit == Limit.NOT_GIVEN ? null : maxLimit, "MAXVALUE", pos);
    maxLimit = given == null ? Limit.NONE : Limit.GIVEN;
    max = given;
  }

  /** CYCLE or NO CYCLE. */
  public void cycle(boolean given, SqlParserPos pos) {
    once(cycle, "CYCLE", pos);
    cycle = given;
  }

  /** CACHE; 1 for NO CACHE. */
  public void cache(long given, SqlParserPos pos) {
    once(cache, "CACHE", pos);
    cache = given;
  }

  /** RESTART, with a number or without. */
  public void restart(@Nullable Long given, SqlParserPos pos) {
    once(restarts ? Boolean.TRUE : null, "RESTART", pos);
    restarts = true;
    restart = given;
  }

  /** What AS names, or null. */
  public @Nullable SqlDataTypeSpec type() {
    return type;
  }

  /** What START WITH names, or null. */
  public @Nullable Long start() {
    return start;
  }

  /** What INCREMENT BY names, or null. */
  public @Nullable Long increment() {
    return increment;
  }

  /** What was said of the least number. */
  public Limit minLimit() {
    return minLimit;
  }

  /** The least number, if one was given. */
  public @Nullable Long min() {
    return min;
  }

  /** What was said of the greatest number. */
  public Limit maxLimit() {
    return maxLimit;
  }

  /** The greatest number, if one was given. */
  public @Nullable Long max() {
    return max;
  }

  /** Whether CYCLE or NO CYCLE was said, or null. */
  public @Nullable Boolean cycle() {
    return cycle;
  }

  /** What CACHE names, or null. */
  public @Nullable Long cache() {
    return cache;
  }

  /** Whether RESTART was said. */
  public boolean restarts() {
    return restarts;
  }

  /** The number to restart with, or null for the start. */
  public @Nullable Long restart() {
    return restart;
  }
}

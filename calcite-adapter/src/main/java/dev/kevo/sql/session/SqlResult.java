package dev.kevo.sql.session;

import dev.kevo.engine.Slice;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What running a statement gave: an update count, or rows to step over. Must be closed.
 *
 * <p>A value is represented by its column's type: BOOLEAN as Boolean; TINYINT, SMALLINT, INTEGER,
 * BIGINT as Byte, Short, Integer, Long; REAL as Float, FLOAT and DOUBLE as Double; DECIMAL as
 * BigDecimal; CHAR and VARCHAR as String; BINARY and VARBINARY as byte[]; UUID as UUID; DATE as
 * Integer days since 1970-01-01; TIME as Long microseconds of the day; TIMESTAMP as Long
 * microseconds since 1970-01-01T00:00 without zone; TIMESTAMP WITH TIME ZONE as Long microseconds
 * since that moment in UTC; year-month intervals as Integer months, day-time intervals as Long
 * microseconds; ARRAY and MULTISET as List; ROW as Object[]; NULL as null.
 */
public interface SqlResult extends AutoCloseable {
  /**
   * The number of changed rows, or -1 for a query. A change that was asked for keys has rows to
   * read too.
   */
  long updateCount();

  /** Moves to the next row; false at the end. Fails with 57014 once cancelled or timed out. */
  boolean next() throws SQLException;

  /**
   * A value of the current row.
   *
   * @param column counted from 0
   */
  @Nullable Object get(int column);

  /**
   * Whether a value of the current row is a whole number that {@link #getLong} gives without making
   * an object. Where it is false, and so where it is NULL, {@link #get} has the value. A DATE or
   * the like may be such a number too.
   */
  default boolean hasLong(int column) {
    return false;
  }

  /** The whole number in a column for which {@link #hasLong} is true. */
  default long getLong(int column) {
    throw new IllegalStateException("the value is no whole number at hand");
  }

  /** The same as {@link #hasLong} of a number of type FLOAT or DOUBLE. */
  default boolean hasDouble(int column) {
    return false;
  }

  /** The number in a column for which {@link #hasDouble} is true. */
  default double getDouble(int column) {
    throw new IllegalStateException("the value is no double at hand");
  }

  /**
   * The UTF-8 bytes of a text in the current row, where they lie; valid until the next step.
   *
   * @return false if they do not lie there as they are, or the value is no text; {@link #get} has
   *     it
   */
  default boolean getText(int column, Slice into) {
    return false;
  }

  /** Ends the query; with autocommit on, its transaction too. Closing twice is allowed. */
  @Override
  void close() throws SQLException;
}

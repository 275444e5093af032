package dev.kevo.sql.table;

import dev.kevo.engine.KeyRange;
import dev.kevo.sql.row.KeyCodec;
import dev.kevo.sql.types.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a table's rows can be found: its primary key, or the keys of an index. Bounds
 * of scans are made of it. Places count the key's columns from 0.
 */
public interface KeySpace {
  /** The number of columns in the key. */
  int keyWidth();

  /** The name or expression of a key column, for people. */
  String keyName(int place);

  /** The type of a key column; if nullable, NULL comes after all values. */
  ColumnType keyType(int place);

  /** Whether a key column's order is turned round, NULL included. */
  boolean isKeyDescending(int place);

  /**
   * Whether the order of keys is the executor's order of text, so that bounds on text are exact and
   * need no second look.
   */
  boolean keepsTextOrder();

  /**
   * The number of leading key columns by whose values keys are in order. Ranges of those after them
   * lie anywhere; rows with one value still lie together as long as all columns before it are
   * fixed.
   */
  default int orderedWidth() {
    return keyWidth();
  }

  /** Whether keys within bounds are those of rows that fulfil them, and of no others. */
  default boolean boundsAreExact() {
    return true;
  }

  /**
   * How keys are encoded, column after column, each by itself; null if that is not all that a key
   * has.
   */
  default @Nullable KeyCodec keyCodec() {
    return null;
  }

  /** All keys. */
  KeyRange range();

  /**
   * The first possible key of the rows whose first {@code count} key columns have these values.
   *
   * @param values in the order of the key; more than {@code count} may be there
   */
  byte[] keyFloor(@Nullable Object[] values, int count);

  /** The first possible key after those rows; null if there is none. */
  byte @Nullable [] keyCeiling(@Nullable Object[] values, int count);

  /**
   * Keys that include all rows whose first {@code count} key columns have these values and whose
   * next key column, an ascending character string, begins with {@code prefix}; other rows may be
   * among them.
   */
  KeyRange prefixRange(@Nullable Object[] values, int count, String prefix);
}

package dev.kevo.sql.types;

import org.jspecify.annotations.Nullable;

/** Makes Java values the values of columns: the right class, in range, not too long. */
public final class ColumnValues {
  private ColumnValues() {}

  /**
   * Converts a value to a column's type, in the representation that Calcite's executor uses: that
   * of SqlResult, but ByteString for binary types.
   *
   * @param value null; or in a column's representation (of this type or one that converts); or a
   *     Number, String, Boolean, Character, UUID, java.time, java.sql or java.util date, byte[],
   *     java.sql Blob or Clob
   * @param column the column's or parameter's name, for messages
   * @throws SqlStateException 22001 too long, 22003 out of range, 22007 no datetime, 22018 no such
   *     value, 23502 NULL where it is not allowed
   */
  public static @Nullable Object convert(@Nullable Object value, ColumnType type, String column) {
    throw new UnsupportedOperationException(column + type + value);
  }
}

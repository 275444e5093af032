package dev.kevo.sql.mapping;

import dev.kevo.engine.Slice;
import dev.kevo.sql.types.Casts;
import dev.kevo.sql.types.ColumnType;
import dev.kevo.sql.types.ColumnValues;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import dev.kevo.sql.types.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * A column of a mapped table, and its values as text.
 *
 * @param ordinal its place in the table
 */
record MappedColumn(int ordinal, String name, ColumnType type) {
  /** The value that Java value is in this column. */
  @Nullable Object convert(@Nullable Object value) {
    try {
      return ColumnValues.convert(value, type, name);
    } catch (SqlStateException e) {
      throw new MalformedValueException(e.state(), String.valueOf(e.getMessage()));
    }
  }

  /** The text of a value of this column. */
  String text(Object value) {
    return Casts.text(value, type);
  }

  RuntimeException nullRefused() {
    return SqlState.NULL_NOT_ALLOWED.failure(
        "the format of the table's values has no NULL, for column " + name);
  }

  /** Bytes as text, if they are UTF-8. */
  static String utf8(Slice bytes) {
    String text = Utf8.decode(bytes);
    if (text == null) {
      throw new MalformedValueException(SqlState.BAD_CHARACTER, "the bytes are no UTF-8 text");
    }
    return text;
  }
}

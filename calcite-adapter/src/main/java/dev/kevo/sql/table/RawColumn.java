package dev.kevo.sql.table;

import dev.kevo.engine.Slice;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.Utf8;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/** How the bytes of a raw entry are a column's value. */
enum RawColumn {
  /** As they are. */
  BYTES {
    @Override
    Object decode(Slice bytes) {
      return new ByteString(bytes.toByteArray());
    }

    @Override
    byte[] encode(@Nullable Object value) {
      return value instanceof ByteString string ? string.getBytes() : (byte[]) notNull(value);
    }
  },

  /** As UTF-8; bytes that are no UTF-8 are an error, never a guess. */
  TEXT {
    @Override
    Object decode(Slice bytes) {
      String text = Utf8.decode(bytes);
      if (text == null) {
        throw SqlState.BAD_CHARACTER.failure(
            "the keyspace holds bytes that are no UTF-8 text; read it in schema KEYSPACES");
      }
      return text;
    }

    @Override
    byte[] encode(@Nullable Object value) {
      String text = (String) notNull(value);
      try {
        ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        byte[] array = new byte[bytes.remaining()];
        bytes.get(array);
        return array;
      } catch (CharacterCodingException e) {
        throw SqlState.BAD_CHARACTER.failure("the text has an unpaired surrogate", e);
      }
    }
  };

  abstract Object decode(Slice bytes);

  abstract byte[] encode(@Nullable Object value);

  private static Object notNull(@Nullable Object value) {
    if (value == null) {
      throw SqlState.NULL_NOT_ALLOWED.failure("a key or value of a keyspace cannot be NULL");
    }
    return value;
  }
}

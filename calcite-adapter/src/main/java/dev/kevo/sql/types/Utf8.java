package dev.kevo.sql.types;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kevo.engine.Slice;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** Bytes as text; bytes that are no UTF-8 are told apart, never guessed. */
public final class Utf8 {
  private Utf8() {}

  /** The text that bytes are; null if they are no UTF-8. */
  public static @Nullable String decode(Slice bytes) {
    String text = bytes.toString();
    // The replacement character is rare: only where it turns up the bytes are checked.
    if (text.indexOf('\uFFFD') < 0) {
      return text;
    }
    try {
      return UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.array(), bytes.offset(), bytes.length()))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}

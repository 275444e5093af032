package dev.kevo.sql.exec;

import java.nio.charset.StandardCharsets;

/**
 * A LIKE pattern that is matched with texts in UTF-8: {@code %} is any text, {@code _} any
 * character, a line's end too. Immutable and thread-safe.
 */
public final class LikeMatcher {
  private static final int ANY_TEXT = -1;
  private static final int ANY_CHARACTER = -2;

  /** Bytes, or one of the above. */
  private final int[] tokens;

  /** A pattern without escapes. */
  public LikeMatcher(String pattern) {
    byte[] bytes = pattern.getBytes(StandardCharsets.UTF_8);
    tokens = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      tokens[i] =
          switch (bytes[i]) {
            case '%' -> ANY_TEXT;
            case '_' -> ANY_CHARACTER;
            default -> bytes[i] & 0xFF;
          };
    }
  }

  /** Whether a text matches. */
  public boolean matches(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return matches(bytes, 0, bytes.length);
  }

  /** Whether a text in UTF-8 matches. */
  public boolean matches(byte[] text, int offset, int length) {
    int end = offset + length;
    int at = offset;
    int token = 0;
    int restart = -1;
    int restartAt = 0;
    while (at < end) {
      int wanted = token < tokens.length ? tokens[token] : ANY_TEXT - 2;
      if (wanted == ANY_TEXT) {
        restart = ++token;
        restartAt = at;
        if (restart == tokens.length) {
          return true;
        }
      } else if (wanted == ANY_CHARACTER) {
        at = next(text, at, end);
        token++;
      } else if (wanted == (text[at] & 0xFF)) {
        at++;
        token++;
      } else if (restart >= 0) {
        restartAt = next(text, restartAt, end);
        at = restartAt;
        token = restart;
      } else {
        return false;
      }
    }
    while (token < tokens.length && tokens[token] == ANY_TEXT) {
      token++;
    }
    return token == tokens.length;
  }

  /** Where the next character begins. */
  private static int next(byte[] text, int at, int end) {
    int next = at + 1;
    while (next < end && (text[next] & 0xC0) == 0x80) {
      next++;
    }
    return next;
  }
}

package dev.kevo.sql.parser;

import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The escapes of {@code U&'...'} and {@code U&"..."}: {@code \0061}, {@code \+000061}, and {@code
 * \\} for the escape character itself. Calcite knows those of four digits alone, with which
 * characters beyond U+FFFF take two.
 */
public final class UnicodeEscapes {
  private static final int DIGITS = 4;

  /** After a plus sign. */
  private static final int LONG_DIGITS = 6;

  private UnicodeEscapes() {}

  /** The literal with its escapes resolved; without an escape character, the literal itself. */
  public static SqlLiteral resolved(SqlLiteral literal, char escape) {
    if (escape == 0) {
      return literal;
    }
    SqlParserPos pos = literal.getParserPosition();
    String text = literal.getValueAs(String.class);
    StringBuilder resolved = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); ) {
      if (text.charAt(at) != escape) {
        resolved.append(text.charAt(at++));
      } else if (text.startsWith(String.valueOf(escape), at + 1)) {
        resolved.append(escape);
        at += 2;
      } else {
        boolean isLong = text.startsWith("+", at + 1);
        int from = at + (isLong ? 2 : 1);
        int to = from + (isLong ? LONG_DIGITS : DIGITS);
        resolved.appendCodePoint(codePoint(text, from, to, pos));
        at = to;
      }
    }
    checkSurrogates(resolved, pos);
    return SqlLiteral.createCharString(resolved.toString(), pos);
  }

  private static int codePoint(String text, int from, int to, SqlParserPos pos) {
    int codePoint = 0;
    for (int i = from; i < to; i++) {
      int digit = i < text.length() ? hexDigit(text.charAt(i)) : -1;
      if (digit < 0) {
        throw SqlErrors.syntax(
            "a Unicode escape has " + DIGITS + " hexadecimal digits, or + and " + LONG_DIGITS, pos);
      }
      codePoint = (codePoint << 4) | digit;
    }
    if (codePoint > Character.MAX_CODE_POINT) {
      throw SqlErrors.syntax("a Unicode escape is beyond 10FFFF", pos);
    }
    return codePoint;
  }

  /** Of ASCII alone, unlike {@link Character#digit}. */
  private static int hexDigit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static void checkSurrogates(CharSequence text, SqlParserPos pos) {
    if (text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      throw SqlErrors.at(SqlState.BAD_CHARACTER, "the text has an unpaired surrogate", pos);
    }
  }
}

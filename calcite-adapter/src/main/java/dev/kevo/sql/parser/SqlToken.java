package dev.kevo.sql.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A word, name, literal or sign of a statement, found without the parser.
 *
 * @param word a word in upper case, the content of a quoted name or string, or the text itself
 * @param start where it begins in the statement
 * @param end where it ends
 */
public record SqlToken(Kind kind, String word, int start, int end) {
  /** What there is before the first token and after the last. */
  public static final SqlToken NOTHING = new SqlToken(Kind.SIGN, "", 0, 0);

  /** What a token is. */
  public enum Kind {
    WORD,
    QUOTED,
    NUMBER,
    STRING,
    PARAMETER,
    SIGN
  }

  /** Whether it is that word or sign, not in quotes. */
  public boolean is(String other) {
    return word.equals(other) && kind != Kind.STRING && kind != Kind.QUOTED;
  }

  /** A statement's tokens, or null if it has any that are better left to the parser. */
  public static @Nullable List<SqlToken> list(String sql) {
    List<SqlToken> tokens = new ArrayList<>();
    int at = 0;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c <= ' ') {
        at++;
        continue;
      }
      SqlToken token = token(sql, at, c);
      if (token == null) {
        return null;
      }
      tokens.add(token);
      at = token.end;
    }
    return tokens;
  }

  private static @Nullable SqlToken token(String sql, int at, char c) {
    if (isLetter(c)) {
      int end = at;
      while (end < sql.length() && (isLetter(sql.charAt(end)) || isDigit(sql.charAt(end)))) {
        end++;
      }
      // A prefix such as X'..' gives the string another meaning.
      boolean prefix = end < sql.length() && sql.charAt(end) == '\'';
      String word = sql.substring(at, end).toUpperCase(Locale.ROOT);
      return prefix ? null : new SqlToken(Kind.WORD, word, at, end);
    }
    if (isDigit(c)) {
      return number(sql, at);
    }
    if (c == '\'' || c == '"') {
      return quoted(sql, at, c);
    }
    if (c == '?') {
      return new SqlToken(Kind.PARAMETER, "?", at, at + 1);
    }
    if (c > 0x7E || c == '{' || c == '\\' || startsComment(sql, at)) {
      return null;
    }
    int end = at + 1;
    if ((c == '<' || c == '>' || c == '!' || c == '|') && end < sql.length()) {
      char next = sql.charAt(end);
      end += next == '=' || (next == '>' && c == '<') || (next == '|' && c == '|') ? 1 : 0;
    }
    return new SqlToken(Kind.SIGN, sql.substring(at, end), at, end);
  }

  private static boolean startsComment(String sql, int at) {
    return sql.startsWith("--", at) || sql.startsWith("/*", at) || sql.startsWith("//", at);
  }

  private static @Nullable SqlToken number(String sql, int at) {
    int end = at;
    int points = 0;
    while (end < sql.length() && (isDigit(sql.charAt(end)) || sql.charAt(end) == '.')) {
      points += sql.charAt(end) == '.' ? 1 : 0;
      end++;
    }
    boolean plain = points <= 1 && sql.charAt(end - 1) != '.';
    return plain && (end == sql.length() || !isLetter(sql.charAt(end)))
        ? new SqlToken(Kind.NUMBER, sql.substring(at, end), at, end)
        : null;
  }

  private static @Nullable SqlToken quoted(String sql, int at, char quote) {
    Kind kind = quote == '"' ? Kind.QUOTED : Kind.STRING;
    int last = sql.indexOf(quote, at + 1);
    if (last < 0) {
      return null;
    }
    if (last + 1 == sql.length() || sql.charAt(last + 1) != quote) {
      return new SqlToken(kind, sql.substring(at + 1, last), at, last + 1);
    }
    StringBuilder content = new StringBuilder();
    int i = at + 1;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c != quote) {
        content.append(c);
        i++;
      } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
        content.append(c);
        i += 2;
      } else {
        return new SqlToken(kind, content.toString(), at, i + 1);
      }
    }
    return null;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}

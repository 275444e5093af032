package dev.kevo.sql.cache;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose plain literals have become parameters, so that statements that differ in
 * nothing else share a plan.
 *
 * <p>Only those literals are taken whose place leaves no doubt: the right side of a column's
 * comparison or assignment, and the values of INSERT and UPSERT.
 *
 * @param text the statement with {@code ?} in place of the literals
 * @param literals one entry per {@code ?} of the text: the literal, or {@link #PARAMETER} for a
 *     parameter of the statement's own
 */
public record NormalizedSql(String text, List<Object> literals) {
  /** Stands in {@link #literals} for the statement's own parameters. */
  public static final Object PARAMETER = new Object();

  private static final int TEXT_CHARS_MAX = 10_000;
  private static final int LITERALS_MAX = 64;

  private static final Set<String> CHANGES = Set.of("INSERT", "UPSERT");
  private static final Set<String> STATEMENTS =
      Set.of("SELECT", "INSERT", "UPSERT", "UPDATE", "DELETE");

  /** What may follow a comparison, so that the literal is its whole right side. */
  private static final Set<String> FOLLOWERS =
      Set.of("", ";", ")", ",", "AND", "OR", "ORDER", "GROUP", "LIMIT", "OFFSET", "FETCH", "WHERE");

  /** Words before an operator that are no columns. */
  private static final Set<String> NO_COLUMNS = Set.of("ANY", "ALL", "SOME", "END", "NULL");

  /** The statement with its literals taken out, or null if there are none to take. */
  public static @Nullable NormalizedSql of(String sql) {
    if (sql.length() > TEXT_CHARS_MAX) {
      return null;
    }
    List<Token> tokens = tokens(sql);
    if (tokens == null || tokens.isEmpty() || !STATEMENTS.contains(tokens.get(0).word())) {
      return null;
    }
    return new Rewriting(sql, tokens).rewrite();
  }

  private enum Kind {
    WORD,
    QUOTED,
    NUMBER,
    STRING,
    PARAMETER,
    SIGN
  }

  private record Token(Kind kind, String word, int start, int end) {
    boolean is(String other) {
      return word.equals(other) && kind != Kind.STRING && kind != Kind.QUOTED;
    }
  }

  private static final class Rewriting {
    private final String sql;
    private final List<Token> tokens;
    private final StringBuilder text = new StringBuilder();
    private final List<Object> literals = new ArrayList<>();
    private final boolean inserts;
    private int copied;
    private int taken;

    Rewriting(String sql, List<Token> tokens) {
      this.sql = sql;
      this.tokens = tokens;
      this.inserts = CHANGES.contains(tokens.get(0).word());
    }

    @Nullable NormalizedSql rewrite() {
      int depth = 0;
      boolean values = false;
      for (int i = 0; i < tokens.size(); i++) {
        Token token = tokens.get(i);
        if (token.is("(")) {
          depth++;
        } else if (token.is(")")) {
          depth--;
        } else if (token.is("VALUES") && depth == 0) {
          values = inserts;
        } else if (token.is("SELECT") && inserts) {
          return null;
        } else if (token.kind == Kind.PARAMETER) {
          literals.add(PARAMETER);
        } else if (values && depth == 1) {
          takeValue(i);
        } else if (!values) {
          takeOperand(i);
        }
      }
      if (taken == 0 || literals.size() > LITERALS_MAX) {
        return null;
      }
      return new NormalizedSql(text.append(sql, copied, sql.length()).toString(), literals);
    }

    /** A whole value of a row of VALUES. */
    private void takeValue(int i) {
      int first = isNegative(i) ? i - 1 : i;
      if ((at(first - 1).is("(") || at(first - 1).is(","))
          && (at(i + 1).is(",") || at(i + 1).is(")"))) {
        take(first, i);
      }
    }

    /** The right side of {@code column = literal}. */
    private void takeOperand(int i) {
      int first = isNegative(i) ? i - 1 : i;
      Token column = at(first - 2);
      if (isComparison(at(first - 1))
          && (column.kind == Kind.QUOTED
              || (column.kind == Kind.WORD && !NO_COLUMNS.contains(column.word)))
          && FOLLOWERS.contains(at(i + 1).word)
          && at(i + 1).kind != Kind.STRING
          && at(i + 1).kind != Kind.QUOTED) {
        take(first, i);
      }
    }

    private boolean isNegative(int i) {
      return tokens.get(i).kind == Kind.NUMBER && at(i - 1).is("-");
    }

    private static boolean isComparison(Token token) {
      return token.kind == Kind.SIGN
          && switch (token.word) {
            case "=", "<", ">", "<=", ">=", "<>" -> true;
            default -> false;
          };
    }

    private void take(int first, int last) {
      Object value = value(tokens.get(last), first < last);
      if (value == null) {
        return;
      }
      text.append(sql, copied, tokens.get(first).start).append('?');
      copied = tokens.get(last).end;
      literals.add(value);
      taken++;
    }

    private static @Nullable Object value(Token token, boolean negative) {
      if (token.kind == Kind.STRING) {
        return token.word;
      }
      if (token.kind != Kind.NUMBER || token.word.length() > 30) {
        return null;
      }
      BigDecimal number = new BigDecimal(token.word);
      BigDecimal signed = negative ? number.negate() : number;
      return signed.scale() == 0 && signed.precision() <= 18 ? (Object) signed.longValue() : signed;
    }

    private Token at(int index) {
      return index >= 0 && index < tokens.size() ? tokens.get(index) : NOTHING;
    }
  }

  private static final Token NOTHING = new Token(Kind.SIGN, "", 0, 0);

  /** The statement's tokens, or null if it has any that are better left to the parser. */
  private static @Nullable List<Token> tokens(String sql) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c <= ' ') {
        at++;
        continue;
      }
      Token token = token(sql, at, c);
      if (token == null) {
        return null;
      }
      tokens.add(token);
      at = token.end;
    }
    return tokens;
  }

  private static @Nullable Token token(String sql, int at, char c) {
    if (isLetter(c)) {
      int end = at;
      while (end < sql.length() && (isLetter(sql.charAt(end)) || isDigit(sql.charAt(end)))) {
        end++;
      }
      // A prefix such as X'..' gives the string another meaning.
      boolean prefix = end < sql.length() && sql.charAt(end) == '\'';
      String word = sql.substring(at, end).toUpperCase(Locale.ROOT);
      return prefix ? null : new Token(Kind.WORD, word, at, end);
    }
    if (isDigit(c)) {
      return number(sql, at);
    }
    if (c == '\'' || c == '"') {
      return quoted(sql, at, c);
    }
    if (c == '?') {
      return new Token(Kind.PARAMETER, "?", at, at + 1);
    }
    if (c > 0x7E || c == '{' || c == '\\' || startsComment(sql, at)) {
      return null;
    }
    int end = at + 1;
    if ((c == '<' || c == '>' || c == '!' || c == '|') && end < sql.length()) {
      char next = sql.charAt(end);
      end += next == '=' || (next == '>' && c == '<') || (next == '|' && c == '|') ? 1 : 0;
    }
    return new Token(Kind.SIGN, sql.substring(at, end), at, end);
  }

  private static boolean startsComment(String sql, int at) {
    return sql.startsWith("--", at) || sql.startsWith("/*", at) || sql.startsWith("//", at);
  }

  private static @Nullable Token number(String sql, int at) {
    int end = at;
    int points = 0;
    while (end < sql.length() && (isDigit(sql.charAt(end)) || sql.charAt(end) == '.')) {
      points += sql.charAt(end) == '.' ? 1 : 0;
      end++;
    }
    boolean plain = points <= 1 && sql.charAt(end - 1) != '.';
    return plain && (end == sql.length() || !isLetter(sql.charAt(end)))
        ? new Token(Kind.NUMBER, sql.substring(at, end), at, end)
        : null;
  }

  private static @Nullable Token quoted(String sql, int at, char quote) {
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
        Kind kind = quote == '"' ? Kind.QUOTED : Kind.STRING;
        return new Token(kind, content.toString(), at, i + 1);
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

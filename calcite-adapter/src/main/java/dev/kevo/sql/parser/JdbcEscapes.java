package dev.kevo.sql.parser;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JDBC's escapes that the grammar does not have: outer joins, the escape character of LIKE, and
 * functions that are called outside of an escape just the same. The others stay as they are.
 */
final class JdbcEscapes {
  /** Functions that have no name outside of an escape, other arguments, or another meaning. */
  private static final Set<String> OF_ESCAPES =
      Set.of(
          "CHAR",
          "CONVERT",
          "DATABASE",
          "DAYNAME",
          "INSERT",
          "LOG",
          "MONTHNAME",
          "TIMESTAMPADD",
          "TIMESTAMPDIFF");

  private static final Pattern OPENING =
      Pattern.compile("\\{\\s*(OJ|ESCAPE|FN)\\b(?:\\s*(\\w+))?", Pattern.CASE_INSENSITIVE);

  /** What braces mean nothing in: strings, names and comments; the last may be unfinished. */
  private static final Pattern QUOTED =
      Pattern.compile("'[^']*+'?|\"[^\"]*+\"?|--[^\\n]*+|/\\*(?s:.*?)(?:\\*/|\\z)");

  private JdbcEscapes() {}

  /** The statement without them; all that is left stands where it stood. */
  static String resolved(String sql) {
    if (sql.indexOf('{') < 0) {
      return sql;
    }
    StringBuilder text = new StringBuilder(sql);
    Matcher opening = OPENING.matcher(sql);
    Matcher quoted = QUOTED.matcher(sql);
    Deque<Character> closing = new ArrayDeque<>();
    int at = 0;
    while (at < sql.length()) {
      int next = at + 1;
      if (quoted.region(at, sql.length()).lookingAt()) {
        next = quoted.end();
      } else if (sql.charAt(at) == '{') {
        closing.push(opened(opening.region(at, sql.length()), text));
      } else if (sql.charAt(at) == '}' && !closing.isEmpty()) {
        text.setCharAt(at, closing.pop());
      }
      at = next;
    }
    return text.toString();
  }

  /**
   * Puts something in the place of an opening brace; gives what goes in that of its closing one.
   */
  private static char opened(Matcher opening, StringBuilder text) {
    if (!opening.lookingAt()) {
      return '}';
    }
    String word = opening.group(1).toUpperCase(Locale.ROOT);
    String function = opening.group(2);
    int brace = opening.start();
    switch (word) {
      case "OJ" -> {
        blank(text, brace, opening.end(1));
        text.setCharAt(brace, '(');
        return ')';
      }
      case "ESCAPE" -> {
        blank(text, brace, brace + 1);
        return ' ';
      }
      default -> {
        if (function == null || OF_ESCAPES.contains(function.toUpperCase(Locale.ROOT))) {
          return '}';
        }
        blank(text, brace, opening.end(1));
        return ' ';
      }
    }
  }

  private static void blank(StringBuilder text, int from, int to) {
    for (int i = from; i < to; i++) {
      text.setCharAt(i, ' ');
    }
  }
}

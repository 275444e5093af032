package dev.kevo.jdbc;

import java.util.List;

/**
 * A pattern of names as DatabaseMetaData's methods take it: {@code %} stands for any characters,
 * {@code _} for one, {@code \} before them for themselves. Because tools pass names without
 * escaping them, a name that equals the pattern always matches.
 */
record NamePattern(String pattern) {
  /**
   * The condition that a column's name matches.
   *
   * @param parameters where its parameters are added
   */
  String condition(String column, List<Object> parameters) {
    parameters.add(pattern);
    String like = like();
    if (like.equals(pattern) && !hasWildcard()) {
      return column + " = ?";
    }
    parameters.add(like);
    return "(" + column + " = ? OR " + column + " LIKE ? ESCAPE '\\')";
  }

  private boolean hasWildcard() {
    return pattern.contains("%") || pattern.contains("_");
  }

  /** The pattern as LIKE takes it: without an escape where there is nothing to be escaped. */
  private String like() {
    StringBuilder like = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c != '\\') {
        like.append(c);
        continue;
      }
      char literal = i + 1 < pattern.length() ? pattern.charAt(++i) : c;
      if (literal == '%' || literal == '_' || literal == '\\') {
        like.append('\\');
      }
      like.append(literal);
    }
    return like.toString();
  }
}

package dev.kevo.sql.exec;

/** LIKE patterns: {@code %} stands for any text, {@code _} for one character. */
public final class LikePattern {
  private LikePattern() {}

  /**
   * The text before the first wildcard.
   *
   * @param escape the character that takes the next one's meaning away, or 0 for none
   */
  public static String prefix(String pattern, char escape) {
    StringBuilder prefix = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (escape != 0 && c == escape && i + 1 < pattern.length()) {
        prefix.append(pattern.charAt(++i));
      } else if (c == '%' || c == '_') {
        break;
      } else {
        prefix.append(c);
      }
    }
    return prefix.toString();
  }

  /** Whether the pattern is plain text and one {@code %} at its end. */
  public static boolean isPrefixOnly(String pattern, char escape) {
    return escape == 0
        && pattern.endsWith("%")
        && prefix(pattern, escape).length() == pattern.length() - 1;
  }
}

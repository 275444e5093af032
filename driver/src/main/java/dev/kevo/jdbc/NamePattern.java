package dev.kevo.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * A pattern of names as DatabaseMetaData's methods take it: {@code %} stands for any characters,
 * {@code _} for one, {@code \} before them for themselves, null for everything. Because tools pass
 * names without escaping them, a name that equals the pattern always matches.
 */
final class NamePattern {
  private final @Nullable String pattern;

  private NamePattern(@Nullable String pattern) {
    this.pattern = pattern;
  }

  static NamePattern of(@Nullable String pattern) {
    return new NamePattern(pattern);
  }

  boolean matches(String name) {
    return pattern == null || pattern.equals(name) || fits(pattern, name);
  }

  private static boolean fits(String pattern, String name) {
    int i = 0; // in the pattern
    int j = 0; // in the name
    int afterWildcard = -1; // where to go on in the pattern if what follows does not fit
    int retry = -1;
    while (j < name.length()) {
      char c = i < pattern.length() ? pattern.charAt(i) : 0;
      boolean escaped = c == '\\' && i + 1 < pattern.length();
      if (c == '%' && i < pattern.length()) {
        afterWildcard = ++i;
        retry = j;
      } else if (i < pattern.length()
          && (escaped
              ? pattern.charAt(i + 1) == name.charAt(j)
              : c == '_' || c == name.charAt(j))) {
        i += escaped ? 2 : 1;
        j++;
      } else if (afterWildcard >= 0) {
        i = afterWildcard;
        j = ++retry;
      } else {
        return false;
      }
    }
    while (i < pattern.length() && pattern.charAt(i) == '%') {
      i++;
    }
    return i == pattern.length();
  }
}

package dev.kevo.sql.exec;

import dev.kevo.sql.types.SqlState;

/** Functions of texts as PostgreSQL has them, where Calcite's fail or refuse. */
public final class Texts {
  private Texts() {}

  /**
   * OVERLAY: a text with a part of it replaced.
   *
   * @param start the place of the part's first character, from 1 on; may be beyond the end
   * @param length the characters of the part, of which there may be fewer
   */
  public static String overlay(String text, String replacement, long start, long length) {
    if (start < 1) {
      throw SqlState.SUBSTRING_ERROR.failure("OVERLAY from " + start);
    }
    long end = Math.max(0, start - 1 + Math.min(length, Integer.MAX_VALUE));
    return text.substring(0, (int) Math.min(start - 1, text.length()))
        + replacement
        + text.substring((int) Math.min(end, text.length()));
  }

  /**
   * TRIM: a text without the characters of a set at its start, its end or both.
   *
   * @param set its characters; none trim nothing
   */
  public static String trim(String text, String set, boolean leading, boolean trailing) {
    int start = 0;
    int end = text.length();
    while (leading && start < end && set.indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    while (trailing && start < end && set.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(start, end);
  }
}

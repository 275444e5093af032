package dev.kevo.sql.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Patterns of LIKE on bytes. */
final class LikeMatcherTest {
  @Test
  void underscoreIsOneCharacterOfAnyLength() {
    assertTrue(new LikeMatcher("_").matches("\uD83D\uDE00"));
    assertTrue(new LikeMatcher("a_c").matches("a\u00e9c"));
    assertTrue(new LikeMatcher("a_c").matches("a\nc"));
    assertFalse(new LikeMatcher("__").matches("\u00e9"));
    assertFalse(new LikeMatcher("_").matches(""));
  }

  @Test
  void patternsMatchLikeRegularExpressions() {
    long seed = Long.getLong("kevo.seed", 20260101);
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      String pattern = text(random, "ab%_\u00e9", 6);
      String text = text(random, "ab\u00e9\uD83D\uDE00", 8);
      StringBuilder regex = new StringBuilder();
      pattern
          .codePoints()
          .forEach(
              c ->
                  regex.append(
                      c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(Character.toString(c))));
      assertEquals(
          Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches(),
          new LikeMatcher(pattern).matches(text),
          () -> "seed " + seed + ": '" + text + "' LIKE '" + pattern + "'");
    }
  }

  private static String text(Random random, String alphabet, int lengthMax) {
    int[] characters = alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(lengthMax + 1); length > 0; length--) {
      text.appendCodePoint(characters[random.nextInt(characters.length)]);
    }
    return text.toString();
  }
}

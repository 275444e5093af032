package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** IN with a list of texts: found by hash in batches, and the same as compared one by one. */
final class TextListsTest {
  private static final long SEED = Long.getLong("kevo.seed", 20260101);

  private final List<String> words = new ArrayList<>();

  @Test
  void listsOfTextsSelectWhatComparisonsOneByOneDo() throws Exception {
    Random random = new Random(SEED);
    try (SqlFixture sql = new SqlFixture()) {
      sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, v VARCHAR(40), c CHAR(12))");
      Collections.addAll(words, "", " ", "a", "a ", "A", "ab", "Ab", "é", "\uFFFD", "\uD83D\uDE00");
      for (int i = 0; i < 60; i++) {
        words.add("word".repeat(i % 3) + Integer.toString(random.nextInt(100_000), 7));
      }
      for (int id = 0; id < 1_500; id++) {
        String word = words.get(random.nextInt(words.size()));
        boolean isNull = random.nextInt(10) == 0;
        sql.run(
            "INSERT INTO t VALUES (?, ?, ?)",
            id,
            isNull ? null : word,
            word.length() > 12 ? null : word);
      }
      for (int size = 1; size <= 40; size += 1 + size / 4) {
        for (String column : List.of("v", "c")) {
          List<String> list = list(random, size);
          String literals = list.stream().map(w -> "'" + w + "'").collect(Collectors.joining(", "));
          String alternatives =
              list.stream().map(w -> column + " = ?").collect(Collectors.joining(" OR "));
          for (String query :
              List.of(
                  "SELECT COUNT(*) FROM t WHERE (%s)",
                  "SELECT COUNT(*), SUM(id) FROM t WHERE (%s)",
                  "SELECT COUNT(*), SUM(id) FROM t WHERE NOT (%s)",
                  "SELECT COUNT(*), SUM(id) FROM t WHERE (%s) IS UNKNOWN",
                  "SELECT COUNT(*) FILTER (WHERE (%s)), MAX(id) FROM t")) {
            assertEquals(
                sql.rows(String.format(query, alternatives), list.toArray()),
                sql.rows(String.format(query, column + " IN (" + literals + ")")),
                () -> "seed " + SEED + ": " + query + " of " + column + " in " + list);
          }
        }
      }
    }
  }

  /** Half of the lists have texts of one length: those come to the operators as one search. */
  private List<String> list(Random random, int size) {
    int length = words.get(random.nextInt(words.size())).length();
    boolean oneLength = random.nextBoolean();
    List<String> list = new ArrayList<>();
    while (list.size() < size) {
      String word = words.get(random.nextInt(words.size()));
      if (!oneLength || word.length() == length) {
        list.add(word);
      }
    }
    return list;
  }
}

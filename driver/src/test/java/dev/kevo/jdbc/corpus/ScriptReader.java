package dev.kevo.jdbc.corpus;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a script's records one by one, leaving out those that are for other databases only. */
final class ScriptReader {
  private final BufferedReader reader;
  private final String dialect;
  private int line;

  /**
   * @param dialect the name of the database whose {@code onlyif} and {@code skipif} marks count
   */
  ScriptReader(BufferedReader reader, String dialect) {
    this.reader = reader;
    this.dialect = dialect;
  }

  /** The next record, or null at the end of the script. */
  @Nullable ScriptRecord next() throws IOException {
    boolean skipped = false;
    while (true) {
      String text = readLine();
      if (text == null) {
        return null;
      }
      String[] words = text.strip().split("\\s+");
      switch (words[0]) {
        case "onlyif" -> skipped |= !words[1].equals(dialect);
        case "skipif" -> skipped |= words[1].equals(dialect);
        case "halt" -> {
          if (!skipped) {
            return null;
          }
          skipped = false;
        }
        case "statement" -> {
          ScriptRecord record = change(words);
          if (!skipped) {
            return record;
          }
          skipped = false;
        }
        case "query" -> {
          ScriptRecord record = query(words);
          if (!skipped) {
            return record;
          }
          skipped = false;
        }
        default -> {
          // Comments, empty lines, and hash-threshold, which only matters to who writes scripts.
        }
      }
    }
  }

  private ScriptRecord change(String[] words) throws IOException {
    int begin = line;
    return new ScriptRecord.Change(begin, sql(), words[1].equals("error"));
  }

  private ScriptRecord query(String[] words) throws IOException {
    int begin = line;
    ScriptRecord.Sort sort =
        words.length < 3
            ? ScriptRecord.Sort.NOSORT
            : ScriptRecord.Sort.valueOf(words[2].toUpperCase(Locale.ROOT));
    String sql = sql();
    List<String> expected = new ArrayList<>();
    for (String value = readLine(); value != null && !value.isEmpty(); value = readLine()) {
      expected.add(value);
    }
    return new ScriptRecord.Query(begin, sql, words[1], sort, expected);
  }

  /** The lines up to an empty one or to the one that stands before the results. */
  private String sql() throws IOException {
    StringBuilder sql = new StringBuilder();
    for (String part = readLine();
        part != null && !part.isEmpty() && !part.equals("----");
        part = readLine()) {
      if (!sql.isEmpty()) {
        sql.append('\n');
      }
      sql.append(part);
    }
    return sql.toString();
  }

  private @Nullable String readLine() throws IOException {
    line++;
    return reader.readLine();
  }
}

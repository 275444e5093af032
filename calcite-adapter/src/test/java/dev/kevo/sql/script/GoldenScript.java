package dev.kevo.sql.script;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;

/**
 * A script of statements, each with what it must answer. Blocks are separated by empty lines; lines
 * that begin with {@code #} are comments. A block is
 *
 * <pre>
 * ? parameter, ...        (optional; numbers, 'texts', NULL, TRUE, FALSE)
 * statement;              (to the line that ends with a semicolon)
 * one line per row, with ", " between values, or -> count, or ! SQLSTATE [part of the message],
 * or (none) for no rows, or nothing if any success will do; rows=[*] is any estimate
 * </pre>
 */
public final class GoldenScript {
  /** All scripts, in the order in which tests run them. */
  public static final List<String> NAMES =
      List.of(
          "definitions",
          "temporary",
          "tools",
          "insert",
          "insert-forms",
          "update-delete",
          "merge",
          "returning",
          "queries",
          "system-time",
          "joins",
          "sub-queries",
          "grouping",
          "access-paths",
          "key-aggregates",
          "windows",
          "locking",
          "session",
          "functions",
          "mapping",
          "information-schema",
          "system",
          "dialects",
          "types-names",
          "types-numbers",
          "types-text",
          "types-datetimes",
          "types-intervals",
          "types-uuid",
          "types-arrays",
          "types-json",
          "types-casts",
          "types-errors");

  private static final int FRAMES_SHOWN = 20;

  /** What an estimate depends on besides the statements is how the store lies. */
  private static final String ANY_ROWS = "rows=[*]";

  private final String name;
  private final List<Block> blocks;

  private GoldenScript(String name, List<Block> blocks) {
    this.name = name;
    this.blocks = blocks;
  }

  private record Block(int line, List<Object> parameters, String sql, List<String> expected) {}

  /** Something that runs statements: a session, or a connection. */
  public interface Runner {
    /**
     * Runs a statement.
     *
     * @param parameters null for NULL
     * @return the lines that the script would expect, without errors
     */
    List<String> run(String sql, List<Object> parameters) throws SQLException;
  }

  /** Reads a script from the test resources. */
  public static GoldenScript read(String name) throws IOException {
    try (InputStream in = GoldenScript.class.getResourceAsStream("/golden/" + name + ".iq")) {
      if (in == null) {
        throw new IOException("there is no script " + name);
      }
      return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static GoldenScript parse(String name, String text) {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    String[] all = text.split("\n", -1);
    for (int i = 0; i < all.length; i++) {
      if (!all[i].isBlank() && !all[i].startsWith("#")) {
        lines.add(all[i].stripTrailing());
      }
      if ((all[i].isBlank() || i == all.length - 1) && !lines.isEmpty()) {
        blocks.add(block(i + 1 - lines.size(), lines));
        lines.clear();
      }
    }
    return new GoldenScript(name, blocks);
  }

  private static Block block(int line, List<String> lines) {
    int at = 0;
    List<Object> parameters = List.of();
    if (lines.get(0).startsWith("? ")) {
      parameters = parameters(lines.get(0).substring(2));
      at++;
    }
    StringBuilder sql = new StringBuilder();
    while (at < lines.size()) {
      sql.append(sql.length() == 0 ? "" : "\n").append(lines.get(at));
      if (lines.get(at++).endsWith(";")) {
        break;
      }
    }
    return new Block(
        line, parameters, sql.toString(), List.copyOf(lines.subList(at, lines.size())));
  }

  private static List<Object> parameters(String text) {
    List<Object> values = new ArrayList<>();
    for (String value : text.split(", *")) {
      if (value.startsWith("'")) {
        values.add(value.substring(1, value.length() - 1));
      } else if (value.equals("NULL")) {
        values.add(null);
      } else if (value.equals("TRUE") || value.equals("FALSE")) {
        values.add(value.equals("TRUE"));
      } else if (value.contains(".")) {
        values.add(new java.math.BigDecimal(value));
      } else {
        values.add(Long.valueOf(value));
      }
    }
    return values;
  }

  /**
   * Runs all statements, with UTC as the session's time zone; throws an AssertionError that lists
   * every answer that was not right.
   */
  public void run(Runner runner) {
    TimeZone zone = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    try {
      runAll(runner);
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  private void runAll(Runner runner) {
    StringBuilder wrong = new StringBuilder();
    for (Block block : blocks) {
      List<String> actual = answer(runner, block);
      if (!matches(block.expected, actual)) {
        wrong.append(name).append(".iq:").append(block.line).append(": ").append(block.sql);
        wrong.append("\n  expected: ").append(block.expected);
        wrong.append("\n  actual:   ").append(actual).append('\n');
      }
    }
    if (wrong.length() > 0) {
      throw new AssertionError("\n" + wrong);
    }
  }

  private static List<String> answer(Runner runner, Block block) {
    try {
      return runner.run(block.sql, block.parameters);
    } catch (SQLException e) {
      return List.of("! " + e.getSQLState() + " " + e.getMessage() + where(e));
    }
  }

  /** Where an internal error comes from. */
  private static String where(SQLException error) {
    if (!error.getSQLState().equals("XX000")) {
      return "";
    }
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    StringBuilder frames = new StringBuilder();
    for (int i = 0; i < Math.min(FRAMES_SHOWN, cause.getStackTrace().length); i++) {
      frames.append("\n    at ").append(cause.getStackTrace()[i]);
    }
    return frames.toString();
  }

  private static boolean matches(List<String> expected, List<String> actual) {
    if (expected.isEmpty()) {
      return actual.isEmpty() || !actual.get(0).startsWith("! ");
    }
    if (expected.get(0).startsWith("! ")) {
      String[] parts = expected.get(0).split(" ", 3);
      return actual.size() == 1
          && actual.get(0).startsWith("! " + parts[1] + " ")
          && (parts.length < 3 || actual.get(0).contains(parts[2]));
    }
    if (expected.size() != actual.size()) {
      return false;
    }
    for (int i = 0; i < expected.size(); i++) {
      String line = actual.get(i);
      boolean isAny = expected.get(i).contains(ANY_ROWS);
      if (!expected.get(i).equals(isAny ? line.replaceAll("rows=\\[\\d+]", ANY_ROWS) : line)) {
        return false;
      }
    }
    return true;
  }
}

package dev.kevo.shell;

import java.util.ArrayList;
import java.util.List;

/** Cuts a script into statements at each {@code ;} that is no part of a string, name or comment. */
final class StatementSplitter {
  private StatementSplitter() {}

  /** The statements, without their {@code ;} and without empty ones. */
  static List<String> split(String script) {
    List<String> statements = new ArrayList<>();
    int start = 0;
    boolean hasText = false;
    int i = 0;
    while (i < script.length()) {
      char c = script.charAt(i);
      if (c == '\'' || c == '"') {
        i = after(script, String.valueOf(c), i + 1);
        hasText = true;
      } else if (script.startsWith("--", i)) {
        i = after(script, "\n", i + 2);
      } else if (script.startsWith("/*", i)) {
        i = after(script, "*/", i + 2);
      } else if (c == ';') {
        add(script.substring(start, i), hasText, statements);
        i++;
        start = i;
        hasText = false;
      } else {
        hasText |= !Character.isWhitespace(c);
        i++;
      }
    }
    add(script.substring(start), hasText, statements);
    return statements;
  }

  /** The place behind the next occurrence; a doubled quote is two strings in a row. */
  private static int after(String script, String end, int from) {
    int found = script.indexOf(end, from);
    return found < 0 ? script.length() : found + end.length();
  }

  private static void add(String statement, boolean hasText, List<String> statements) {
    if (hasText) {
      statements.add(statement.strip());
    }
  }
}

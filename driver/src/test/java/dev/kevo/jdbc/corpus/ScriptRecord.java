package dev.kevo.jdbc.corpus;

import java.util.List;

/** One step of a script: a statement or a query with what should come of it. */
sealed interface ScriptRecord {
  /** The line of the script at which it begins. */
  int line();

  String sql();

  /** A statement that succeeds, or fails if {@code fails}. */
  record Change(int line, String sql, boolean fails) implements ScriptRecord {}

  /**
   * A query.
   *
   * @param types a letter per column: I for integers, R for numbers with three decimals, T for text
   * @param expected the values row by row in the order of {@code sort}, or one line that says how
   *     many they are and what their MD5 is
   */
  record Query(int line, String sql, String types, Sort sort, List<String> expected)
      implements ScriptRecord {}

  /** What is sorted before values are compared. */
  enum Sort {
    NOSORT,
    ROWSORT,
    VALUESORT
  }
}

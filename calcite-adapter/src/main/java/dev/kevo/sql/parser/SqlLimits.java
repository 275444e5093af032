package dev.kevo.sql.parser;

import dev.kevo.sql.types.SqlErrors;
import dev.kevo.sql.types.SqlState;
import dev.kevo.sql.types.SqlStateException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/**
 * How large a statement may be. Text is measured before it reaches the parser, the tree before it
 * reaches the validator, for both descend by recursion.
 */
final class SqlLimits {
  /** The length of a statement. */
  static final int TEXT_CHARS_MAX = 8 * 1024 * 1024;

  /** The words, names, literals and signs of a statement. */
  static final int TOKENS_MAX = 1_000_000;

  /** Parentheses, brackets and CASEs inside each other. */
  static final int NESTING_MAX = 100;

  /** Calls inside each other; {@link ExpressionChains} balances long chains of AND and OR. */
  static final int TREE_DEPTH_MAX = 300;

  /** The items of a list: values of IN, rows of VALUES, arguments. */
  static final int LIST_ITEMS_MAX = 200_000;

  /** The columns of a SELECT. */
  static final int COLUMNS_MAX = 1_600;

  /** The parameters of a statement. */
  static final int PARAMETERS_MAX = 65_535;

  /** The length of a name. */
  static final int NAME_CHARS_MAX = 128;

  private SqlLimits() {}

  /**
   * The statement without its trailing semicolon.
   *
   * @throws SqlStateException 54001 if it is too long or nested too deeply, 42601 if there is none
   */
  static String checkText(String sql) {
    if (sql.length() > TEXT_CHARS_MAX) {
      throw SqlState.TOO_COMPLEX.failure(
          "the statement has " + sql.length() + " characters, the limit is " + TEXT_CHARS_MAX);
    }
    int tokens = 0;
    int nesting = 0;
    int cases = 0;
    int semicolon = -1;
    int at = 0;
    while (at < sql.length()) {
      int start = at;
      char c = sql.charAt(at);
      at = skipToken(sql, at);
      if (c <= ' ' || isComment(sql, start)) {
        continue;
      }
      tokens++;
      if (c == ';' && semicolon < 0) {
        semicolon = start;
      } else if (semicolon >= 0) {
        throw SqlState.SYNTAX_ERROR.failure(
            "only one statement is allowed, a second one begins at " + position(sql, start));
      } else if (c == '(' || c == '[' || c == '{') {
        nesting++;
      } else if (c == ')' || c == ']' || c == '}') {
        nesting--;
      } else if (isWord(sql, start, at, "CASE")) {
        cases++;
      } else if (cases > 0 && isWord(sql, start, at, "END")) {
        cases--;
      }
      if (nesting + cases > NESTING_MAX) {
        throw SqlState.TOO_COMPLEX.failure(
            "the statement is nested deeper than " + NESTING_MAX + " at " + position(sql, start));
      }
      if (tokens > TOKENS_MAX) {
        throw SqlState.TOO_COMPLEX.failure("the statement has more than " + TOKENS_MAX + " words");
      }
    }
    if (tokens == 0 || (tokens == 1 && semicolon >= 0)) {
      throw SqlState.SYNTAX_ERROR.failure("the statement is empty");
    }
    return semicolon < 0 ? sql : sql.substring(0, semicolon);
  }

  /**
   * Refuses trees that are too deep or too wide for the steps after the parser.
   *
   * @throws SqlStateException 54001 if it is, 42601 if EXISTS stands before something else than a
   *     query, which the parser accepts
   */
  static void checkTree(SqlNode node) {
    checkTree(node, 1, new int[1]);
  }

  private static void checkTree(@Nullable SqlNode node, int depth, int[] parameters) {
    if (depth > TREE_DEPTH_MAX) {
      throw SqlState.TOO_COMPLEX.failure(
          "the statement has more than " + TREE_DEPTH_MAX + " operations inside each other");
    }
    if (node instanceof SqlDynamicParam && ++parameters[0] > PARAMETERS_MAX) {
      throw SqlState.TOO_COMPLEX.failure(
          "the statement has more than " + PARAMETERS_MAX + " parameters");
    }
    if (node instanceof SqlNodeList list) {
      checkWidth(list.size(), LIST_ITEMS_MAX, "items in a list");
      for (SqlNode element : list) {
        checkTree(element, depth, parameters);
      }
    } else if (node instanceof SqlCall call) {
      checkCall(call);
      for (SqlNode operand : call.getOperandList()) {
        checkTree(operand, depth + 1, parameters);
      }
    }
  }

  private static void checkCall(SqlCall call) {
    if (call instanceof SqlSelect select) {
      checkWidth(select.getSelectList().size(), COLUMNS_MAX, "columns");
    } else {
      checkWidth(call.operandCount(), LIST_ITEMS_MAX, "items in a list");
    }
    if (call.getKind() == SqlKind.EXISTS && !call.operand(0).isA(SqlKind.QUERY)) {
      throw SqlErrors.syntax("EXISTS stands before a query", call.getParserPosition());
    }
  }

  private static void checkWidth(int size, int limit, String what) {
    if (size > limit) {
      throw SqlState.TOO_COMPLEX.failure("the statement has more than " + limit + " " + what);
    }
  }

  /** The end of the token, comment or white space that begins there. */
  private static int skipToken(String sql, int at) {
    char c = sql.charAt(at);
    if (c == '\'' || c == '"') {
      return after(sql, sql.indexOf(c, at + 1), 1);
    }
    if (isComment(sql, at)) {
      return c == '/' && sql.charAt(at + 1) == '*'
          ? after(sql, sql.indexOf("*/", at + 2), 2)
          : after(sql, endOfLine(sql, at), 0);
    }
    if (!isWordPart(c)) {
      return at + 1;
    }
    int end = at + 1;
    while (end < sql.length() && isWordPart(sql.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isComment(String sql, int at) {
    return sql.startsWith("--", at) || sql.startsWith("//", at) || sql.startsWith("/*", at);
  }

  private static int endOfLine(String sql, int at) {
    for (int i = at; i < sql.length(); i++) {
      if (sql.charAt(i) == '\n' || sql.charAt(i) == '\r') {
        return i;
      }
    }
    return -1;
  }

  private static int after(String sql, int found, int length) {
    return found < 0 ? sql.length() : found + length;
  }

  private static boolean isWordPart(char c) {
    return c == '_' || c == '$' || Character.isLetterOrDigit(c) || c > 0x7F;
  }

  private static boolean isWord(String sql, int start, int end, String word) {
    return end - start == word.length() && sql.regionMatches(true, start, word, 0, word.length());
  }

  private static String position(String sql, int at) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < at; i++) {
      if (sql.charAt(i) == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return "line " + line + ", column " + column;
  }
}

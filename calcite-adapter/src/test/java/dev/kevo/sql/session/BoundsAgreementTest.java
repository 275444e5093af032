package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kevo.sql.exec.CancelToken;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Random conditions find the same rows through the key as in a table without one. */
final class BoundsAgreementTest {
  private static final int QUERIES = 100;
  private static final String[] TEXTS = {"", "a", "ab", "abc", "b", "ba", "z", "\u00e9", "\uffee"};

  private static SqlFixture sql;

  @BeforeAll
  static void createTables() throws SQLException {
    sql = new SqlFixture();
    String columns =
        "(a INTEGER NOT NULL, b VARCHAR(5) NOT NULL, c DECIMAL(5, 1) NOT NULL, d INTEGER";
    sql.run("CREATE TABLE keyed " + columns + ", PRIMARY KEY (a, b, c))");
    sql.run("CREATE TABLE plain " + columns + ")");
    PreparedSql keyed = sql.session.prepare("INSERT INTO keyed VALUES (?, ?, ?, ?)");
    PreparedSql plain = sql.session.prepare("INSERT INTO plain VALUES (?, ?, ?, ?)");
    List<Object[]> rows = new ArrayList<>();
    for (int a = -2; a < 4; a++) {
      for (String b : TEXTS) {
        for (int c = -1; c < 3; c++) {
          rows.add(new Object[] {a, b, c * 0.5, rows.size() % 5});
        }
      }
    }
    CancelToken cancel = new CancelToken();
    sql.session.executeBatch(keyed, rows, cancel);
    sql.session.executeBatch(plain, rows, cancel);
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  @Test
  void randomConditionsFindTheSameRows() throws SQLException {
    long seed = Long.getLong("kevo.seed", 20260101);
    Random random = new Random(seed);
    for (int i = 0; i < QUERIES; i++) {
      List<Object> parameters = new ArrayList<>();
      String condition = condition(random, 3, parameters);
      String direction = random.nextBoolean() ? "" : " DESC";
      String rest =
          " WHERE " + condition + " ORDER BY a" + direction + ", b" + direction + ", c" + direction;
      Object[] values = parameters.toArray();
      assertEquals(
          sql.rows("SELECT * FROM plain" + rest, values),
          sql.rows("SELECT * FROM keyed" + rest, values),
          () -> "seed " + seed + ": " + rest + " " + parameters);
    }
  }

  private static String condition(Random random, int depth, List<Object> parameters) {
    if (depth > 0 && random.nextInt(10) < 6) {
      String left = condition(random, depth - 1, parameters);
      String right = condition(random, depth - 1, parameters);
      return "(" + left + (random.nextInt(3) == 0 ? " OR " : " AND ") + right + ")";
    }
    String template =
        switch (random.nextInt(5)) {
          case 0, 1 -> column(random) + operator(random) + "%s";
          case 2 -> "a IN (%s, %s, %s)";
          case 3 -> "b LIKE %s";
          default -> "(a, b)" + order(random) + "(%s, %s)";
        };
    return filled(template, random, parameters);
  }

  private static String column(Random random) {
    return new String[] {"a", "a", "b", "c", "d"}[random.nextInt(5)];
  }

  private static String operator(Random random) {
    return new String[] {" = ", " = ", " < ", " <= ", " > ", " >= ", " <> "}[random.nextInt(7)];
  }

  private static String order(Random random) {
    return new String[] {" < ", " <= ", " > ", " >= "}[random.nextInt(4)];
  }

  /** Puts a value of the column's kind, or a parameter, in each place. */
  private static String filled(String template, Random random, List<Object> parameters) {
    StringBuilder text = new StringBuilder();
    String[] parts = template.split("%s", -1);
    for (int i = 0; i < parts.length; i++) {
      text.append(parts[i]);
      if (i < parts.length - 1) {
        boolean isText = template.startsWith("b") || (template.startsWith("(a, b)") && i == 1);
        Object value = isText ? text(template, random) : number(template, random);
        boolean exact = isText || value instanceof Integer;
        if (exact && random.nextBoolean()) {
          text.append('?');
          parameters.add(random.nextInt(20) == 0 ? null : value);
        } else {
          text.append(isText ? "'" + value + "'" : value.toString());
        }
      }
    }
    return text.toString();
  }

  private static String text(String template, Random random) {
    String text = TEXTS[random.nextInt(TEXTS.length)];
    return template.contains("LIKE") ? text + (random.nextInt(3) == 0 ? "_" : "%") : text;
  }

  private static Object number(String template, Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> new BigDecimal(random.nextInt(60) - 20).movePointLeft(1);
      case 1 -> template.startsWith("c") ? (Object) 99999 : (Object) 9_999_999_999L;
      default -> random.nextInt(6) - 2;
    };
  }
}

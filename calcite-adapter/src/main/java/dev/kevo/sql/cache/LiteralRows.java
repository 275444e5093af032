package dev.kevo.sql.cache;

import dev.kevo.sql.parser.SqlToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT or UPSERT of rows of plain literals, as the statement of one row that all of them share
 * and the rows' values: planning costs what one row costs. Only what is plainly such a statement is
 * taken.
 *
 * @param text the statement of one row, with {@code ?} in place of each literal
 * @param rows one value per {@code ?}: a String, Long, BigDecimal, Boolean or null
 */
public record LiteralRows(String text, List<@Nullable Object[]> rows) {
  /** Longer statements and larger rows are left to the parser, which knows what is too much. */
  private static final int TEXT_CHARS_MAX = 8 << 20;

  private static final int TOKENS_MAX = 1_000_000;
  private static final int ROWS_MAX = 100_000;
  private static final int COLUMNS_MAX = 1_600;

  private static final Set<String> STATEMENTS = Set.of("INSERT", "UPSERT");

  /**
   * The statement and its rows, or null if it is none of these.
   *
   * @param tokens all of the statement's
   */
  public static @Nullable LiteralRows of(String sql, List<SqlToken> tokens) {
    return tokens.size() > TOKENS_MAX ? null : new Reading(sql, tokens).read();
  }

  /** Whether a text begins like such a statement, so that its tokens are worth finding. */
  public static boolean mayBe(String sql) {
    String start = sql.substring(0, Math.min(sql.length(), 64)).stripLeading();
    return sql.length() <= TEXT_CHARS_MAX
        && STATEMENTS.stream().anyMatch(word -> start.regionMatches(true, 0, word, 0, 6));
  }

  /** Reads the tokens from the first to the last. */
  private static final class Reading {
    private final String sql;
    private final List<SqlToken> tokens;
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    /** By place in a row: whether it is the word DEFAULT. */
    private final List<Boolean> defaults = new ArrayList<>();

    private int literals;
    private int next;

    Reading(String sql, List<SqlToken> tokens) {
      this.sql = sql;
      this.tokens = tokens;
    }

    @Nullable LiteralRows read() {
      if (!STATEMENTS.contains(at(0).word()) || !at(1).is("INTO")) {
        return null;
      }
      next = 2;
      if (!takeTarget() || !takeIf("VALUES")) {
        return null;
      }
      String start = sql.substring(0, at(next).start());
      do {
        if (rows.size() == ROWS_MAX || !takeRow()) {
          return null;
        }
      } while (takeIf(","));
      takeIf(";");
      if (next < tokens.size()) {
        return null;
      }
      StringBuilder text = new StringBuilder(start).append('(');
      for (int i = 0; i < defaults.size(); i++) {
        text.append(i == 0 ? "" : ", ").append(defaults.get(i) ? "DEFAULT" : "?");
      }
      return new LiteralRows(text.append(')').toString(), rows);
    }

    /** A table's name and names of columns. */
    private boolean takeTarget() {
      do {
        if (!takeName()) {
          return false;
        }
      } while (takeIf("."));
      if (!takeIf("(")) {
        return true;
      }
      do {
        if (!takeName()) {
          return false;
        }
      } while (takeIf(","));
      return takeIf(")");
    }

    private boolean takeName() {
      SqlToken token = at(next++);
      return token.kind() == SqlToken.Kind.WORD || token.kind() == SqlToken.Kind.QUOTED;
    }

    private boolean takeIf(String sign) {
      boolean found = at(next).is(sign);
      next += found ? 1 : 0;
      return found;
    }

    private SqlToken at(int index) {
      return index < tokens.size() ? tokens.get(index) : SqlToken.NOTHING;
    }

    /** A row of as many literals as the first one, with DEFAULT in the same places. */
    private boolean takeRow() {
      boolean first = rows.isEmpty();
      @Nullable Object[] row = new Object[first ? COLUMNS_MAX : literals];
      int place = 0;
      int count = 0;
      if (!takeIf("(")) {
        return false;
      }
      do {
        boolean isDefault = takeIf("DEFAULT");
        if (first) {
          defaults.add(isDefault);
        } else if (place == defaults.size() || defaults.get(place) != isDefault) {
          return false;
        }
        place++;
        if (!isDefault && (count == row.length || !takeLiteral(row, count++))) {
          return false;
        }
      } while (takeIf(","));
      if (first) {
        literals = count;
        row = Arrays.copyOf(row, count);
      }
      rows.add(row);
      return place == defaults.size() && takeIf(")");
    }

    private boolean takeLiteral(@Nullable Object[] row, int place) {
      boolean negative = takeIf("-");
      SqlToken token = at(next++);
      if (token.kind() == SqlToken.Kind.WORD) {
        row[place] =
            switch (token.word()) {
              case "TRUE" -> true;
              case "FALSE" -> false;
              default -> null;
            };
        return !negative && (row[place] != null || token.word().equals("NULL"));
      }
      Object value = NormalizedSql.value(token, negative);
      row[place] = value;
      return value != null && !(negative && value instanceof String);
    }
  }
}

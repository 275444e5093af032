package dev.kevo.sql.cache;

import dev.kevo.sql.parser.SqlToken;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose plain literals have become parameters, so that statements that differ in
 * nothing else share a plan.
 *
 * <p>Only those literals are taken whose place leaves no doubt: the right side of a column's
 * comparison or assignment, and the values of INSERT and UPSERT.
 *
 * @param text the statement with {@code ?} in place of the literals
 * @param literals one entry per {@code ?} of the text: the literal, or {@link #PARAMETER} for a
 *     parameter of the statement's own
 */
public record NormalizedSql(String text, List<Object> literals) {
  /** Stands in {@link #literals} for the statement's own parameters. */
  public static final Object PARAMETER = new Object();

  /** Longer statements are planned as they are. */
  public static final int TEXT_CHARS_MAX = 10_000;

  private static final int LITERALS_MAX = 64;

  private static final Set<String> CHANGES = Set.of("INSERT", "UPSERT");
  private static final Set<String> STATEMENTS =
      Set.of("SELECT", "INSERT", "UPSERT", "UPDATE", "DELETE");

  /** What may follow a comparison, so that the literal is its whole right side. */
  private static final Set<String> FOLLOWERS =
      Set.of("", ";", ")", ",", "AND", "OR", "ORDER", "GROUP", "LIMIT", "OFFSET", "FETCH", "WHERE");

  /** Words before an operator that are no columns. */
  private static final Set<String> NO_COLUMNS = Set.of("ANY", "ALL", "SOME", "END", "NULL");

  /**
   * The statement with its literals taken out, or null if there are none to take, or too many.
   *
   * @param tokens all of the statement's
   */
  public static @Nullable NormalizedSql of(String sql, List<SqlToken> tokens) {
    if (sql.length() > TEXT_CHARS_MAX
        || tokens.isEmpty()
        || !STATEMENTS.contains(tokens.get(0).word())) {
      return null;
    }
    return new Rewriting(sql, tokens).rewrite();
  }

  private static final class Rewriting {
    private final String sql;
    private final List<SqlToken> tokens;
    private final StringBuilder text = new StringBuilder();
    private final List<Object> literals = new ArrayList<>();
    private final boolean inserts;
    private int copied;
    private int taken;

    Rewriting(String sql, List<SqlToken> tokens) {
      this.sql = sql;
      this.tokens = tokens;
      this.inserts = CHANGES.contains(tokens.get(0).word());
    }

    @Nullable NormalizedSql rewrite() {
      int depth = 0;
      boolean values = false;
      for (int i = 0; i < tokens.size() && literals.size() <= LITERALS_MAX; i++) {
        SqlToken token = tokens.get(i);
        if (token.is("(")) {
          depth++;
        } else if (token.is(")")) {
          depth--;
        } else if (token.is("VALUES") && depth == 0) {
          values = inserts;
        } else if (token.is("SELECT") && inserts) {
          return null;
        } else if (token.kind() == SqlToken.Kind.PARAMETER) {
          literals.add(PARAMETER);
        } else if (values && depth == 1) {
          takeValue(i);
        } else if (!values) {
          takeOperand(i);
        }
      }
      if (taken == 0 || literals.size() > LITERALS_MAX) {
        return null;
      }
      return new NormalizedSql(text.append(sql, copied, sql.length()).toString(), literals);
    }

    /** A whole value of a row of VALUES. */
    private void takeValue(int i) {
      int first = isNegative(i) ? i - 1 : i;
      if ((at(first - 1).is("(") || at(first - 1).is(","))
          && (at(i + 1).is(",") || at(i + 1).is(")"))) {
        take(first, i);
      }
    }

    /** The right side of {@code column = literal}. */
    private void takeOperand(int i) {
      int first = isNegative(i) ? i - 1 : i;
      SqlToken column = at(first - 2);
      if (isComparison(at(first - 1))
          && (column.kind() == SqlToken.Kind.QUOTED
              || (column.kind() == SqlToken.Kind.WORD && !NO_COLUMNS.contains(column.word())))
          && FOLLOWERS.contains(at(i + 1).word())
          && at(i + 1).kind() != SqlToken.Kind.STRING
          && at(i + 1).kind() != SqlToken.Kind.QUOTED) {
        take(first, i);
      }
    }

    private boolean isNegative(int i) {
      return tokens.get(i).kind() == SqlToken.Kind.NUMBER && at(i - 1).is("-");
    }

    private static boolean isComparison(SqlToken token) {
      return token.kind() == SqlToken.Kind.SIGN
          && switch (token.word()) {
            case "=", "<", ">", "<=", ">=", "<>" -> true;
            default -> false;
          };
    }

    private void take(int first, int last) {
      Object value = value(tokens.get(last), first < last);
      if (value == null) {
        return;
      }
      text.append(sql, copied, tokens.get(first).start()).append('?');
      copied = tokens.get(last).end();
      literals.add(value);
      taken++;
    }

    private SqlToken at(int index) {
      return index >= 0 && index < tokens.size() ? tokens.get(index) : SqlToken.NOTHING;
    }
  }

  /** The value of a plain literal; null if it is none. */
  static @Nullable Object value(SqlToken token, boolean negative) {
    if (token.kind() == SqlToken.Kind.STRING) {
      return token.word();
    }
    String digits = token.word();
    if (token.kind() != SqlToken.Kind.NUMBER || digits.length() > 30) {
      return null;
    }
    if (digits.length() <= 18 && digits.indexOf('.') < 0) {
      long number = Long.parseLong(digits);
      return negative ? -number : number;
    }
    BigDecimal number = new BigDecimal(digits);
    BigDecimal signed = negative ? number.negate() : number;
    return signed.scale() == 0 && signed.precision() <= 18 ? (Object) signed.longValue() : signed;
  }
}

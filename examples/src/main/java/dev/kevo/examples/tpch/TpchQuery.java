package dev.kevo.examples.tpch;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One of the 22 queries, with the validation parameters of the specification.
 *
 * <p>The texts lie in {@code q01.sql} to {@code q22.sql}. Their first comment is the title; a
 * second one lists the columns that ORDER BY names, so that answers can be compared although rows
 * that tie may come in any order.
 *
 * @param number 1 to 22
 * @param title what the query asks
 * @param orderedBy the columns of the ORDER BY, counted from 1; empty if there is none
 * @param sql the text
 */
public record TpchQuery(int number, String title, List<Integer> orderedBy, String sql) {
  private static final Pattern TITLE = Pattern.compile("-- (.*)");
  private static final Pattern ORDERED_BY = Pattern.compile("-- ordered by ([0-9, ]+)");

  /** All queries in the order of their numbers. */
  public static List<TpchQuery> all() {
    return IntStream.rangeClosed(1, 22).mapToObj(TpchQuery::read).toList();
  }

  /** The query of that number. */
  public static TpchQuery read(int number) {
    String text = Resources.read(String.format(Locale.ROOT, "q%02d.sql", number));
    Matcher title = TITLE.matcher(text);
    if (!title.lookingAt()) {
      throw new IllegalStateException("query " + number + " has no title");
    }
    Matcher order = ORDERED_BY.matcher(text);
    List<Integer> orderedBy =
        order.find()
            ? Stream.of(order.group(1).split(",")).map(c -> Integer.valueOf(c.strip())).toList()
            : List.of();
    String sql = text.substring(text.lastIndexOf("-- ")).replaceFirst(".*\n", "").strip();
    return new TpchQuery(number, title.group(1), orderedBy, sql);
  }

  @Override
  public String toString() {
    return "Q" + number;
  }
}

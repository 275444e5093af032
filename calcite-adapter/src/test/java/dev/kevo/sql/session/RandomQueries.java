package dev.kevo.sql.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes queries over the tables {@code a} and {@code b} of {@link PlansAgreementTest}: their rows,
 * taken as a multiset, depend on nothing but the tables' rows.
 */
final class RandomQueries {
  private static final String[] TEXTS = {"", "a", "ab", "abc", "b", "ba", "zz", "\u00e9"};
  private static final String[] COMPARISONS = {" = ", " = ", " < ", " <= ", " > ", " >= ", " <> "};

  private static final Pattern PARAMETER = Pattern.compile("\\{(\\d+)}");

  /** Columns that compare with each other. */
  private enum Kind {
    NUMBER,
    TEXT,
    DATE
  }

  private record Column(String name, Kind kind) {}

  /** A query and the values of its parameters. */
  record Query(String sql, List<Object> parameters) {}

  private final Random random;
  private final List<Object> parameters = new ArrayList<>();
  private int aliases;

  private RandomQueries(long seed) {
    this.random = new Random(seed);
  }

  /** The query of a seed. */
  static Query of(long seed) {
    RandomQueries queries = new RandomQueries(seed);
    return finished(queries.query(), queries.parameters);
  }

  /** Tables as FROM has them, and a condition; with numbers in braces for parameters. */
  record Filtered(String from, String condition, List<Object> values) {
    /** A query made of them. */
    Query query(String sql) {
      return finished(sql, values);
    }
  }

  /** Tables and a condition over them. */
  static Filtered filtered(long seed) {
    RandomQueries queries = new RandomQueries(seed);
    List<Column> columns = new ArrayList<>();
    String from = queries.from(columns, queries.random.nextInt(2));
    String condition = queries.condition(columns, 3);
    return new Filtered(from, condition, queries.parameters);
  }

  /** Puts question marks for the parameters' numbers, whose values come in the text's order. */
  private static Query finished(String sql, List<Object> values) {
    List<Object> ordered = new ArrayList<>();
    Matcher number = PARAMETER.matcher(sql);
    while (number.find()) {
      ordered.add(values.get(Integer.parseInt(number.group(1))));
    }
    return new Query(number.replaceAll("?"), ordered);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static List<Column> columns(String table, String alias) {
    List<Column> columns = new ArrayList<>();
    for (String name : table.equals("a") ? "id g v d".split(" ") : "g n w".split(" ")) {
      columns.add(new Column(alias + "." + name, Kind.NUMBER));
    }
    columns.add(new Column(alias + ".s", Kind.TEXT));
    if (table.equals("a")) {
      columns.add(new Column(alias + ".t", Kind.DATE));
    }
    return columns;
  }

  private String query() {
    if (chance(8)) {
      return "SELECT * FROM ("
          + simple(2)
          + pick(List.of(" UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT "))
          + simple(2)
          + ") u"
          + order(2);
    }
    List<Column> columns = new ArrayList<>();
    String from = from(columns, random.nextInt(3));
    String where = chance(85) ? " WHERE " + condition(columns, 3) : "";
    if (chance(30)) {
      return grouped(columns, from, where);
    }
    List<String> items = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      items.add(item(columns));
    }
    String distinct = chance(15) ? "DISTINCT " : "";
    return "SELECT " + distinct + String.join(", ", items) + " FROM " + from + where + order(count);
  }

  /** Numbers in as many columns as asked. */
  private String simple(int count) {
    List<Column> columns = new ArrayList<>();
    String from = from(columns, 0);
    List<String> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(column(columns, Kind.NUMBER).name);
    }
    return "SELECT "
        + String.join(", ", items)
        + " FROM "
        + from
        + " WHERE "
        + condition(columns, 2);
  }

  private String grouped(List<Column> columns, String from, String where) {
    int groups = random.nextInt(3);
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      keys.add(pick(columns).name);
    }
    List<String> items = new ArrayList<>(keys);
    int aggregates = 1 + random.nextInt(3);
    for (int i = 0; i < aggregates; i++) {
      items.add(aggregate(columns));
    }
    String sql = "SELECT " + String.join(", ", items) + " FROM " + from + where;
    if (groups > 0) {
      sql += " GROUP BY " + String.join(", ", keys);
    }
    if (chance(20)) {
      sql += " HAVING COUNT(*)" + pick(List.of(" > ", " <= ")) + random.nextInt(6);
    }
    return sql + order(items.size());
  }

  private String aggregate(List<Column> columns) {
    return switch (random.nextInt(6)) {
      case 0 -> "COUNT(*)";
      case 1 -> "COUNT(" + (chance(40) ? "DISTINCT " : "") + pick(columns).name + ")";
      case 2 -> "SUM(" + column(columns, Kind.NUMBER).name + ")";
      case 3, 4 -> (chance(50) ? "MIN(" : "MAX(") + pick(columns).name + ")";
      default -> "SUM(CASE WHEN " + condition(columns, 1) + " THEN 1 ELSE 0 END)";
    };
  }

  /** By all columns, so that a limit cuts at one place. */
  private String order(int count) {
    if (chance(40)) {
      return "";
    }
    List<String> keys = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      places.add(random.nextInt(places.size() + 1), i);
    }
    boolean descending = chance(40);
    for (int place : places) {
      boolean turned = chance(10) != descending;
      keys.add(place + (turned ? " DESC" : "") + nulls());
    }
    String order = " ORDER BY " + String.join(", ", keys);
    if (chance(40)) {
      order += " LIMIT " + random.nextInt(12);
      order += chance(30) ? " OFFSET " + random.nextInt(6) : "";
    }
    return order;
  }

  private String nulls() {
    return switch (random.nextInt(10)) {
      case 0 -> " NULLS FIRST";
      case 1 -> " NULLS LAST";
      default -> "";
    };
  }

  private String item(List<Column> columns) {
    return switch (random.nextInt(8)) {
      case 0 -> column(columns, Kind.NUMBER).name + " + 1";
      case 1 -> "COALESCE(" + column(columns, Kind.NUMBER).name + ", -7)";
      case 2 -> chance(50) ? "CASE WHEN " + condition(columns, 1) + " THEN 1 END" : scalar(columns);
      default -> pick(columns).name;
    };
  }

  /** Tables joined; their columns that can be named above are added. */
  private String from(List<Column> columns, int joins) {
    StringBuilder from = new StringBuilder(table(columns));
    for (int i = 0; i < joins; i++) {
      List<Column> right = new ArrayList<>();
      String table = table(right);
      String kind =
          pick(List.of(" JOIN ", " JOIN ", " JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN "));
      List<Column> both = new ArrayList<>(columns);
      both.addAll(right);
      StringBuilder condition =
          new StringBuilder(
              column(columns, Kind.NUMBER).name + " = " + column(right, Kind.NUMBER).name);
      if (chance(30)) {
        condition
            .append(" AND ")
            .append(column(columns, Kind.NUMBER).name + " = " + column(right, Kind.NUMBER).name);
      }
      if (chance(30)) {
        condition.append(" AND ").append(simpleCondition(both));
      }
      from.append(kind).append(table).append(" ON ").append(condition);
      columns.addAll(right);
    }
    return from.toString();
  }

  private String table(List<Column> columns) {
    String alias = "x" + aliases++;
    String table = chance(60) ? "a" : "b";
    if (chance(12)) {
      List<Column> inner = columns(table, alias);
      columns.addAll(inner);
      return "(SELECT * FROM "
          + table
          + " "
          + alias
          + " WHERE "
          + condition(inner, 1)
          + ") "
          + alias;
    }
    columns.addAll(columns(table, alias));
    return (chance(15) ? groups(table) : table) + " " + alias;
  }

  /** The table's columns, some of which make groups; the others are aggregates. */
  private String groups(String table) {
    List<Column> columns = columns(table, table);
    List<String> items = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (Column column : columns) {
      String name = column.name.substring(table.length() + 1);
      if (keys.size() < 2 && chance(35)) {
        keys.add(name);
        items.add(name);
      } else {
        String function = pick(List.of("MIN", "MAX", column.kind == Kind.NUMBER ? "COUNT" : "MAX"));
        items.add(function + "(" + name + ") AS " + name);
      }
    }
    return "(SELECT "
        + String.join(", ", items)
        + " FROM "
        + table
        + (keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys))
        + ")";
  }

  private Column column(List<Column> columns, Kind kind) {
    return pick(columns.stream().filter(column -> column.kind == kind).toList());
  }

  private String condition(List<Column> columns, int depth) {
    if (depth > 0 && chance(55)) {
      String inner = condition(columns, depth - 1);
      return switch (random.nextInt(7)) {
        case 0 -> "NOT (" + inner + ")";
        case 1, 2 -> "(" + inner + " OR " + condition(columns, depth - 1) + ")";
        default -> inner + " AND " + condition(columns, depth - 1);
      };
    }
    return depth > 1 && chance(12) ? subQuery(columns) : simpleCondition(columns);
  }

  private String simpleCondition(List<Column> columns) {
    Column column = pick(columns);
    String name = column.name;
    return switch (random.nextInt(12)) {
      case 0 -> name + (chance(50) ? " IS NULL" : " IS NOT NULL");
      case 1 -> name + (chance(20) ? " NOT" : "") + " IN (" + list(column.kind) + ")";
      case 2 -> name + " BETWEEN " + value(column.kind) + " AND " + value(column.kind);
      case 3 -> name + pick(List.of(COMPARISONS)) + column(columns, column.kind).name;
      case 4 -> rowComparison(columns);
      case 5 ->
          columns.stream().anyMatch(each -> each.kind == Kind.TEXT)
              ? column(columns, Kind.TEXT).name + " LIKE '" + text() + "%'"
              : name + " IS NOT NULL";
      case 6 -> name + " IS NOT DISTINCT FROM " + value(column.kind);
      default -> name + pick(List.of(COMPARISONS)) + value(column.kind);
    };
  }

  private String rowComparison(List<Column> columns) {
    Column first = column(columns, Kind.NUMBER);
    Column second = pick(columns);
    return "("
        + first.name
        + ", "
        + second.name
        + ")"
        + pick(List.of(" < ", " <= ", " > ", " >= ", " > "))
        + "("
        + value(first.kind)
        + ", "
        + value(second.kind)
        + ")";
  }

  private String list(Kind kind) {
    List<String> values = new ArrayList<>();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      values.add(value(kind));
    }
    return String.join(", ", values);
  }

  private String subQuery(List<Column> outer) {
    List<Column> inner = new ArrayList<>();
    String from = table(inner);
    String where = chance(60) ? " WHERE " + correlated(outer, inner) : "";
    String not = chance(40) ? "NOT " : "";
    if (chance(50)) {
      return not + "EXISTS (SELECT 1 FROM " + from + where + ")";
    }
    return column(outer, Kind.NUMBER).name
        + " "
        + not
        + "IN (SELECT "
        + column(inner, Kind.NUMBER).name
        + " FROM "
        + from
        + where
        + ")";
  }

  private String scalar(List<Column> outer) {
    List<Column> inner = new ArrayList<>();
    String from = table(inner);
    return "(SELECT "
        + pick(List.of("MIN", "MAX", "COUNT"))
        + "("
        + column(inner, Kind.NUMBER).name
        + ") FROM "
        + from
        + " WHERE "
        + correlated(outer, inner)
        + ")";
  }

  private String correlated(List<Column> outer, List<Column> inner) {
    String condition = column(inner, Kind.NUMBER).name + " = " + column(outer, Kind.NUMBER).name;
    return chance(40) ? condition + " AND " + simpleCondition(inner) : condition;
  }

  /** A literal or a parameter. */
  private String value(Kind kind) {
    Object value =
        switch (kind) {
          case NUMBER -> random.nextInt(chance(70) ? 12 : 400) - 2;
          case TEXT -> text();
          case DATE -> java.time.LocalDate.of(2020, 1, 1).plusDays(random.nextInt(40));
        };
    if (chance(35) && kind != Kind.DATE) {
      parameters.add(chance(4) ? null : value);
      return "{" + (parameters.size() - 1) + "}";
    }
    return switch (kind) {
      case NUMBER -> value.toString();
      case TEXT -> "'" + value + "'";
      case DATE -> "DATE '" + value + "'";
    };
  }

  private String text() {
    return TEXTS[random.nextInt(TEXTS.length)];
  }
}

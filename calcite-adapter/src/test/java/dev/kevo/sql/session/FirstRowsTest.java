package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** ORDER BY with and without limits against a sort of the same rows in Java. */
class FirstRowsTest {
  private static final long SEED = 20_261_123;
  private static final int ROWS = 3_000;
  private static final String[] COLUMNS = {"n", "d", "s", "w"};
  private static final String[] TEXTS = {
    "",
    "a",
    "abcdefgh",
    "abcdefgha",
    "abcdefghb",
    "\uFF5E",
    "\uD83D\uDE00",
    "b\uFF5E",
    "b\uD83D\uDE00"
  };

  private record Row(
      int id, @Nullable Long n, @Nullable Double d, @Nullable String s, @Nullable Long w) {
    @Nullable Comparable<?> value(int column) {
      return switch (column) {
        case 0 -> n;
        case 1 -> d;
        case 2 -> s;
        default -> w;
      };
    }
  }

  @Test
  void firstRowsAreThoseOfTheWholeOrder() throws SQLException {
    Random random = new Random(SEED);
    try (SqlFixture sql = new SqlFixture()) {
      sql.run("CREATE TABLE t (id INT PRIMARY KEY, n BIGINT, d DOUBLE, s VARCHAR, w DECIMAL(30))");
      List<Row> rows = rows(random);
      insert(sql, rows);
      for (int round = 0; round < 60; round++) {
        List<String> order = new ArrayList<>();
        Comparator<Row> comparator = order(random, order);
        // Rows that are equal come in the order of the key, as they are read.
        List<Row> sorted = new ArrayList<>(rows);
        sorted.sort(comparator);
        int most = random.nextBoolean() ? random.nextInt(30) : random.nextInt(2 * ROWS);
        int offset = random.nextInt(3) == 0 ? random.nextInt(100) : 0;
        String query =
            "SELECT id FROM t ORDER BY "
                + String.join(", ", order)
                + (random.nextInt(10) == 0
                    ? ""
                    : " OFFSET " + offset + " ROWS FETCH NEXT " + most + " ROWS ONLY");
        boolean all = !query.contains("OFFSET");
        int from = all ? 0 : Math.min(offset, ROWS);
        int to = all ? ROWS : Math.min(ROWS, from + most);
        List<String> expected =
            sorted.subList(from, to).stream().map(row -> Integer.toString(row.id)).toList();
        assertEquals(expected, sql.rows(query), "seed " + SEED + ": " + query);
      }
    }
  }

  private static List<Row> rows(Random random) {
    List<Row> rows = new ArrayList<>();
    for (int id = 0; id < ROWS; id++) {
      rows.add(
          new Row(
              id,
              random.nextInt(5) == 0 ? null : (long) (random.nextInt(4) == 0 ? 7 : id),
              random.nextInt(50) == 0
                  ? null
                  : random.nextInt(9) == 0 ? -0.0 : (random.nextInt(100) - 50) * 0.5,
              random.nextInt(20) == 0 ? null : TEXTS[random.nextInt(TEXTS.length)],
              random.nextInt(20) == 0 ? null : (long) random.nextInt(40)));
    }
    return rows;
  }

  private static void insert(SqlFixture sql, List<Row> rows) throws SQLException {
    for (int from = 0; from < rows.size(); from += 500) {
      List<String> values = new ArrayList<>();
      for (Row row : rows.subList(from, from + 500)) {
        String text = row.s == null ? "NULL" : "'" + row.s + "'";
        String number = row.d == null ? "NULL" : "CAST('" + row.d + "' AS DOUBLE)";
        values.add("(" + row.id + ", " + row.n + ", " + number + ", " + text + ", " + row.w + ")");
      }
      sql.run("INSERT INTO t VALUES " + String.join(", ", values));
    }
  }

  private static Comparator<Row> order(Random random, List<String> into) {
    Comparator<Row> comparator = Comparator.comparing(row -> 0);
    int columns = 1 + random.nextInt(3);
    for (int i = 0; i < columns; i++) {
      int column = random.nextInt(COLUMNS.length);
      boolean descending = random.nextBoolean();
      boolean nullsFirst = random.nextBoolean();
      into.add(
          COLUMNS[column]
              + (descending ? " DESC" : "")
              + (nullsFirst ? " NULLS FIRST" : " NULLS LAST"));
      comparator =
          comparator.thenComparing(
              (a, b) -> compare(a.value(column), b.value(column), descending, nullsFirst));
    }
    return comparator;
  }

  @SuppressWarnings("unchecked")
  private static int compare(
      @Nullable Comparable<?> a,
      @Nullable Comparable<?> b,
      boolean descending,
      boolean nullsFirst) {
    if (a == null || b == null) {
      boolean bothNull = a == null && b == null;
      return bothNull ? 0 : (a == null) == nullsFirst ? -1 : 1;
    }
    int order =
        a instanceof Double x && b instanceof Double y
            ? Double.compare(x + 0.0, y + 0.0)
            : ((Comparable<Object>) a).compareTo(b);
    return descending ? -order : order;
  }
}

package dev.kevo.sql.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Reads of ranges, of which the first entries are stepped to and the others come at once: of any
 * length, in both directions, several after each other, with rows that are passed over or not
 * wanted.
 */
final class RangeReadsTest {
  private static final int ROWS = 400;

  @Test
  void rangesGiveTheirRowsHoweverManyThereAre() throws SQLException {
    long seed = Long.getLong("kevo.seed", 20260101);
    System.out.println("range reads: seed " + seed);
    Random random = new Random(seed);
    try (SqlFixture sql = new SqlFixture()) {
      sql.run("CREATE TABLE t (id INTEGER PRIMARY KEY, s VARCHAR(8))");
      for (int id = 0; id < ROWS; id++) {
        sql.run("INSERT INTO t VALUES (?, ?)", id, "s" + id);
      }
      assertTrue(
          sql.plan("SELECT id, s FROM t WHERE id < 5 OR id > 9").startsWith("KeyValueQuery"));
      for (int i = 0; i < 300; i++) {
        check(sql, random);
      }
    }
  }

  private static void check(SqlFixture sql, Random random) throws SQLException {
    int first = random.nextInt(ROWS);
    int last = first + random.nextInt(120);
    int next = last + 2 + random.nextInt(40);
    int end = next + random.nextInt(60);
    boolean descending = random.nextBoolean();
    int limit = 1 + random.nextInt(150);
    int offset = random.nextInt(3) == 0 ? random.nextInt(100) : 0;
    String query =
        String.format(
            "SELECT id, s FROM t WHERE id BETWEEN %d AND %d OR id BETWEEN %d AND %d"
                + " ORDER BY id%s LIMIT %d OFFSET %d",
            first, last, next, end, descending ? " DESC" : "", limit, offset);
    List<Integer> ids =
        new ArrayList<>(
            IntStream.range(0, ROWS)
                .filter(id -> (id >= first && id <= last) || (id >= next && id <= end))
                .boxed()
                .toList());
    if (descending) {
      Collections.reverse(ids);
    }
    List<String> expected =
        ids.stream().skip(offset).limit(limit).map(id -> id + ", s" + id).toList();
    assertEquals(expected, sql.rows(query), query);
  }
}

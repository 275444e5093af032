package dev.kevo.jdbc.bench;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;

/** The rows of the measured tables: what is in a row depends on its key alone. */
final class Rows {
  private static final String FILLER = "The quick brown fox jumps over the lazy dog. ".repeat(3);

  private Rows() {}

  static void set(PreparedStatement insert, long id) throws SQLException {
    set(insert, id, 0);
  }

  /**
   * Sets a row's values.
   *
   * @param before how many parameters there are before them
   */
  static void set(PreparedStatement insert, long id, int before) throws SQLException {
    insert.setLong(before + 1, id);
    insert.setString(before + 2, name(id));
    insert.setDouble(before + 3, id * 0.5);
    insert.setInt(before + 4, (int) (id % 1000));
    insert.setString(before + 5, payload(id));
  }

  static String name(long id) {
    return "name " + id;
  }

  static String payload(long id) {
    return FILLER.substring((int) (id % 30), (int) (id % 30) + 90);
  }

  /** Reads a whole row, and checks that it is that one. */
  static void read(ResultSet row, long id) throws SQLException {
    boolean right =
        row.getLong(1) == id
            && row.getString(2).length() > 5
            && row.getDouble(3) == id * 0.5
            && row.getInt(4) == id % 1000
            && row.getString(5).length() == 90;
    if (!right) {
      throw new IllegalStateException("wrong row for " + id);
    }
  }

  /** The numbers below count, in an order that is random but always the same. */
  static long[] shuffled(int count, long seed) {
    long[] ids = sorted(count);
    Random random = new Random(seed);
    for (int i = count - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      long id = ids[i];
      ids[i] = ids[other];
      ids[other] = id;
    }
    return ids;
  }

  static long[] sorted(int count) {
    long[] ids = new long[count];
    for (int i = 0; i < count; i++) {
      ids[i] = i;
    }
    return ids;
  }
}

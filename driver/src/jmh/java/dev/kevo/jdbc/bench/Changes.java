package dev.kevo.jdbc.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/** Work that changes tables which are full. */
final class Changes {
  private static final int BATCH_ROWS = 1000;
  private static final int SCAN_ROWS_MAX = 100;

  /** How uneven YCSB's choice of keys is. */
  private static final double SKEW = 0.99;

  private Changes() {}

  /** Batches of updates by random keys, committed durably. */
  static Meter.Figures update(Peer peer, Place place) throws Exception {
    Random random = place.random();
    return batches(
        peer,
        place,
        "UPDATE w SET payload = ? WHERE id = ?",
        statement -> {
          statement.setString(1, Rows.payload(random.nextInt(30)));
          statement.setLong(2, random.nextInt(place.rows()));
        });
  }

  /** Batches of upserts, committed durably; about half of the keys are new at first. */
  static Meter.Figures upsert(Peer peer, Place place) throws Exception {
    Random random = place.random();
    return batches(
        peer,
        place,
        peer.upsert(),
        statement -> peer.setUpsert(statement, random.nextInt(2 * place.rows())));
  }

  private interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  private static Meter.Figures batches(Peer peer, Place place, String sql, Binding binding)
      throws Exception {
    try (Connection connection = peer.connect(place.loaded());
        Statement sync = connection.createStatement();
        PreparedStatement change = connection.prepareStatement(sql)) {
      connection.setAutoCommit(false);
      return Meter.measure(
          place,
          BATCH_ROWS,
          number -> {
            for (int i = 0; i < BATCH_ROWS; i++) {
              binding.bind(change);
              change.addBatch();
            }
            change.executeBatch();
            connection.commit();
            peer.sync(sync);
            connection.commit();
          });
    }
  }

  static Meter.Figures createIndex(Peer peer, Place place) throws Exception {
    try (Connection connection = peer.connect(place.loaded());
        Statement statement = connection.createStatement()) {
      if (place.round() > 0 || hasIndex(connection)) {
        statement.execute("DROP INDEX t_name");
      }
      Meter meter = new Meter();
      long start = System.nanoTime();
      statement.execute("CREATE INDEX t_name ON t (name)");
      meter.add(System.nanoTime() - start);
      return meter.stop(place.rows());
    }
  }

  /** Sees to it that there is the index. */
  static void withIndex(Peer peer, Place place) throws SQLException {
    try (Connection connection = peer.connect(place.loaded());
        Statement statement = connection.createStatement()) {
      if (!hasIndex(connection)) {
        statement.execute("CREATE INDEX t_name ON t (name)");
      }
    }
  }

  private static boolean hasIndex(Connection connection) throws SQLException {
    for (String table : new String[] {"T", "t"}) {
      try (ResultSet indexes =
          connection.getMetaData().getIndexInfo(null, null, table, false, true)) {
        while (indexes.next()) {
          if ("t_name".equalsIgnoreCase(indexes.getString("INDEX_NAME"))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  static Meter.Figures ycsbA(Peer peer, Place place) throws Exception {
    return ycsb(peer, place, 0.5, false);
  }

  static Meter.Figures ycsbB(Peer peer, Place place) throws Exception {
    return ycsb(peer, place, 0.05, false);
  }

  /** Scans and inserts. */
  static Meter.Figures ycsbE(Peer peer, Place place) throws Exception {
    return ycsb(peer, place, 0.05, true);
  }

  /** Reads and writes of one row each, or scans and inserts; every write is a durable commit. */
  private static Meter.Figures ycsb(Peer peer, Place place, double writes, boolean scans)
      throws Exception {
    Random random = place.random();
    Zipf keys = new Zipf(place.rows(), SKEW, random);
    String read = "SELECT id, name, score, qty, payload FROM w WHERE id ";
    String write =
        scans ? "INSERT INTO w VALUES (?, ?, ?, ?, ?)" : "UPDATE w SET payload = ? WHERE id = ?";
    long[] next = {(place.round() + 4L) * place.rows()};
    try (Connection connection = peer.connect(place.loaded());
        Statement sync = connection.createStatement();
        PreparedStatement change = connection.prepareStatement(write);
        PreparedStatement select =
            connection.prepareStatement(
                read + (scans ? ">= ? ORDER BY id" + peer.first(SCAN_ROWS_MAX) : "= ?"))) {
      return Meter.measure(
          place,
          1,
          number -> {
            long id = keys.next();
            if (random.nextDouble() >= writes) {
              select.setLong(1, id);
              read(select, scans ? 1 + random.nextInt(SCAN_ROWS_MAX) : 1);
              return;
            }
            if (scans) {
              Rows.set(change, next[0]++);
            } else {
              change.setString(1, Rows.payload(id + number));
              change.setLong(2, id);
            }
            change.executeUpdate();
            peer.sync(sync);
          });
    }
  }

  private static void read(PreparedStatement select, int wanted) throws SQLException {
    try (ResultSet result = select.executeQuery()) {
      int rows = 0;
      while (rows < wanted && result.next()) {
        if (result.getString(5).length() != 90) {
          throw new IllegalStateException("wrong row " + result.getLong(1));
        }
        rows++;
      }
      if (rows == 0) {
        throw new IllegalStateException("no row");
      }
    }
  }
}

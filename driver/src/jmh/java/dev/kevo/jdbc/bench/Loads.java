package dev.kevo.jdbc.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Work that begins with an empty table. */
final class Loads {
  private static final int BATCH_ROWS = 1000;

  /** A database that is much slower than others is cut off after so many measured times. */
  private static final int TIMES_MAX = 10;

  private Loads() {}

  /**
   * Fills the tables that other work is measured on.
   *
   * @return the bytes on disk after the first, as figures
   */
  static Meter.Figures prepare(Peer peer, Place place) throws Exception {
    long others = Place.bytes(place.loaded());
    Meter meter = new Meter();
    prepare(peer, place, "t");
    Meter.Figures figures = meter.stop(place.rows());
    long bytes = Place.bytes(place.loaded()) - others;
    prepare(peer, place, "w");
    return new Meter.Figures(
        figures.cpuMicros(), figures.perSecond(), Double.NaN, Double.NaN, bytes);
  }

  private static void prepare(Peer peer, Place place, String table) throws Exception {
    try (Connection connection = peer.connect(place.loaded());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(Peer.create(table));
      fill(connection, peer, table, place.rows());
      peer.sync(statement);
      peer.analyze(statement);
      connection.commit();
    }
    peer.closed(place.loaded());
  }

  private static void fill(Connection connection, Peer peer, String table, int rows)
      throws SQLException {
    int each = peer.rowsPerInsert();
    String values = String.join(", ", Collections.nCopies(each, "(?, ?, ?, ?, ?)"));
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + table + " VALUES " + values)) {
      for (int id = 0; id < rows; id += each) {
        for (int i = 0; i < each; i++) {
          Rows.set(insert, id + i, 5 * i);
        }
        insert.addBatch();
        if ((id + each) % BATCH_ROWS == 0 || id + each >= rows) {
          insert.executeBatch();
          connection.commit();
        }
      }
    }
  }

  static Meter.Figures sorted(Peer peer, Place place) throws Exception {
    return load(peer, place, Rows.sorted(place.rows()));
  }

  static Meter.Figures random(Peer peer, Place place) throws Exception {
    return load(peer, place, Rows.shuffled(place.rows(), 42));
  }

  /** Batches that are committed durably; the close counts, with all that it waits for. */
  private static Meter.Figures load(Peer peer, Place place, long[] ids) throws Exception {
    Path directory = place.scratch();
    Meter meter = new Meter();
    int done = 0;
    try (Connection connection = peer.connect(directory);
        Statement statement = connection.createStatement()) {
      statement.execute(Peer.create("t"));
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?, ?, ?)")) {
        while (done < ids.length && meter.elapsedMillis() < (long) TIMES_MAX * place.millis()) {
          long start = System.nanoTime();
          for (int i = 0; i < BATCH_ROWS && done < ids.length; i++) {
            Rows.set(insert, ids[done++]);
            insert.addBatch();
          }
          insert.executeBatch();
          connection.commit();
          peer.sync(statement);
          connection.commit();
          meter.add(System.nanoTime() - start);
        }
      }
    }
    peer.closed(directory);
    Meter.Figures figures = meter.stop(done);
    Place.delete(directory);
    return figures;
  }

  static Meter.Figures durableInserts(Peer peer, Place place) throws Exception {
    return durable(peer, place, 1);
  }

  static Meter.Figures durableInsertsOf8(Peer peer, Place place) throws Exception {
    return durable(peer, place, 8);
  }

  private static Meter.Figures durable(Peer peer, Place place, int threads) throws Exception {
    Path directory = place.scratch();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    Meter.Figures figures;
    try (Connection keepsOpen = peer.connect(directory)) {
      try (Statement statement = keepsOpen.createStatement()) {
        statement.execute(Peer.create("t"));
      }
      insert(peer, directory, new Meter(), 1_000_000_000_000L, place.millis() / 4);
      Meter meter = new Meter();
      List<Future<Long>> results = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        long first = thread * 1_000_000_000L;
        Callable<Long> work = () -> insert(peer, directory, meter, first, place.millis());
        results.add(pool.submit(work));
      }
      long inserted = 0;
      for (Future<Long> result : results) {
        inserted += result.get();
      }
      figures = meter.stop(inserted);
    } finally {
      pool.shutdown();
    }
    peer.closed(directory);
    Place.delete(directory);
    return figures;
  }

  private static long insert(Peer peer, Path directory, Meter meter, long first, int millis)
      throws SQLException {
    try (Connection connection = peer.connect(directory);
        Statement statement = connection.createStatement();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?, ?, ?)")) {
      long id = first;
      while (meter.elapsedMillis() < millis) {
        long start = System.nanoTime();
        Rows.set(insert, id++);
        insert.executeUpdate();
        peer.sync(statement);
        meter.add(System.nanoTime() - start);
      }
      return id - first;
    }
  }
}

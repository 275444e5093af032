package dev.kevo.jdbc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The work that is measured. */
enum Work {
  LOAD_SORTED {
    @Override
    Meter.Figures run(Peer peer, Place place) throws Exception {
      return load(peer, place, sorted(place.rows()));
    }
  },
  LOAD_RANDOM {
    @Override
    Meter.Figures run(Peer peer, Place place) throws Exception {
      return load(peer, place, Rows.shuffled(place.rows(), 42));
    }
  },
  POINT_SELECT {
    @Override
    Meter.Figures run(Peer peer, Place place) throws Exception {
      try (Connection connection = peer.connect(place.loaded());
          PreparedStatement select = connection.prepareStatement(Peer.POINT)) {
        points(select, place, place.reads() / 10);
        Meter meter = new Meter(place.reads());
        for (long id : ids(place, place.reads(), place.rows())) {
          long start = System.nanoTime();
          point(select, id);
          meter.add(System.nanoTime() - start);
        }
        return meter.stop(place.reads());
      }
    }
  },
  RANGE_100 {
    @Override
    Meter.Figures run(Peer peer, Place place) throws Exception {
      int reads = Math.max(1, place.reads() / 4);
      try (Connection connection = peer.connect(place.loaded());
          PreparedStatement select = connection.prepareStatement(Peer.RANGE)) {
        for (long id : ids(place, reads / 10, place.rows() - 100)) {
          range(select, id);
        }
        Meter meter = new Meter(reads);
        for (long id : ids(place, reads, place.rows() - 100)) {
          long start = System.nanoTime();
          range(select, id);
          meter.add(System.nanoTime() - start);
        }
        return meter.stop(reads);
      }
    }
  },
  DURABLE_INSERT_1 {
    @Override
    Meter.Figures run(Peer peer, Place place) throws Exception {
      return durable(peer, place, 1);
    }
  },
  DURABLE_INSERT_8 {
    @Override
    Meter.Figures run(Peer peer, Place place) throws Exception {
      return durable(peer, place, 8);
    }
  },
  FIRST_ROW {
    @Override
    Meter.Figures run(Peer peer, Place place) throws Exception {
      int starts = 3;
      Meter meter = new Meter(starts);
      for (int i = 0; i < starts; i++) {
        long start = System.nanoTime();
        FirstRow.inAFreshJvm(peer.url(place.loaded()));
        meter.add(System.nanoTime() - start);
      }
      return meter.stop(starts);
    }
  };

  private static final int BATCH_ROWS = 1000;

  /**
   * Where and how much.
   *
   * @param loaded the directory whose databases hold all rows
   * @param scratch a directory for databases that do not outlive the work
   */
  record Place(Path loaded, Path scratch, int rows, int reads, int inserts, long seed) {}

  /** Runs once, on a peer that is otherwise idle. */
  abstract Meter.Figures run(Peer peer, Place place) throws Exception;

  /** Creates the database that the reads use. */
  static void prepare(Peer peer, Place place) throws SQLException {
    try (Connection connection = peer.connect(place.loaded())) {
      fill(peer, connection, sorted(place.rows()), null);
    }
  }

  private static Meter.Figures load(Peer peer, Place place, long[] ids) throws Exception {
    Path directory = Files.createTempDirectory(place.scratch(), "load");
    Meter meter = new Meter(ids.length / BATCH_ROWS + 1);
    try (Connection connection = peer.connect(directory)) {
      fill(peer, connection, ids, meter);
    }
    Meter.Figures figures = meter.stop(ids.length); // the close, and what it waits for, counted
    delete(directory);
    return figures;
  }

  private static void fill(
      Peer peer, Connection connection, long[] ids, @org.jspecify.annotations.Nullable Meter meter)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(Peer.TABLE);
      connection.setAutoCommit(false);
      try (PreparedStatement insert = connection.prepareStatement(Peer.INSERT)) {
        for (int from = 0; from < ids.length; from += BATCH_ROWS) {
          long start = System.nanoTime();
          for (int i = from; i < Math.min(ids.length, from + BATCH_ROWS); i++) {
            Rows.set(insert, ids[i]);
            insert.addBatch();
          }
          insert.executeBatch();
          connection.commit();
          peer.sync(statement);
          if (meter != null) {
            meter.add(System.nanoTime() - start);
          }
        }
      }
    }
  }

  private static Meter.Figures durable(Peer peer, Place place, int threads) throws Exception {
    Path directory = Files.createTempDirectory(place.scratch(), "durable");
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    Meter.Figures figures;
    try (Connection keepsOpen = peer.connect(directory)) {
      try (Statement statement = keepsOpen.createStatement()) {
        statement.execute(Peer.TABLE);
      }
      int each = place.inserts() / threads;
      insertMany(peer, directory, null, 1_000_000_000L, 50);
      Meter meter = new Meter(each * threads);
      List<Future<Boolean>> results = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        long first = (long) thread * each;
        Callable<Boolean> work =
            () -> {
              insertMany(peer, directory, meter, first, each);
              return true;
            };
        results.add(pool.submit(work));
      }
      for (Future<Boolean> result : results) {
        result.get();
      }
      figures = meter.stop(each * threads);
    } finally {
      pool.shutdown();
    }
    delete(directory);
    return figures;
  }

  private static void insertMany(
      Peer peer,
      Path directory,
      @org.jspecify.annotations.Nullable Meter meter,
      long first,
      int count)
      throws SQLException {
    try (Connection connection = peer.connect(directory);
        Statement statement = connection.createStatement();
        PreparedStatement insert = connection.prepareStatement(Peer.INSERT)) {
      for (long id = first; id < first + count; id++) {
        long start = System.nanoTime();
        Rows.set(insert, id);
        insert.executeUpdate();
        peer.sync(statement);
        if (meter != null) {
          meter.add(System.nanoTime() - start);
        }
      }
    }
  }

  private static void points(PreparedStatement select, Place place, int count)
      throws SQLException {
    for (long id : ids(place, count, place.rows())) {
      point(select, id);
    }
  }

  private static void point(PreparedStatement select, long id) throws SQLException {
    select.setLong(1, id);
    try (ResultSet result = select.executeQuery()) {
      if (!result.next()) {
        throw new IllegalStateException("no row " + id);
      }
      Rows.read(result, id);
    }
  }

  private static void range(PreparedStatement select, long first) throws SQLException {
    select.setLong(1, first);
    select.setLong(2, first + 99);
    long id = first;
    try (ResultSet result = select.executeQuery()) {
      while (result.next()) {
        Rows.read(result, id++);
      }
    }
    if (id != first + 100) {
      throw new IllegalStateException("rows missing after " + id);
    }
  }

  private static long[] ids(Place place, int count, int below) {
    return new Random(place.seed()).longs(count, 0, below).toArray();
  }

  private static long[] sorted(int count) {
    long[] ids = new long[count];
    for (int i = 0; i < count; i++) {
      ids[i] = i;
    }
    return ids;
  }

  static void delete(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

package dev.kevo.jdbc.bench;

import dev.kevo.jdbc.bench.Results.Goal;
import dev.kevo.jdbc.bench.Results.Line;
import dev.kevo.jdbc.bench.Results.Metric;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Work over the loopback interface, on servers in processes of their own. */
final class Remote {
  private static final int LOADERS = 8;
  private static final int BATCH_ROWS = 1000;
  private static final List<Goal> GOALS = List.of(Goal.of("PostgreSQL", 1.0));
  private static final Line LOAD =
      new Line(
          "remote: bulk load over " + LOADERS + " connections",
          Metric.SPEED,
          GOALS);
  private static final Line POINT = new Line("remote: prepared point SELECT", Metric.P50, GOALS);
  private static final Line RANGE = new Line("remote: 100 rows by range", Metric.P50, GOALS);

  private final List<String> names;

  Remote(String names) {
    this.names = List.of(names.split(","));
  }

  Results run(Place place, int rounds) throws Exception {
    Path directory = place.scratch();
    List<Server> servers = new ArrayList<>();
    Results results = new Results();
    try {
      for (String name : names) {
        try {
          servers.add(Server.start(name, directory));
        } catch (java.io.IOException e) {
          System.err.println(name + " is left out: " + e.getMessage());
        }
      }
      for (int round = 0; round <= rounds; round++) {
        for (Server server : servers) {
          add(results, LOAD, server, load(server, place, round), round);
        }
        for (Server server : servers) {
          add(results, POINT, server, point(server, place.inRound(round)), round);
        }
        for (Server server : servers) {
          add(results, RANGE, server, range(server, place.inRound(round)), round);
        }
      }
    } finally {
      for (Server server : servers) {
        server.close();
      }
    }
    return results;
  }

  private static void add(
      Results results, Line line, Server server, Meter.Figures figures, int round) {
    if (round > 0) {
      results.add(line, server.title(), figures);
    }
  }

  private static Meter.Figures load(Server server, Place place, int round) throws Exception {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      if (round > 0) {
        statement.execute("DROP TABLE t");
      }
      statement.execute(Peer.create("t"));
    }
    ExecutorService pool = Executors.newFixedThreadPool(LOADERS);
    int each = place.rows() / LOADERS;
    Meter meter = new Meter();
    try {
      List<Future<Boolean>> loads = new ArrayList<>();
      for (int loader = 0; loader < LOADERS; loader++) {
        long first = (long) loader * each;
        Callable<Boolean> work = () -> load(server, first, each, meter);
        loads.add(pool.submit(work));
      }
      for (Future<Boolean> load : loads) {
        load.get();
      }
    } finally {
      pool.shutdown();
    }
    return meter.stop((long) LOADERS * each);
  }

  private static boolean load(Server server, long first, int count, Meter meter)
      throws Exception {
    try (Connection connection = server.connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?, ?, ?)")) {
      connection.setAutoCommit(false);
      for (long id = first; id < first + count; ) {
        long start = System.nanoTime();
        for (int i = 0; i < BATCH_ROWS && id < first + count; i++) {
          Rows.set(insert, id++);
          insert.addBatch();
        }
        insert.executeBatch();
        connection.commit();
        meter.add(System.nanoTime() - start);
      }
    }
    return true;
  }

  private static Meter.Figures point(Server server, Place place) throws Exception {
    Random random = place.random();
    try (Connection connection = server.connect();
        PreparedStatement select = connection.prepareStatement(Peer.SELECT + "id = ?")) {
      int rows = place.rows() / LOADERS * LOADERS;
      return Meter.measure(place, 1, number -> Reads.one(select, random.nextInt(rows)));
    }
  }

  private static Meter.Figures range(Server server, Place place) throws Exception {
    Random random = place.random();
    try (Connection connection = server.connect();
        PreparedStatement select =
            connection.prepareStatement(Peer.SELECT + "id BETWEEN ? AND ? ORDER BY id")) {
      return Meter.measure(
          place,
          1,
          number -> {
            long id = random.nextInt(place.rows() / LOADERS * LOADERS - 100);
            select.setLong(1, id);
            select.setLong(2, id + 99);
            try (ResultSet result = select.executeQuery()) {
              while (result.next()) {
                Rows.read(result, id++);
              }
            }
          });
    }
  }
}

package dev.kevo.jdbc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** JVMs that open a database, read one row and end; or write rows and die. */
final class ColdStart {
  private static final int STARTS = 5;
  private static final int CRASH_BATCHES = 20;
  private static final int BATCH_ROWS = 1_000;

  private ColdStart() {}

  /** In the fresh JVM: reads row 7 of a table, or fills table t if there is none. */
  public static void main(String[] args) throws SQLException {
    try (Connection connection = DriverManager.getConnection(args[0])) {
      if (args.length > 1) {
        fill(connection, args[1]);
      }
      try (PreparedStatement select = connection.prepareStatement(Peer.SELECT + "id = ?")) {
        Reads.one(select, 7);
        System.out.println("row");
        // Neither closing nor what runs in the background is part of the first row.
        Runtime.getRuntime().halt(0);
      }
    }
  }

  private static void fill(Connection connection, String create) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(create);
    }
    connection.setAutoCommit(false);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?, ?, ?)")) {
      for (int batch = 0; batch < CRASH_BATCHES; batch++) {
        for (int i = 0; i < BATCH_ROWS; i++) {
          Rows.set(insert, (long) batch * BATCH_ROWS + i);
          insert.addBatch();
        }
        insert.executeBatch();
        connection.commit();
      }
    }
  }

  static Meter.Figures firstRow(Peer peer, Place place) throws Exception {
    Path closed = place.scratch();
    fill(peer, closed);
    peer.closed(closed);
    return starts(peer, closed, place);
  }

  private static void fill(Peer peer, Path directory) throws SQLException {
    try (Connection connection = peer.connect(directory)) {
      fill(connection, Peer.create("t"));
    }
  }

  /** The same of a database that was not closed. */
  static Meter.Figures firstRowAfterKill(Peer peer, Place place) throws Exception {
    Path killed = place.scratch();
    start(List.of(peer.url(killed), Peer.create("t")));
    return starts(peer, killed, place);
  }

  /** Each start has a copy of its own, because it does not close it. */
  private static Meter.Figures starts(Peer peer, Path directory, Place place) throws Exception {
    Meter meter = new Meter();
    for (int i = 0; i < STARTS; i++) {
      Path copy = place.scratch();
      copy(directory, copy);
      meter.add(start(List.of(peer.url(copy))));
      Place.delete(copy);
    }
    Place.delete(directory);
    return meter.stop(STARTS);
  }

  /** Runs a JVM; returns the nanoseconds until its row. */
  private static long start(List<String> arguments) throws IOException, InterruptedException {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Dderby.stream.error.file=/dev/null",
                "-cp",
                System.getProperty("java.class.path"),
                ColdStart.class.getName()));
    command.addAll(arguments);
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    boolean row = process.getInputStream().read() == 'r';
    long nanos = System.nanoTime() - start;
    int exit = process.waitFor();
    if (exit != 0 || !row) {
      throw new IllegalStateException("the fresh JVM ended with " + exit);
    }
    return nanos;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }
}

package dev.kevo.jdbc.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs the work on all databases, one after the other in every round, and prints medians. */
public final class JdbcBenchmark {
  private static final Results.Line DISK =
      new Results.Line(
          "disk after load", Results.Metric.DISK, List.of(Results.Goal.best(0.6)));
  private static final Results.Line POINT_BYTES =
      new Results.Line(
          "heap bytes per prepared point SELECT",
          Results.Metric.BYTES,
          List.of(Results.Goal.figure(500)));

  private JdbcBenchmark() {}

  /** See {@code docs/benchmarks.md} for the arguments. */
  @SuppressWarnings("CatchAndPrintStackTrace") // as the virtual machine would, which does not end
  public static void main(String[] args) {
    int status = 0;
    try {
      run(args);
    } catch (Exception e) {
      e.printStackTrace();
      status = 1;
    }
    // DuckDB's driver leaves a thread that is no daemon.
    System.exit(status);
  }

  private static void run(String[] args) throws Exception {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    List<String> parts = List.of(options.getOrDefault("--parts", "embedded,tpch,remote").split(","));
    Path directory =
        options.containsKey("--dir")
            ? Files.createTempDirectory(Path.of(options.get("--dir")), "jdbc-benchmark")
            : Files.createTempDirectory("jdbc-benchmark");
    int rounds = Integer.parseInt(options.getOrDefault("--rounds", "3"));
    Place place =
        new Place(
            directory,
            Integer.parseInt(options.getOrDefault("--rows", "200000")),
            Integer.parseInt(options.getOrDefault("--millis", "600")),
            0);
    Files.createDirectory(place.loaded());
    try {
      System.out.printf(
          Locale.ROOT,
          "%d rows, medians of %d rounds, Java %s, %d processors, heap %d MiB%n",
          place.rows(),
          rounds,
          System.getProperty("java.version"),
          Runtime.getRuntime().availableProcessors(),
          Runtime.getRuntime().maxMemory() >> 20);
      if (parts.contains("embedded")) {
        embedded(options, place, rounds);
      }
      if (parts.contains("tpch")) {
        double scale = Double.parseDouble(options.getOrDefault("--scale", "0.05"));
        List<Peer> peers = Peer.named(options.getOrDefault("--tpch-peers", "kevo,sqlite,duckdb"));
        print(new Tpch(peers, scale).run(place, rounds));
      }
      if (parts.contains("remote")) {
        print(new Remote(options.getOrDefault("--servers", "kevo,h2,postgresql")).run(place, rounds));
      }
    } finally {
      Place.delete(directory);
    }
  }

  private static void embedded(Map<String, String> options, Place place, int rounds)
      throws Exception {
    List<Peer> peers =
        new ArrayList<>(
            Peer.named(options.getOrDefault("--peers", "kevo,h2,hsqldb,sqlite,derby,duckdb")));
    List<Work> works =
        options.containsKey("--work") ? Work.named(options.get("--work")) : List.of(Work.values());
    Results results = new Results();
    Map<Peer, Meter.Figures> disks = new HashMap<>();
    for (Peer peer : peers) {
      disks.put(peer, Loads.prepare(peer, place));
    }
    for (int round = 0; round <= rounds; round++) {
      for (Work work : works) {
        for (Peer peer : peers) {
          run(work, peer, place.inRound(round), results);
        }
      }
    }
    peers.forEach(peer -> results.add(DISK, peer.title(), disks.get(peer)));
    print(results);
  }

  /** Runs a piece of work; a database that cannot do it leaves its cell empty. */
  private static void run(Work work, Peer peer, Place place, Results results) {
    try {
      Meter.Figures figures = work.run(peer, place);
      if (place.round() > 0) {
        results.add(work.line(), peer.title(), figures);
        if (work == Work.POINT) {
          results.add(POINT_BYTES, peer.title(), figures);
        }
      }
    } catch (Exception e) {
      System.err.println(peer + " fails in " + work + ": " + e);
    }
  }

  private static void print(Results results) {
    System.out.println();
    results.print(System.out);
    System.out.flush();
  }
}

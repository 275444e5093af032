package dev.kevo.jdbc.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs the work on all peers, one after the other in every round, and prints medians. */
public final class JdbcBenchmark {
  private JdbcBenchmark() {}

  /** See {@code docs/benchmarks.md} for the arguments. */
  public static void main(String[] args) throws Exception {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    List<Peer> peers = Peer.named(options.getOrDefault("--peers", "kevo,h2,sqlite"));
    List<Work> works =
        options.containsKey("--work")
            ? Arrays.stream(options.get("--work").split(","))
                .map(name -> Work.valueOf(name.trim().toUpperCase(Locale.ROOT)))
                .toList()
            : List.of(Work.values());
    int rounds = Integer.parseInt(options.getOrDefault("--rounds", "3"));
    Path directory =
        options.containsKey("--dir")
            ? Files.createTempDirectory(Path.of(options.get("--dir")), "jdbc-benchmark")
            : Files.createTempDirectory("jdbc-benchmark");
    try {
      run(peers, works, rounds, place(directory, options));
    } finally {
      Work.delete(directory);
    }
  }

  private static Work.Place place(Path directory, Map<String, String> options) throws Exception {
    return new Work.Place(
        Files.createDirectory(directory.resolve("loaded")),
        Files.createDirectory(directory.resolve("scratch")),
        Integer.parseInt(options.getOrDefault("--rows", "200000")),
        Integer.parseInt(options.getOrDefault("--reads", "200000")),
        Integer.parseInt(options.getOrDefault("--inserts", "4000")),
        Long.parseLong(options.getOrDefault("--seed", "1")));
  }

  private static void run(List<Peer> peers, List<Work> works, int rounds, Work.Place place)
      throws Exception {
    for (Peer peer : peers) {
      Work.prepare(peer, place);
    }
    Map<Work, Map<Peer, List<Meter.Figures>>> measured = new EnumMap<>(Work.class);
    for (int round = 0; round <= rounds; round++) {
      for (Work work : works) {
        for (Peer peer : peers) {
          Meter.Figures figures = work.run(peer, place);
          System.err.printf(
              Locale.ROOT,
              "round %d %s %s: %.2f us CPU, %.0f per s%n",
              round,
              work,
              peer,
              figures.cpuMicros(),
              figures.perSecond());
          if (round > 0) {
            measured
                .computeIfAbsent(work, w -> new EnumMap<>(Peer.class))
                .computeIfAbsent(peer, p -> new ArrayList<>())
                .add(figures);
          }
        }
      }
    }
    print(peers, measured, place, rounds);
  }

  private static void print(
      List<Peer> peers,
      Map<Work, Map<Peer, List<Meter.Figures>>> measured,
      Work.Place place,
      int rounds) {
    System.out.printf(
        Locale.ROOT,
        "%d rows, medians of %d rounds, Java %s, %d processors, heap %d MiB%n%n",
        place.rows(),
        rounds,
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory() >> 20);
    System.out.println(
        "| work | database | CPU us | per second | p50 us | p99 us | CPU ratio | speed ratio |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    measured.forEach(
        (work, byPeer) -> {
          Map<Peer, Meter.Figures> medians = new EnumMap<>(Peer.class);
          byPeer.forEach((peer, figures) -> medians.put(peer, median(figures)));
          for (Peer peer : peers) {
            print(work, peer, medians);
          }
        });
  }

  /** A line of the table; the ratios compare with the best of the other databases. */
  private static void print(Work work, Peer peer, Map<Peer, Meter.Figures> medians) {
    double cpu = Double.POSITIVE_INFINITY;
    double speed = 0;
    for (Map.Entry<Peer, Meter.Figures> other : medians.entrySet()) {
      if (other.getKey() != peer) {
        cpu = Math.min(cpu, other.getValue().cpuMicros());
        speed = Math.max(speed, other.getValue().perSecond());
      }
    }
    Meter.Figures figures = medians.get(peer);
    boolean elsewhere = work == Work.FIRST_ROW; // another process's CPU time is not measured
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %.1f | %.1f | %.1f | %s | %.2f |%n",
        work.name().toLowerCase(Locale.ROOT),
        peer.name().toLowerCase(Locale.ROOT),
        elsewhere ? "" : String.format(Locale.ROOT, "%.2f", figures.cpuMicros()),
        figures.perSecond(),
        figures.p50Micros(),
        figures.p99Micros(),
        elsewhere ? "" : String.format(Locale.ROOT, "%.2f", figures.cpuMicros() / cpu),
        figures.perSecond() / speed);
  }

  private static Meter.Figures median(List<Meter.Figures> figures) {
    return figures.stream()
        .sorted(Comparator.comparingDouble(Meter.Figures::cpuMicros))
        .skip(figures.size() / 2)
        .findFirst()
        .orElseThrow();
  }
}

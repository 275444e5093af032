package dev.kevo.engine.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.kevo.engine.bench.Work.Load;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the same work on Kevo and its peers in turn, and prints the CPU time per operation (of the
 * whole process: background threads, compilation and garbage collection included), the throughput
 * and latencies. {@code docs/benchmarks.md} says how to start it and what it printed.
 */
public final class EngineBenchmark {
  private static final List<Peer.Kind> PEERS =
      List.of(KevoPeer.KIND, RocksPeer.KIND, MvStorePeer.KIND);

  /** Of calls that are not synced, only every so many is timed, so that timing costs little. */
  private static final int TIMED_CALLS = 16;

  private final long entries;
  private final long cacheBytes;
  private final Path root;
  private final List<Peer.Kind> peers;
  private final List<Work> works;
  private final Map<Work, Map<String, List<Result>>> results = new EnumMap<>(Work.class);
  private final Map<String, List<Double>> reopenMillis = new LinkedHashMap<>();
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private record Result(double cpuMicros, double perSecond, double p50Micros, double p99Micros) {}

  private EngineBenchmark(
      long entries, long cacheBytes, Path root, List<Peer.Kind> peers, List<Work> works) {
    this.entries = entries;
    this.cacheBytes = cacheBytes;
    this.root = root;
    this.peers = peers;
    this.works = works;
  }

  /**
   * Arguments: {@code --entries N} (1000000), {@code --rounds N} (3, after one to warm up), {@code
   * --cache-mib N} (256), {@code --dir PATH} (a temporary one), {@code --peers a,b}, {@code --work
   * a,b} (all).
   */
  public static void main(String[] args) throws IOException {
    Map<String, String> options = options(args);
    long entries = Long.parseLong(options.getOrDefault("entries", "1000000"));
    int rounds = Integer.parseInt(options.getOrDefault("rounds", "3"));
    long cacheBytes = Long.parseLong(options.getOrDefault("cache-mib", "256")) << 20;
    String directory = options.get("dir");
    Path parent =
        directory == null
            ? Path.of(System.getProperty("java.io.tmpdir"))
            : Files.createDirectories(Path.of(directory));
    Path root = Files.createTempDirectory(parent, "kevo-bench");
    List<String> peerNames = names(options.get("peers"));
    List<String> workNames = names(options.get("work"));
    EngineBenchmark benchmark =
        new EngineBenchmark(
            entries,
            cacheBytes,
            root,
            PEERS.stream().filter(p -> matches(peerNames, p.name())).toList(),
            Stream.of(Work.values()).filter(w -> matches(workNames, w.label)).toList());
    try {
      for (int round = 0; round <= rounds; round++) {
        benchmark.round(round);
      }
      benchmark.print(rounds);
    } finally {
      delete(root);
    }
  }

  private static Map<String, String> options(String[] args) {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      boolean known =
          List.of("--entries", "--rounds", "--cache-mib", "--dir", "--peers", "--work")
              .contains(args[i]);
      if (!known || i + 1 == args.length) {
        throw new IllegalArgumentException("unknown or incomplete argument: " + args[i]);
      }
      options.put(args[i].substring(2), args[i + 1]);
    }
    return options;
  }

  private static List<String> names(@Nullable String list) {
    return list == null ? List.of() : Arrays.asList(list.split(","));
  }

  private static boolean matches(List<String> names, String name) {
    return names.isEmpty() || names.contains(name);
  }

  /** Everything once on every peer; round 0 only warms up. */
  private void round(int round) throws IOException {
    for (Work work : works) {
      if (work.writes) {
        for (Peer.Kind kind : inTurn(round)) {
          Path directory = Files.createDirectories(root.resolve(kind.name() + "-" + work.label));
          try (Peer peer = kind.open(directory, work.durable, cacheBytes)) {
            keep(round, work, kind, measure(work, peer));
          }
          delete(directory);
        }
      }
    }
    if (works.stream().anyMatch(work -> !work.writes)) {
      readRound(round);
    }
  }

  private void readRound(int round) throws IOException {
    for (Peer.Kind kind : inTurn(round)) {
      Path directory = root.resolve(kind.name() + "-reads");
      if (!Files.exists(directory)) {
        Files.createDirectories(directory);
        try (Peer peer = kind.open(directory, false, cacheBytes)) {
          Load load = new Load(entries, 1);
          for (long i = 0; i < entries; i++) {
            Work.FILLRANDOM.operate(peer, load, i);
          }
          peer.settle();
        }
      }
    }
    Map<Peer.Kind, Peer> open = new LinkedHashMap<>();
    try {
      for (Peer.Kind kind : inTurn(round)) {
        long start = System.nanoTime();
        open.put(kind, kind.open(root.resolve(kind.name() + "-reads"), false, cacheBytes));
        double millis = (System.nanoTime() - start) / 1e6;
        if (round > 0) {
          reopenMillis.computeIfAbsent(kind.name(), absent -> new ArrayList<>()).add(millis);
        }
      }
      for (Work work : works) {
        if (!work.writes) {
          for (Map.Entry<Peer.Kind, Peer> entry : open.entrySet()) {
            keep(round, work, entry.getKey(), measure(work, entry.getValue()));
          }
        }
      }
    } finally {
      open.values().forEach(Peer::close);
    }
  }

  /** The peers, another one first in each round. */
  private List<Peer.Kind> inTurn(int round) {
    List<Peer.Kind> rotated = new ArrayList<>(peers);
    Collections.rotate(rotated, round);
    return rotated;
  }

  private void keep(int round, Work work, Peer.Kind kind, Result result) {
    if (round > 0) {
      results
          .computeIfAbsent(work, absent -> new LinkedHashMap<>())
          .computeIfAbsent(kind.name(), absent -> new ArrayList<>())
          .add(result);
    }
  }

  private Result measure(Work work, Peer peer) {
    if (!work.writes) {
      peer.scan(Work.key(0), Integer.MAX_VALUE); // Everything is cached that can be.
    }
    System.gc();
    long calls = work.calls(entries);
    Latencies latencies = new Latencies();
    long cpuStart = system.getProcessCpuTime();
    long start = System.nanoTime();
    long operations = calls * work.operationsPerCall;
    if (work == Work.READSEQ) {
      operations = peer.scan(Work.key(0), Integer.MAX_VALUE);
    } else {
      runThreads(work, peer, calls, latencies);
    }
    long nanos = System.nanoTime() - start;
    if (work.writes) {
      peer.settle();
    }
    long cpu = system.getProcessCpuTime() - cpuStart;
    return new Result(
        cpu / 1000.0 / operations,
        operations * 1e9 / nanos,
        latencies.micros(0.5),
        latencies.micros(0.99));
  }

  private void runThreads(Work work, Peer peer, long calls, Latencies latencies) {
    ExecutorService executor = Executors.newFixedThreadPool(work.threads);
    try {
      List<Future<Latencies>> parts = new ArrayList<>();
      for (int t = 0; t < work.threads; t++) {
        int thread = t;
        parts.add(executor.submit(() -> runThread(work, peer, calls, thread)));
      }
      for (Future<Latencies> part : parts) {
        latencies.add(part.get());
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      executor.shutdown();
    }
  }

  /** One thread's share: every so many-th call. */
  private Latencies runThread(Work work, Peer peer, long calls, int thread) {
    Load load = new Load(entries, thread + 17L);
    Latencies latencies = new Latencies();
    int timed = work.durable ? 1 : TIMED_CALLS;
    for (long i = thread; i < calls; i += work.threads) {
      if (i / work.threads % timed == 0) {
        long before = System.nanoTime();
        work.operate(peer, load, i);
        latencies.add(System.nanoTime() - before);
      } else {
        work.operate(peer, load, i);
      }
    }
    return latencies;
  }

  private void print(int rounds) {
    System.out.printf(
        Locale.ROOT,
        "Java %s, %d processors, heap %d MiB, %d entries of 16 + 100 bytes, cache %d MiB,"
            + " median of %d rounds%n%n",
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory() >> 20,
        entries,
        cacheBytes >> 20,
        rounds);
    System.out.println("| work | store | CPU us/op | ops/s | p50 us | p99 us | CPU of kevo / this |");
    System.out.println("|---|---|---|---|---|---|---|");
    results.forEach(
        (work, byPeer) ->
            byPeer.forEach(
                (peer, list) -> {
                  Result result = median(list);
                  List<Result> kevo = byPeer.get("kevo");
                  String ratio =
                      kevo == null || peer.equals("kevo")
                          ? ""
                          : String.format(
                              Locale.ROOT, "%.2f", median(kevo).cpuMicros / result.cpuMicros);
                  System.out.printf(
                      Locale.ROOT,
                      "| %s | %s | %.2f | %,.0f | %.1f | %.1f | %s |%n",
                      work.label,
                      peer,
                      result.cpuMicros,
                      result.perSecond,
                      result.p50Micros,
                      result.p99Micros,
                      ratio);
                }));
    reopenMillis.forEach(
        (peer, millis) -> {
          Collections.sort(millis);
          System.out.printf(
              Locale.ROOT,
              "| reopen | %s | | | %.0f | | |%n",
              peer,
              millis.get(millis.size() / 2) * 1000);
        });
  }

  private static Result median(List<Result> results) {
    List<Result> sorted = new ArrayList<>(results);
    sorted.sort(Comparator.comparingDouble(Result::cpuMicros));
    return sorted.get(sorted.size() / 2);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

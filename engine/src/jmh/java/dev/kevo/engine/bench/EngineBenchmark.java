package dev.kevo.engine.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.kevo.engine.bench.Peer.Setting;
import dev.kevo.engine.bench.Results.Result;
import dev.kevo.engine.bench.Work.Load;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the same work on Kevo and its peers in turn, and prints the CPU time per operation (of the
 * whole process: background threads, compilation and garbage collection included), the throughput,
 * latencies, allocations, and what lies on disk. {@code docs/benchmarks.md} says how to start it.
 */
public final class EngineBenchmark {
  private static final List<Peer.Kind> PEERS =
      List.of(KevoPeer.KIND, RocksPeer.KIND, LmdbPeer.KIND, MvStorePeer.KIND, LevelDbPeer.KIND);

  /** Those that run only when they are named. */
  private static final List<Peer.Kind> FURTHER_PEERS = List.of(KevoPeer.APART_KIND, RocksPeer.BLOB_KIND);

  private static final int KEY_BYTES = 16;
  private static final long MEM_TABLE_BYTES = 32L << 20;
  private static final long CRASHED_LOG_BYTES = 64L << 20;
  private static final int BATCH_ENTRIES = 1000;

  /** The round that only warms up has no more entries than these take, and that many at least. */
  private static final long WARM_UP_BYTES = 12L << 20;

  private static final long WARM_UP_ENTRIES_MIN = 1000;

  /** Of calls that are not synced, only every so many is timed, so that timing costs little. */
  private static final int TIMED_CALLS = 16;

  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final int valueBytes;
  private final long cacheBytes;
  private final Path root;
  private final List<Peer.Kind> peers;
  private final List<Work> works;
  private final Results results;
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** What threads found in their calls. */
  private record Part(Latencies latencies, long allocatedBytes) {}

  private EngineBenchmark(
      int valueBytes,
      long cacheBytes,
      Path root,
      List<Peer.Kind> peers,
      List<Work> works,
      Results results) {
    this.valueBytes = valueBytes;
    this.cacheBytes = cacheBytes;
    this.root = root;
    this.peers = peers;
    this.works = works;
    this.results = results;
  }

  /**
   * Arguments: {@code --keys N} (1000000), {@code --value-bytes N} (100), {@code --rounds N} (3,
   * after one to warm up), {@code --cache-mib N} (512), {@code --dir PATH} (a temporary one), {@code
   * --peers a,b}, {@code --work a,b} (all).
   */
  public static void main(String[] args) throws IOException {
    Map<String, String> options = options(args);
    long entries = Long.parseLong(options.getOrDefault("keys", "1000000"));
    int valueBytes = Integer.parseInt(options.getOrDefault("value-bytes", "100"));
    int rounds = Integer.parseInt(options.getOrDefault("rounds", "3"));
    long cacheBytes = Long.parseLong(options.getOrDefault("cache-mib", "512")) << 20;
    String directory = options.get("dir");
    Path parent =
        directory == null
            ? Path.of(System.getProperty("java.io.tmpdir"))
            : Files.createDirectories(Path.of(directory));
    List<Peer.Kind> known = Stream.of(PEERS, FURTHER_PEERS).flatMap(List::stream).toList();
    List<String> peerNames =
        names(
            options.getOrDefault(
                "peers", PEERS.stream().map(Peer.Kind::name).collect(Collectors.joining(","))),
            known.stream().map(Peer.Kind::name));
    List<String> workNames = names(options.get("work"), Stream.of(Work.values()).map(w -> w.label));
    Results results = new Results(peerNames);
    Path root = Files.createTempDirectory(parent, "kevo-bench");
    try {
      EngineBenchmark benchmark =
          new EngineBenchmark(
              valueBytes,
              cacheBytes,
              root,
              known.stream().filter(peer -> peerNames.contains(peer.name())).toList(),
              Stream.of(Work.values()).filter(work -> workNames.contains(work.label)).toList(),
              results);
      long warmUp = Math.max(WARM_UP_ENTRIES_MIN, WARM_UP_BYTES / (KEY_BYTES + valueBytes));
      benchmark.round(0, Math.min(entries, warmUp));
      for (int round = 1; round <= rounds; round++) {
        benchmark.round(round, entries);
      }
    } finally {
      Directories.delete(root);
    }
    System.out.printf(
        Locale.ROOT,
        "Java %s, %d processors, heap %d MiB, %d entries of %d + %d bytes, cache %d MiB,"
            + " median of %d rounds%n%n",
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory() >> 20,
        entries,
        KEY_BYTES,
        valueBytes,
        cacheBytes >> 20,
        rounds);
    results.print(System.out);
  }

  private static Map<String, String> options(String[] args) {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      boolean known =
          List.of("--keys", "--value-bytes", "--rounds", "--cache-mib", "--dir", "--peers", "--work")
              .contains(args[i]);
      if (!known || i + 1 == args.length) {
        throw new IllegalArgumentException("unknown or incomplete argument: " + args[i]);
      }
      options.put(args[i].substring(2), args[i + 1]);
    }
    return options;
  }

  private static List<String> names(@Nullable String list, Stream<String> all) {
    List<String> known = all.toList();
    List<String> names = list == null ? known : Arrays.asList(list.split(","));
    if (!known.containsAll(names)) {
      throw new IllegalArgumentException(list + " is not a list out of " + known);
    }
    return names;
  }

  /** Everything once on every peer; round 0 only warms up. */
  private void round(int round, long entries) throws IOException {
    for (Work work : works) {
      // Another peer is first in each round.
      List<Peer.Kind> rotated = new ArrayList<>(peers);
      Collections.rotate(rotated, round);
      for (Peer.Kind kind : rotated) {
        if (work == Work.RECOVERY && !kind.logs()) {
          continue;
        }
        long start = System.nanoTime();
        String outcome;
        try {
          Result result = run(work, kind, entries);
          if (round > 0) {
            results.add(work, kind.name(), result);
          }
          outcome = result.toString();
        } catch (UnsupportedOperationException e) {
          outcome = "n/a: " + e.getMessage();
        } catch (RuntimeException | LinkageError e) {
          outcome = "failed: " + e; // The others go on; a run takes long.
        }
        System.err.printf(
            Locale.ROOT,
            "round %d %s %s, %d s: %s%n",
            round,
            work.label,
            kind.name(),
            (System.nanoTime() - start) / 1_000_000_000,
            outcome);
      }
    }
  }

  /** One work on one peer, which is open for nothing else. */
  private Result run(Work work, Peer.Kind kind, long entries) throws IOException {
    Path filled = root.resolve(kind.name() + "-filled-" + entries);
    Path crashed = root.resolve(kind.name() + "-crashed");
    Path own = root.resolve(kind.name() + "-" + work.label);
    switch (work.start) {
      case EMPTY -> Files.createDirectories(own);
      case FILLED -> fill(kind, filled, entries);
      case COPY -> {
        fill(kind, filled, entries);
        Directories.copy(filled, own);
      }
      case CRASHED -> {
        crash(kind, crashed);
        Directories.copy(crashed, own);
      }
    }
    Path directory = work.start == Work.Start.FILLED ? filled : own;
    try {
      if (work.opens()) {
        return measureOpens(work, kind, directory, entries);
      }
      Result result = measure(work, kind, directory, entries);
      return new Result(
          result.cpuMicros(),
          result.perSecond(),
          result.p50Micros(),
          result.p99Micros(),
          result.allocated(),
          (double) Directories.bytes(directory) / (entries * entryBytes()),
          result.written());
    } finally {
      if (Files.exists(own)) {
        Directories.delete(own);
      }
    }
  }

  private int entryBytes() {
    return KEY_BYTES + valueBytes;
  }

  private Setting setting(Work work) {
    // The log of a recovery must not have been flushed before the crash, nor be while it is read.
    long memTableBytes = work == Work.RECOVERY ? 4 * CRASHED_LOG_BYTES : MEM_TABLE_BYTES;
    return new Setting(
        valueBytes, work.durable || work == Work.RECOVERY, cacheBytes, memTableBytes);
  }

  /** Makes the store that reads and changes begin with: all entries, in no order. */
  private void fill(Peer.Kind kind, Path directory, long entries) throws IOException {
    if (!Files.exists(directory)) {
      Files.createDirectories(directory);
      try (Peer peer = kind.open(directory, setting(Work.FILLBATCH))) {
        writeBatches(peer, entries);
        peer.settle();
      }
    }
  }

  /** Makes a store with a log that no table holds yet: the files of one that was open. */
  private void crash(Peer.Kind kind, Path directory) throws IOException {
    if (!Files.exists(directory)) {
      Path living = Files.createDirectories(root.resolve(kind.name() + "-living"));
      try (Peer peer = kind.open(living, setting(Work.RECOVERY))) {
        writeBatches(peer, CRASHED_LOG_BYTES / entryBytes());
        Directories.copy(living, directory);
      }
      Directories.delete(living);
    }
  }

  private void writeBatches(Peer peer, long entries) {
    Load load = new Load(entries, valueBytes, 1);
    List<byte[]> keys = new ArrayList<>(BATCH_ENTRIES);
    List<byte[]> values = new ArrayList<>(BATCH_ENTRIES);
    for (long i = 0; i < entries; i++) {
      keys.add(Work.key(load.shuffled(i)));
      values.add(load.value());
      if (keys.size() == BATCH_ENTRIES || i == entries - 1) {
        peer.putAll(keys, values);
        keys.clear();
        values.clear();
      }
    }
  }

  private Result measure(Work work, Peer.Kind kind, Path directory, long entries)
      throws IOException {
    long calls = work.calls(entries);
    long operations = work.operations(entries);
    try (Peer peer = kind.open(directory, setting(work))) {
      if (work.start != Work.Start.EMPTY) {
        peer.scan(Work.key(0), Integer.MAX_VALUE); // Everything is cached that can be.
      }
      System.gc();
      long cpuStart = system.getProcessCpuTime();
      long writtenStart = writtenBytes();
      long start = System.nanoTime();
      Part all = runThreads(work, peer, entries, calls);
      long nanos = System.nanoTime() - start;
      if (work.writes()) {
        peer.settle();
      }
      long cpu = system.getProcessCpuTime() - cpuStart;
      return new Result(
          cpu / 1000.0 / operations,
          operations * 1e9 / nanos,
          work.whole() ? -1 : all.latencies().micros(0.5),
          work.whole() ? -1 : all.latencies().micros(0.99),
          (double) all.allocatedBytes() / operations,
          -1,
          work.writes() && writtenStart >= 0
              ? (double) (writtenBytes() - writtenStart) / (operations * entryBytes())
              : -1);
    }
  }

  /** Of work that is opening the store. Latencies are until the first answer. */
  private Result measureOpens(Work work, Peer.Kind kind, Path directory, long entries) {
    Load load = new Load(entries, valueBytes, 1);
    Latencies latencies = new Latencies();
    long calls = work.calls(entries);
    System.gc();
    long cpuStart = system.getProcessCpuTime();
    long nanos = 0;
    for (long i = 0; i < calls; i++) {
      long start = System.nanoTime();
      try (Peer peer = kind.open(directory, setting(work))) {
        work.operate(peer, load, i);
        latencies.add(System.nanoTime() - start);
      }
      nanos += System.nanoTime() - start;
    }
    double cpuMicros = (system.getProcessCpuTime() - cpuStart) / 1000.0 / calls;
    return new Result(
        cpuMicros,
        calls * 1e9 / nanos,
        latencies.micros(0.5),
        latencies.micros(0.99),
        -1,
        -1,
        -1);
  }

  /** What the process has had written to devices so far; -1 where the system does not say. */
  private static long writtenBytes() throws IOException {
    Path counters = Path.of("/proc/self/io");
    if (!Files.isReadable(counters)) {
      return -1;
    }
    for (String line : Files.readAllLines(counters)) {
      if (line.startsWith("write_bytes: ")) {
        return Long.parseLong(line.substring("write_bytes: ".length()));
      }
    }
    return -1;
  }

  private Part runThreads(Work work, Peer peer, long entries, long calls) {
    ExecutorService executor = Executors.newFixedThreadPool(work.threads);
    try {
      List<Future<Part>> parts = new ArrayList<>();
      for (int t = 0; t < work.threads; t++) {
        int thread = t;
        parts.add(executor.submit(() -> runThread(work, peer, entries, calls, thread)));
      }
      Latencies latencies = new Latencies();
      long allocatedBytes = 0;
      for (int t = 0; t < work.threads; t++) {
        Part part = parts.get(t).get();
        if (work != Work.READWHILEWRITING || t == 0) {
          latencies.add(part.latencies); // Of reads beside writes, only the reads.
          allocatedBytes += part.allocatedBytes;
        }
      }
      return new Part(latencies, allocatedBytes);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnsupportedOperationException unsupported) {
        throw unsupported;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      executor.shutdown();
    }
  }

  /** One thread's share: every so many-th call. */
  private Part runThread(Work work, Peer peer, long entries, long calls, int thread) {
    Load load = new Load(entries, valueBytes, thread + 17L);
    Latencies latencies = new Latencies();
    int timed = work.durable ? 1 : TIMED_CALLS;
    long allocatedStart = THREADS.getCurrentThreadAllocatedBytes();
    for (long i = thread; i < calls; i += work.threads) {
      if (i / work.threads % timed == 0) {
        long before = System.nanoTime();
        work.operate(peer, load, i);
        latencies.add(System.nanoTime() - before);
      } else {
        work.operate(peer, load, i);
      }
    }
    return new Part(latencies, THREADS.getCurrentThreadAllocatedBytes() - allocatedStart);
  }
}

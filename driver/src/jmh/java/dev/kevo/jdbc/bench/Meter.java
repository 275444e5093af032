package dev.kevo.jdbc.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Measures one piece of work: wall time, CPU time of the whole process, latencies, garbage. */
final class Meter {
  /** The work that is measured. */
  interface Operation {
    /**
     * Runs it once.
     *
     * @param number how often it ran before
     */
    void run(long number) throws Exception;
  }

  /**
   * What was measured, per operation.
   *
   * @param cpuMicros CPU time of the process, background work included; not a number if the work
   *     was another process's
   * @param p50Micros of a call, which may be many operations
   * @param bytes what the calling thread allocated on the heap
   */
  record Figures(
      double cpuMicros, double perSecond, double p50Micros, double p99Micros, double bytes) {
    static Figures median(List<Figures> figures) {
      return figures.stream()
          .sorted(Comparator.comparingDouble(f -> f.perSecond))
          .skip(figures.size() / 2)
          .findFirst()
          .orElseThrow();
    }
  }

  private static final int CALLS_MAX = 2_000_000;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long[] nanos = new long[CALLS_MAX];
  private int count;
  private final long cpuAtStart;
  private final long bytesAtStart;
  private final long startNanos;

  Meter() {
    bytesAtStart = THREADS.getCurrentThreadAllocatedBytes();
    cpuAtStart = SYSTEM.getProcessCpuTime();
    startNanos = System.nanoTime();
  }

  /** Notes how long one call took. From any thread. */
  synchronized void add(long callNanos) {
    if (count < nanos.length) {
      nanos[count++] = callNanos;
    }
  }

  /** How long this has been measuring. */
  long elapsedMillis() {
    return (System.nanoTime() - startNanos) / 1_000_000;
  }

  /** Ends the measurement of so many operations. */
  Figures stop(long operations) {
    double wall = System.nanoTime() - startNanos;
    double cpu = SYSTEM.getProcessCpuTime() - cpuAtStart;
    double bytes = THREADS.getCurrentThreadAllocatedBytes() - bytesAtStart;
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return new Figures(
        cpu / 1000 / operations,
        operations * 1e9 / wall,
        at(sorted, 0.5),
        at(sorted, 0.99),
        bytes / operations);
  }

  private static double at(long[] sorted, double part) {
    return sorted.length == 0 ? Double.NaN : sorted[(int) (part * (sorted.length - 1))] / 1000.0;
  }

  /**
   * Runs an operation for half of a time to warm up, then for all of it; at least twice.
   *
   * @param each how many operations a run counts for
   */
  static Figures measure(Place place, int each, Operation operation) throws Exception {
    long number = 0;
    long warm = System.nanoTime() + place.millis() * 500_000L;
    do {
      operation.run(number++);
    } while (System.nanoTime() < warm);
    long first = number;
    Meter meter = new Meter();
    long start = System.nanoTime();
    long end = start + place.millis() * 1_000_000L;
    do {
      operation.run(number++);
      long now = System.nanoTime();
      meter.add(now - start);
      start = now;
    } while (start < end && number - first < CALLS_MAX);
    return meter.stop((number - first) * each);
  }
}

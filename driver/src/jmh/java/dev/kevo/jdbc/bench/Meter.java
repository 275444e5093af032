package dev.kevo.jdbc.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** Measures one piece of work: wall time, CPU time of the whole process, latencies. */
final class Meter {
  /**
   * What was measured, per operation.
   *
   * @param cpuMicros CPU time of the process, background work included
   */
  record Figures(double cpuMicros, double perSecond, double p50Micros, double p99Micros) {}

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final long[] nanos;
  private int count;
  private final long cpuAtStart;
  private final long startNanos;

  Meter(int operationsMax) {
    nanos = new long[operationsMax];
    cpuAtStart = SYSTEM.getProcessCpuTime();
    startNanos = System.nanoTime();
  }

  /** Notes how long one operation took. From any thread. */
  synchronized void add(long operationNanos) {
    nanos[count++] = operationNanos;
  }

  /** Ends the measurement of so many operations. */
  Figures stop(int operations) {
    double wall = System.nanoTime() - startNanos;
    double cpu = SYSTEM.getProcessCpuTime() - cpuAtStart;
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return new Figures(
        cpu / 1000 / operations,
        operations * 1e9 / wall,
        at(sorted, 0.5),
        at(sorted, 0.99));
  }

  private static double at(long[] sorted, double part) {
    return sorted.length == 0 ? Double.NaN : sorted[(int) (part * (sorted.length - 1))] / 1000.0;
  }
}

package dev.kevo.engine.bench;

/** A histogram of nanoseconds in buckets of an eighth of a power of two. Not thread-safe. */
final class Latencies {
  private static final int STEPS = 8;

  private final long[] counts = new long[64 * STEPS];
  private long total;

  void add(long nanos) {
    counts[bucket(Math.max(STEPS, nanos))]++;
    total++;
  }

  void add(Latencies other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
  }

  /** The lower edge of the bucket in which so large a part of all lies, in microseconds. */
  double micros(double part) {
    long left = (long) Math.ceil(total * part);
    for (int i = 0; i < counts.length; i++) {
      left -= counts[i];
      if (left <= 0 && counts[i] > 0) {
        int power = i / STEPS;
        return (double) ((1L << power) + (long) (i % STEPS) * (1L << power) / STEPS) / 1000;
      }
    }
    return 0;
  }

  private static int bucket(long nanos) {
    int power = 63 - Long.numberOfLeadingZeros(nanos);
    int step = (int) (((nanos - (1L << power)) * STEPS) >>> power);
    return power * STEPS + step;
  }
}

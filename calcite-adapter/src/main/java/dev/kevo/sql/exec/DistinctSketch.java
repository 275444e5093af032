package dev.kevo.sql.exec;

import java.util.TreeSet;

/**
 * Estimates how many different values there are among many, in little memory: it keeps the least
 * hashes, whose spread tells how dense all of them lie. Exact while there are few. Not thread-safe.
 */
final class DistinctSketch {
  /** The error is about 3 percent. */
  private static final int KEPT = 1024;

  private final TreeSet<Long> least = new TreeSet<>(Long::compareUnsigned);

  void add(Object value) {
    long hash = hash(value);
    if (least.size() < KEPT) {
      least.add(hash);
    } else if (Long.compareUnsigned(hash, least.last()) < 0 && least.add(hash)) {
      least.pollLast();
    }
  }

  long estimate() {
    if (least.size() < KEPT) {
      return least.size();
    }
    double part = (least.last() >>> 1) / (double) Long.MAX_VALUE;
    return Math.round((KEPT - 1) / part);
  }

  /** All bits of texts count, whose {@link Object#hashCode} has collisions in large tables. */
  private static long hash(Object value) {
    long hash = 0;
    if (value instanceof String text) {
      for (int i = 0; i < text.length(); i++) {
        hash = mixed(hash + text.charAt(i));
      }
    } else {
      hash = value instanceof Long number ? number : value.hashCode();
    }
    return mixed(hash + 0x9E3779B97F4A7C15L);
  }

  private static long mixed(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}

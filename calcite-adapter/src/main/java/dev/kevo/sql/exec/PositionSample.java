package dev.kevo.sql.exec;

import dev.kevo.sql.types.ValuePosition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Positions of some of a column's values, each value with the same chance. Not thread-safe. */
final class PositionSample {
  private static final int KEPT = 2048;

  /** Parts of a histogram, each with as many values. */
  private static final int PARTS = 64;

  private final SplittableRandom random = new SplittableRandom(1);
  private final double[] kept = new double[KEPT];
  private long seen;

  void add(Object value) {
    double position = ValuePosition.of(value);
    if (Double.isNaN(position)) {
      return;
    }
    long place = seen < KEPT ? seen : random.nextLong(seen + 1);
    if (place < KEPT) {
      kept[(int) place] = position;
    }
    seen++;
  }

  /** The bounds of equally full parts, from the least position to the greatest; or none. */
  List<Double> quantiles() {
    int count = (int) Math.min(seen, KEPT);
    double[] sorted = Arrays.copyOf(kept, count);
    Arrays.sort(sorted);
    List<Double> quantiles = new ArrayList<>();
    for (int part = 0; count > 0 && part <= PARTS; part++) {
      quantiles.add(sorted[(int) ((long) part * (count - 1) / PARTS)]);
    }
    return quantiles;
  }
}

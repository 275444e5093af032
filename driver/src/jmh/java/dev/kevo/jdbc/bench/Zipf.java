package dev.kevo.jdbc.bench;

import java.util.Random;

/** Random numbers of which few come often, scattered over a range: YCSB's choice of keys. */
final class Zipf {
  private final int below;
  private final double skew;
  private final double zeta;
  private final double eta;
  private final Random random;

  Zipf(int below, double skew, Random random) {
    this.below = below;
    this.skew = skew;
    this.random = random;
    double sum = 0;
    for (int i = 1; i <= below; i++) {
      sum += 1 / Math.pow(i, skew);
    }
    this.zeta = sum;
    this.eta =
        (1 - Math.pow(2.0 / below, 1 - skew)) / (1 - (1 + Math.pow(0.5, skew)) / zeta);
  }

  int next() {
    double u = random.nextDouble();
    long rank;
    if (u * zeta < 1) {
      rank = 0;
    } else if (u * zeta < 1 + Math.pow(0.5, skew)) {
      rank = 1;
    } else {
      rank = (long) (below * Math.pow(eta * u - eta + 1, 1 / (1 - skew)));
    }
    long scattered = rank * 0x9E3779B97F4A7C15L;
    return (int) Long.remainderUnsigned(scattered, below);
  }
}

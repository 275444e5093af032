package dev.kevo.engine.compaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RateLimitTest {
  private long now = 1_000;

  private final RateLimit limit = new RateLimit(1_000_000, () -> now, nanos -> now += nanos);

  @Test
  void bytesTakeTheirTime() {
    limit.pay(500_000, () -> false);
    assertEquals(500_001_000L, now);
    limit.pay(1, () -> false);
    assertEquals(500_002_000L, now);
  }

  @Test
  void idleTimeIsNotSaved() {
    now += 5_000_000_000L;
    limit.pay(1_000, () -> false);
    assertEquals(5_001_001_000L, now);
  }

  @Test
  void cancelledJobDoesNotWait() {
    limit.pay(1_000_000_000, () -> true);
    assertEquals(1_000, now);
  }

  @Test
  void noLimitIsNoWait() {
    new RateLimit(0, () -> now, nanos -> now += nanos).pay(1_000_000, () -> false);
    assertEquals(1_000, now);
  }
}

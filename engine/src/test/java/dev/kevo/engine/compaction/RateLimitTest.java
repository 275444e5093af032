package dev.kevo.engine.compaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kevo.engine.Options;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
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

  @Test
  void optionsSayTheLimit() {
    AtomicInteger asked = new AtomicInteger();
    BooleanSupplier cancelled = () -> asked.incrementAndGet() > 0;
    RateLimit.of(Options.DEFAULT).pay(1_000, cancelled);
    assertEquals(0, asked.get());

    Options slow = Options.DEFAULT.withCompactionBytesPerSecond(1);
    RateLimit.of(slow).pay(1_000, cancelled);
    assertEquals(1, asked.get());
    assertThrows(IllegalArgumentException.class, () -> slow.withCompactionBytesPerSecond(-1));
  }
}

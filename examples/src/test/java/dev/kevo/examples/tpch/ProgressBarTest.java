package dev.kevo.examples.tpch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a load shows. */
final class ProgressBarTest {
  private final AtomicLong nanos = new AtomicLong();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private ProgressBar bar(boolean terminal, long total) {
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new ProgressBar(out, terminal, total, nanos::get);
  }

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void oneLineIsRewrittenOnATerminal() {
    try (ProgressBar bar = bar(true, 1_000)) {
      bar.label("orders");
      nanos.set(TimeUnit.SECONDS.toNanos(2));
      bar.advance(500);
      assertTrue(shown().startsWith("\rorders   [============            ]  50%"), shown());
      assertTrue(shown().contains("250 rows/s ETA 0:02"), shown());
    }
    assertTrue(shown().contains("\rloaded   [========================] 100%"), shown());
    assertEquals(1, shown().chars().filter(c -> c == '\n').count());
  }

  @Test
  void plainLinesComeEveryFewSecondsElsewhere() {
    try (ProgressBar bar = bar(false, 1_000)) {
      bar.label("orders");
      nanos.set(TimeUnit.SECONDS.toNanos(1));
      bar.advance(100);
      assertEquals("", shown());
      nanos.set(TimeUnit.SECONDS.toNanos(6));
      bar.advance(200);
      assertFalse(shown().contains("\r"), shown());
    }
    assertEquals(2, shown().lines().count(), shown());
  }

  @Test
  void anEstimateThatWasTooLowDoesNotEndTheLoad() {
    try (ProgressBar bar = bar(false, 1_000)) {
      nanos.set(TimeUnit.SECONDS.toNanos(6));
      bar.advance(1_002);
      assertTrue(shown().contains(" 99% "), shown());
    }
  }
}

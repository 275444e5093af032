package dev.kevo.engine.compaction;

import dev.kevo.engine.Options;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Spreads the bytes that compactions write over time. For one thread.
 *
 * <p>Flushes are not limited: writers wait for them.
 */
public final class RateLimit {
  private static final long PARK_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(100);

  private final long bytesPerSecond;
  private final LongSupplier nanos;
  private final Pause pause;

  /** When what was written so far is paid off. */
  private long paidAt;

  /** Lets time pass. */
  interface Pause {
    void pause(long nanos);
  }

  RateLimit(long bytesPerSecond, LongSupplier nanos, Pause pause) {
    this.bytesPerSecond = bytesPerSecond;
    this.nanos = nanos;
    this.pause = pause;
    this.paidAt = nanos.getAsLong();
  }

  /** The limit that options ask for; 0 bytes per second is none. */
  public static RateLimit of(Options options) {
    return new RateLimit(
        options.compactionBytesPerSecond(), System::nanoTime, LockSupport::parkNanos);
  }

  /** Waits until bytes that were just written are within the limit, or the job is cancelled. */
  void pay(long bytes, BooleanSupplier cancelled) {
    if (bytesPerSecond == 0) {
      return;
    }
    long now = nanos.getAsLong();
    paidAt = Math.max(paidAt, now) + (long) ((double) bytes / bytesPerSecond * 1e9);
    while (paidAt > now && !cancelled.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
      pause.pause(Math.min(paidAt - now, PARK_NANOS_MAX));
      now = nanos.getAsLong();
    }
  }
}

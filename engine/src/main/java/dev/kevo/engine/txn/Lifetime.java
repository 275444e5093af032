package dev.kevo.engine.txn;

import dev.kevo.engine.TransactionOptions;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** When a transaction began and was used last, and how long both may be ago. Thread-safe. */
final class Lifetime {
  /** A limit is warned of after so many quarters of it. */
  private static final int WARNED_QUARTERS = 3;

  private final LongSupplier nanoClock;
  private final long lifetimeNanos;
  private final long idleNanos;
  private final long begun;

  /** Volatile: written by the transaction's thread, read by the one that looks for idle ones. */
  private volatile long used;

  Lifetime(TransactionOptions options, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.lifetimeNanos = TimeUnit.MILLISECONDS.toNanos(options.lifetimeMillis());
    this.idleNanos = TimeUnit.MILLISECONDS.toNanos(options.idleMillis());
    this.begun = nanoClock.getAsLong();
    this.used = begun;
  }

  boolean isLimited() {
    return lifetimeNanos > 0 || idleNanos > 0;
  }

  /** Notes that the transaction is used now. */
  void use() {
    used = nanoClock.getAsLong();
  }

  long ageMillis() {
    return TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - begun);
  }

  long idleMillis() {
    return TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - used);
  }

  /** Nanoseconds until it has been open for too long; not positive once it has. */
  long untilTooOld() {
    return left(lifetimeNanos, begun);
  }

  /** Nanoseconds until it has been unused for too long; not positive once it has. */
  long untilTooIdle() {
    return left(idleNanos, used);
  }

  private long left(long limit, long since) {
    return limit == 0 ? Long.MAX_VALUE : limit - (nanoClock.getAsLong() - since);
  }

  /** Nanoseconds until one of the limits is so near that somebody should be warned. */
  long untilWarning() {
    return Math.min(untilWarning(lifetimeNanos, begun), untilWarning(idleNanos, used));
  }

  private long untilWarning(long limit, long since) {
    return left(limit / 4 * WARNED_QUARTERS, since);
  }
}

package dev.kevo.engine.txn;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.KevoException;
import dev.kevo.engine.TransactionExpiredException;
import dev.kevo.engine.TransactionOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * A transaction's life: when it began and was used last, how long both may be ago, and how it ends.
 * Its thread ends it, or the one that looks for expired transactions; only one of them.
 * Thread-safe.
 */
final class Lifetime {
  /** A limit is warned of after so many quarters of it. */
  private static final int WARNED_QUARTERS = 3;

  private enum State {
    OPEN,
    COMMITTING,
    OVER,
    TOO_IDLE,
    TOO_OLD
  }

  private final TransactionOptions options;
  private final LongSupplier nanoClock;
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private final long lifetimeNanos;
  private final long idleNanos;
  private final long begun;

  /** Volatile: written by the transaction's thread, read by the one that looks for idle ones. */
  private volatile long used;

  /** Only the thread that looks for expired transactions uses it. */
  private boolean warnedOf;

  Lifetime(TransactionOptions options, LongSupplier nanoClock) {
    this.options = options;
    this.nanoClock = nanoClock;
    this.lifetimeNanos = TimeUnit.MILLISECONDS.toNanos(options.lifetimeMillis());
    this.idleNanos = TimeUnit.MILLISECONDS.toNanos(options.idleMillis());
    this.begun = nanoClock.getAsLong();
    this.used = begun;
  }

  boolean isLimited() {
    return lifetimeNanos > 0 || idleNanos > 0;
  }

  /** Refuses what is asked of a transaction that is over, or being committed. */
  void requireOpen() {
    if (state.get() != State.OPEN) {
      throw ended();
    }
  }

  /** Why nothing can be asked of the transaction any more. */
  KevoException ended() {
    return switch (state.get()) {
      case TOO_IDLE ->
          new TransactionExpiredException(
              "the transaction was rolled back after "
                  + options.idleMillis()
                  + " ms without a call",
              true);
      case TOO_OLD ->
          new TransactionExpiredException(
              "the transaction was rolled back after " + options.lifetimeMillis() + " ms", false);
      default -> new ClosedException("the transaction is over");
    };
  }

  /** From here on it does not expire. */
  void beginCommit() {
    if (!state.compareAndSet(State.OPEN, State.COMMITTING)) {
      throw ended();
    }
  }

  /** Ends it; false if it has ended already. */
  boolean end() {
    return state.compareAndSet(State.OPEN, State.OVER)
        || state.compareAndSet(State.COMMITTING, State.OVER);
  }

  /** Ends it since one of its limits has passed; false if it has ended or is being committed. */
  boolean expire(boolean idle) {
    return state.compareAndSet(State.OPEN, idle ? State.TOO_IDLE : State.TOO_OLD);
  }

  boolean isWarnedOf() {
    return warnedOf;
  }

  void setWarnedOf() {
    warnedOf = true;
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

package dev.kevo.sql.exec;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one way to stop a running statement: any thread asks for it, every loop of the statement
 * polls. One token per execution; also the flag that Calcite's generated code polls.
 */
public final class CancelToken {
  private final AtomicBoolean flag = new AtomicBoolean();
  private final long deadlineNanos;

  /** A token without a deadline. */
  public CancelToken() {
    this(0);
  }

  /**
   * A token with a deadline from now.
   *
   * @param timeoutMillis after which the statement is stopped; 0 for none
   */
  public CancelToken(long timeoutMillis) {
    long now = System.nanoTime();
    deadlineNanos = timeoutMillis == 0 ? now + Long.MAX_VALUE / 2 : now + timeoutMillis * 1_000_000;
  }

  /** Asks the statement to stop. */
  public void cancel() {
    flag.set(true);
  }

  /** Whether the statement must stop: it was cancelled, or its time is over. */
  public boolean isCancelled() {
    return flag.get() || isTimedOut();
  }

  /** Whether the deadline has passed. */
  public boolean isTimedOut() {
    return System.nanoTime() - deadlineNanos > 0;
  }

  /** The flag itself, for code that can only poll an AtomicBoolean. */
  public AtomicBoolean flag() {
    return flag;
  }
}

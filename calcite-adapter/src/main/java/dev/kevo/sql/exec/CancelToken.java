package dev.kevo.sql.exec;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The one way to stop a running statement: any thread asks for it, every loop of the statement
 * polls. One token per execution; also the flag that Calcite's generated code polls.
 */
public final class CancelToken {
  private final long deadlineNanos;
  private final boolean hasDeadline;

  /** Volatile: set by the thread that cancels, read by the one that runs the statement. */
  private volatile boolean raised;

  /** The same for code that can only poll such a flag; made when it is asked for. */
  private volatile @Nullable AtomicBoolean flag;

  /** Volatile: set by the thread that runs the statement, read by the one that cancels. */
  private volatile @Nullable Runnable listener;

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
    hasDeadline = timeoutMillis != 0;
    deadlineNanos = hasDeadline ? System.nanoTime() + timeoutMillis * 1_000_000 : 0;
  }

  /** Asks the statement to stop. */
  public void cancel() {
    raised = true;
    AtomicBoolean polled = flag;
    if (polled != null) {
      polled.set(true);
    }
    Runnable action = listener;
    if (action != null) {
      action.run();
    }
  }

  /**
   * Sets what {@link #cancel} does besides raising the flag, for statements that run elsewhere; in
   * the thread that cancels, or at once if that has happened. It may run more than once.
   */
  public void onCancel(Runnable action) {
    listener = action;
    if (raised) {
      action.run();
    }
  }

  /** Milliseconds until the deadline, at least 1; 0 if there is no deadline. */
  public long remainingMillis() {
    return hasDeadline ? Math.max(1, (deadlineNanos - System.nanoTime()) / 1_000_000) : 0;
  }

  /** Whether the statement must stop: it was cancelled, or its time is over. */
  public boolean isCancelled() {
    return raised || isTimedOut();
  }

  /** Whether the deadline has passed. */
  public boolean isTimedOut() {
    return hasDeadline && System.nanoTime() - deadlineNanos > 0;
  }

  /** Whether somebody asked the statement to stop; says nothing of the deadline. */
  public boolean isRaised() {
    return raised;
  }

  /** The same as a flag, for code that can only poll an AtomicBoolean. */
  public AtomicBoolean flag() {
    AtomicBoolean polled = flag;
    if (polled == null) {
      polled = newFlag();
    }
    return polled;
  }

  private synchronized AtomicBoolean newFlag() {
    AtomicBoolean polled = flag;
    if (polled == null) {
      polled = new AtomicBoolean();
      flag = polled;
      // Looked at after the flag can be seen: who cancels sets one of the two, or sees the other.
      polled.compareAndSet(false, raised);
    }
    return polled;
  }
}

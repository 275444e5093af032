package dev.kevo.engine.txn;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A daemon thread that lets {@link OpenTransactions} expire in time. It begins with the first
 * transaction that has a limit. Thread-safe.
 */
public final class ExpiryTimer implements AutoCloseable {
  /** Below this, limits are not kept more exactly. */
  private static final long SLEEP_NANOS_MIN = 1_000_000;

  private final OpenTransactions transactions;

  // The fields below are guarded by this.
  private @Nullable Thread thread;
  private boolean changed;
  private boolean closed;

  public ExpiryTimer(OpenTransactions transactions) {
    this.transactions = transactions;
  }

  /** Lets it know of a transaction that has a limit. */
  public synchronized void added() {
    if (closed) {
      return;
    }
    changed = true;
    if (thread == null) {
      thread = new Thread(this::run, "kevo-transactions");
      thread.setDaemon(true);
      thread.start();
    } else {
      notifyAll();
    }
  }

  private void run() {
    while (sleep(transactions.expire())) {
      // The next look is the loop's condition.
    }
  }

  /** Returns whether there is more to do. */
  private synchronized boolean sleep(long nanos) {
    long begun = System.nanoTime();
    long left = Math.max(nanos, SLEEP_NANOS_MIN);
    try {
      while (!closed && !changed && left > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        left = Math.max(nanos, SLEEP_NANOS_MIN) - (System.nanoTime() - begun);
      }
    } catch (InterruptedException e) {
      // Nobody but the virtual machine's end interrupts this thread.
      return false;
    }
    changed = false;
    return !closed;
  }

  /** Ends the thread; nothing expires any more. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}

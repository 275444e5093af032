package dev.kevo.engine.db;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How far the log is durable, and where threads wait for more of it. The leader of the commit queue
 * writes it; while nobody waits that costs it a volatile write per sync.
 */
final class DurableSequence {
  /** Volatile: written by the leader. */
  private volatile long sequence;

  /** Whether something is published that is not durable. Volatile: written by the leader. */
  private volatile boolean behind;

  /** Threads in {@link #await}. Volatile: changed under this, looked at by the leader. */
  private volatile int waiting;

  /** Guarded by this. */
  private boolean closed;

  /** Is unparked when something is published that is not durable. */
  private volatile @Nullable Thread syncer;

  DurableSequence(long sequence) {
    this.sequence = sequence;
  }

  /** The newest sequence that no crash takes back. */
  long get() {
    return sequence;
  }

  /** Whether something is published that a power cut would take back. */
  boolean isBehind() {
    return behind;
  }

  /** Names the thread that sees to it that the log does not stay behind. */
  void setSyncer(Thread thread) {
    syncer = thread;
  }

  /** Tells what was published, and whether all of it is durable. */
  void advance(boolean durable, long published) {
    if (durable) {
      sequence = published;
      if (behind) {
        behind = false;
      }
      if (waiting > 0) {
        announce();
      }
    } else if (!behind && published > sequence) {
      behind = true;
      Thread thread = syncer;
      if (thread != null) {
        LockSupport.unpark(thread);
      }
    }
  }

  private synchronized void announce() {
    notifyAll();
  }

  /** Ends all waiting. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /**
   * Waits until it is more than {@code before}, is closed, or the time is over. An interrupt does
   * not end the wait and is not lost.
   */
  void await(long before, long nanosMax) {
    long deadline = System.nanoTime() + nanosMax;
    boolean interrupted = false;
    synchronized (this) {
      waiting++;
      long left = nanosMax;
      while (left > 0 && sequence <= before && !closed) {
        try {
          TimeUnit.NANOSECONDS.timedWait(this, left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
        left = deadline - System.nanoTime();
      }
      waiting--;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

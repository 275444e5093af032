package dev.kevo.engine.db;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Where threads wait for background work, and it for them: a monitor that everyone who changes
 * something announces it to. Interrupts do not end a wait and are not lost.
 */
final class Progress {
  synchronized void announce() {
    notifyAll();
  }

  /** Waits until a condition holds; whoever makes it true must announce it. */
  synchronized void await(BooleanSupplier condition) {
    boolean interrupted = false;
    while (!condition.getAsBoolean()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until a condition holds, but no longer than some time. */
  synchronized void await(BooleanSupplier condition, long nanosMax) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + nanosMax;
    long left = nanosMax;
    while (left > 0 && !condition.getAsBoolean()) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = deadline - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

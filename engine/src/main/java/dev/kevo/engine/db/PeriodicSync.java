package dev.kevo.engine.db;

import dev.kevo.engine.ClosedException;
import dev.kevo.engine.CommitUnknownException;
import dev.kevo.engine.DiskFullException;
import dev.kevo.engine.ReadOnlyException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sees to it that no commit stays without a sync for longer than an interval, on a daemon thread
 * that sleeps as long as everything is durable.
 */
final class PeriodicSync implements Runnable {
  private final DurableSequence durable;
  private final CommitQueue commits;
  private final long intervalNanos;
  private final Thread thread;

  /** Volatile: set by the closing thread. */
  private volatile boolean stopping;

  PeriodicSync(DurableSequence durable, CommitQueue commits, long intervalMillis) {
    this.durable = durable;
    this.commits = commits;
    this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
    thread = new Thread(this, "kevo-log-sync");
    thread.setDaemon(true);
  }

  void start() {
    durable.setSyncer(thread);
    thread.start();
  }

  @Override
  public void run() {
    while (!stopping) {
      if (durable.isBehind()) {
        sleep();
        syncIfBehind();
      } else {
        LockSupport.park(this);
      }
    }
  }

  private void sleep() {
    long deadline = System.nanoTime() + intervalNanos;
    long left = intervalNanos;
    while (left > 0 && !stopping) {
      LockSupport.parkNanos(this, left);
      left = deadline - System.nanoTime();
    }
  }

  private void syncIfBehind() {
    if (durable.isBehind() && !stopping) {
      try {
        commits.sync();
      } catch (DiskFullException e) {
        // A commit of the same group found no space. Once more after the next interval.
        return;
      } catch (ClosedException | ReadOnlyException | CommitUnknownException e) {
        stopping = true; // Nothing will be synced any more, and whoever writes is told.
      }
    }
  }

  /** Ends the thread; what is not durable is left to the closing of the queue. */
  void close() {
    stopping = true;
    LockSupport.unpark(thread);
  }
}

package dev.kevo.sql.exec;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads that help statements to read large ranges, while cores are free: never more of them than
 * there are cores, the statements' own threads included. Thread-safe.
 */
public final class ScanWorkers {
  /** For statements that read alone. */
  public static final ScanWorkers NONE = new ScanWorkers(0, Long.MAX_VALUE);

  /** The smallest range that several threads read. */
  private static final long RANGE_BYTES_MIN = 16L * 1024 * 1024;

  private static final int IDLE_SECONDS = 10;

  private static final ScanWorkers OF_PROCESS =
      new ScanWorkers(Runtime.getRuntime().availableProcessors(), RANGE_BYTES_MIN);

  private final int cores;
  private final long rangeBytesMin;
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicLong begun = new AtomicLong();
  private final ThreadPoolExecutor threads;

  /**
   * Workers of their own.
   *
   * @param cores threads that may read at a time
   * @param rangeBytesMin smaller ranges are read by one thread
   */
  public ScanWorkers(int cores, long rangeBytesMin) {
    this.cores = cores;
    this.rangeBytesMin = rangeBytesMin;
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE, // take() bounds them
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "kevo-scan");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The workers that all databases of this process share. */
  public static ScanWorkers ofProcess() {
    return OF_PROCESS;
  }

  /** The smallest range, by its estimated bytes, that several threads read. */
  public long rangeBytesMin() {
    return rangeBytesMin;
  }

  /** How many threads could read together at most. */
  public int cores() {
    return cores;
  }

  /**
   * Takes cores for a statement: one for its own thread, the others as far as they are free.
   *
   * @return how many threads may help; {@link #giveBack} must follow
   */
  public int take() {
    int before = busy.getAndUpdate(taken -> Math.max(taken + 1, cores));
    return Math.max(0, cores - before - 1);
  }

  /** Gives back what {@link #take} took. */
  public void giveBack(int helpers) {
    busy.addAndGet(-1 - helpers);
  }

  /** Runs a task in a thread of its own. */
  public void run(Runnable task) {
    begun.incrementAndGet();
    threads.execute(task);
  }

  /** How many tasks were run. */
  public long begun() {
    return begun.get();
  }
}

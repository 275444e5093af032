package dev.kevo.engine.db;

import dev.kevo.engine.DatabaseStats.FlushStats;
import dev.kevo.engine.DiskFullException;
import dev.kevo.engine.KevoException;
import dev.kevo.engine.KeyRange;
import dev.kevo.engine.compaction.FlushJob;
import dev.kevo.engine.compaction.Readers;
import dev.kevo.engine.compaction.Written;
import dev.kevo.engine.key.RangeDelete;
import dev.kevo.engine.memtable.MemTable;
import dev.kevo.engine.txn.SnapshotRegistry;
import dev.kevo.engine.version.VersionEdit.AddedRangeDelete;
import dev.kevo.engine.version.VersionSet.KeyspaceVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The database's threads: one flushes generations in their order, one compacts, and one tells the
 * time. All are daemons, end with {@link #close}, and turn the database read-only when they fail
 * for another reason than a full disk, after which they try again.
 */
final class BackgroundWork {
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final FlushJob flushJob;
  private final ReadStates states;
  private final Installs installs;
  private final ObsoleteFiles obsolete;
  private final SnapshotRegistry snapshots;
  private final Health health;
  private final Progress progress;
  private final WriteThrottle throttle;
  private final Compactions compactions;
  private final AtomicLong flushes = new AtomicLong();
  private final AtomicLong bytesFlushed = new AtomicLong();
  private final List<Loop> loops = new ArrayList<>();
  private final Ageing ageing;
  private final Thread clock;

  /** Volatile: set by the closing thread. */
  private volatile boolean stopping;

  BackgroundWork(
      FlushJob flushJob,
      ReadStates states,
      Installs installs,
      ObsoleteFiles obsolete,
      SnapshotRegistry snapshots,
      Health health,
      Progress progress,
      WriteThrottle throttle,
      Compactions compactions,
      Ageing ageing) {
    this.ageing = ageing;
    this.clock = new Thread(this::runClock, "kevo-clock");
    clock.setDaemon(true);
    this.flushJob = flushJob;
    this.states = states;
    this.installs = installs;
    this.obsolete = obsolete;
    this.snapshots = snapshots;
    this.health = health;
    this.progress = progress;
    this.throttle = throttle;
    this.compactions = compactions;
  }

  void start() {
    begin("kevo-flush", this::flushOldest, this::hasGeneration);
    clock.start();
    begin(
        "kevo-compaction", compactions::runOne, () -> compactions.isDue() || obsolete.hasUnused());
  }

  /** Lets time pass until the database is closed or has failed. */
  private void runClock() {
    while (true) {
      progress.await(() -> stopping || health.failed(), TICK_NANOS);
      if (stopping || health.failed()) {
        return;
      }
      try {
        ageing.tick();
      } catch (KevoException e) {
        // A full disk or a closed queue: writers are told, and the next second tries again.
      } catch (RuntimeException | Error e) {
        health.fail(e);
      }
      // Snapshots may have gone, which nobody announces.
      progress.announce();
    }
  }

  private void begin(String name, Runnable step, BooleanSupplier due) {
    Loop loop = new Loop(name, step, due);
    loops.add(loop);
    loop.thread.start();
  }

  /** One thread, which repeats its step as long as it is due. */
  private final class Loop implements Runnable {
    private final Runnable step;
    private final BooleanSupplier due;
    private final Thread thread;

    /** The number of attempts begun, and the last that found the disk full; guarded by this. */
    private long attempts;

    private long fullAttempt;

    private @Nullable DiskFullException full;

    /** Whether someone waits for the next attempt. Volatile: set by those who wait. */
    private volatile boolean asked;

    Loop(String name, Runnable step, BooleanSupplier due) {
      this.step = step;
      this.due = due;
      thread = new Thread(this, name);
      thread.setDaemon(true);
    }

    @Override
    public void run() {
      while (true) {
        progress.await(() -> stopping || health.failed() || due.getAsBoolean());
        if (stopping || health.failed()) {
          return;
        }
        beginAttempt();
        try {
          step.run();
          obsolete.deleteUnused();
          throttle.setDiskFull(false);
        } catch (DiskFullException e) {
          failed(e);
          throttle.setDiskFull(true);
          progress.await(
              () -> stopping || health.failed() || asked || !throttle.isDiskFull(), RETRY_NANOS);
        } catch (RuntimeException | Error e) {
          if (!stopping) {
            health.fail(e);
          }
        }
        progress.announce();
      }
    }

    private synchronized void beginAttempt() {
      asked = false;
      attempts++;
    }

    private synchronized void failed(DiskFullException e) {
      fullAttempt = attempts;
      full = e;
    }

    /** Asks for an attempt, and returns the number of the first that begins from now on. */
    private synchronized long ask() {
      asked = true;
      return attempts + 1;
    }

    private synchronized boolean failedSince(long attempt) {
      return fullAttempt >= attempt;
    }

    private synchronized DiskFullException full() {
      return new DiskFullException(String.valueOf(full == null ? null : full.getMessage()), full);
    }

    /** Waits until work is done; a disk that is full at the next attempt ends the wait. */
    void await(BooleanSupplier done) {
      long first = ask();
      progress.announce();
      progress.await(
          () -> done.getAsBoolean() || failedSince(first) || health.failed() || stopping);
      if (!done.getAsBoolean()) {
        health.requireWritable();
        if (failedSince(first)) {
          throw full();
        }
      }
    }
  }

  private boolean hasGeneration() {
    return !states.current().generations().isEmpty();
  }

  private void flushOldest() {
    ReadState state = states.pin();
    Map<Integer, Written> made = new LinkedHashMap<>();
    List<AddedRangeDelete> deleted = new ArrayList<>();
    boolean installing = false;
    try {
      Generation oldest = state.generations().get(0);
      for (Map.Entry<Integer, MemTable> entry : oldest.memTables().entrySet()) {
        int id = entry.getKey();
        KeyspaceVersion keyspace = state.versions().keyspaces().get(id);
        if (keyspace.dropped()) {
          continue;
        }
        made.put(
            id,
            flushJob.run(
                List.of(entry.getValue()),
                keyspace.options(),
                keyspace.version(),
                Readers.of(keyspace.version(), snapshots.sequences())));
        for (RangeDelete delete : entry.getValue().rangeDeletes().deletes()) {
          deleted.add(new AddedRangeDelete(id, delete));
        }
      }
      installs.requireSpace();
      installing = true;
      installs.installFlush(oldest, made, deleted);
      flushes.incrementAndGet();
      bytesFlushed.addAndGet(made.values().stream().mapToLong(Written::bytes).sum());
    } catch (DiskFullException e) {
      installing = health.failed();
      throw e;
    } finally {
      states.unpin(state);
      if (!installing) {
        made.values().forEach(written -> obsolete.deleteFiles(written.files()));
      }
    }
  }

  /**
   * Waits until a generation and all before it are flushed.
   *
   * @throws DiskFullException if there is no space for them now; they stay in memory and in the log
   */
  void awaitFlushed(long generation) {
    loops.get(0).await(() -> !isWaiting(generation));
  }

  private boolean isWaiting(long generation) {
    List<Generation> generations = states.current().generations();
    return !generations.isEmpty() && generations.get(0).number() <= generation;
  }

  /**
   * Waits until no compaction is due and none runs.
   *
   * @throws DiskFullException if there is no space for one now
   */
  void awaitCompactions() {
    loops.get(1).await(() -> !compactions.isDue() && !obsolete.hasUnused());
    health.requireWritable();
  }

  /** Compacts a range and waits until that is done. */
  void compactRange(int keyspaceId, KeyRange range) {
    Compactions.ManualCompaction requested = compactions.request(keyspaceId, range);
    loops.get(1).await(() -> compactions.isDone(requested));
  }

  /** The flushes since open. */
  FlushStats flushStats() {
    return new FlushStats(flushes.get(), bytesFlushed.get());
  }

  /** Ends both threads; a compaction is given up, a flush is finished. */
  void close() {
    stopping = true;
    compactions.cancel();
    progress.announce();
    boolean interrupted = false;
    List<Thread> threads = new ArrayList<>();
    threads.add(clock);
    loops.forEach(loop -> threads.add(loop.thread));
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
